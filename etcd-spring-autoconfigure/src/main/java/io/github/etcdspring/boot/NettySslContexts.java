/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.etcdspring.boot;

import java.util.Arrays;

import javax.net.ssl.SSLException;

import io.etcd.jetcd.ClientBuilder;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Makes what gRPC's transport needs for TLS of what Spring Boot has.
 *
 * @author The etcd-spring authors
 */
final class NettySslContexts {

	private NettySslContexts() {
	}

	static @Nullable ReloadableSsl apply(SslBundle bundle, ClientBuilder client) throws SSLException {
		SslOptions options = bundle.getOptions();
		SslContextBuilder builder = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
		ReloadableSsl reloadable = ReloadableSsl.of(bundle);
		if (reloadable != null) {
			builder.keyManager(reloadable.keyManager());
			builder.trustManager(reloadable.trustManager());
		}
		else {
			builder.keyManager(bundle.getManagers().getKeyManagerFactory());
			builder.trustManager(bundle.getManagers().getTrustManagerFactory());
		}
		PropertyMapper map = PropertyMapper.get();
		map.from(options::getCiphers).as(Arrays::asList).to(builder::ciphers);
		map.from(options::getEnabledProtocols).to(builder::protocols);
		SslContext context = builder.build();
		client.sslContext(context);
		if (reloadable != null) {
			reloadable.sessions(context.sessionContext());
		}
		return reloadable;
	}

}
