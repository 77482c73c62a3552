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

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ssl.JksSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Has one bundle while there are no beans, and follows the bean of the same name once
 * there is one.
 *
 * @author The etcd-spring authors
 */
final class LateSslBundles implements SslBundles {

	private final DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry();

	LateSslBundles(Binder binder, @Nullable String name) {
		SslProperties.Bundles bundles = binder.bind("spring.ssl", SslProperties.class)
			.orElseGet(SslProperties::new)
			.getBundle();
		PemSslBundleProperties pem = bundles.getPem().get(name);
		JksSslBundleProperties jks = bundles.getJks().get(name);
		if (name != null && pem != null) {
			this.registry.registerBundle(name, PropertiesSslBundle.get(pem));
		}
		else if (name != null && jks != null) {
			this.registry.registerBundle(name, PropertiesSslBundle.get(jks));
		}
	}

	void follow(SslBundles beans) {
		getBundleNames().stream()
			.filter(beans.getBundleNames()::contains)
			.forEach(
					(name) -> beans.addBundleUpdateHandler(name, (bundle) -> this.registry.updateBundle(name, bundle)));
	}

	@Override
	public SslBundle getBundle(String name) {
		return this.registry.getBundle(name);
	}

	@Override
	public void addBundleUpdateHandler(String name, Consumer<SslBundle> updateHandler) {
		this.registry.addBundleUpdateHandler(name, updateHandler);
	}

	@Override
	public void addBundleRegisterHandler(BiConsumer<String, SslBundle> registerHandler) {
		this.registry.addBundleRegisterHandler(registerHandler);
	}

	@Override
	public List<String> getBundleNames() {
		return this.registry.getBundleNames();
	}

}
