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

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Details required to establish a connection to an etcd cluster.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdConnectionDetails extends ConnectionDetails {

	/**
	 * Endpoints of the cluster. Their scheme, the same for all, is {@code http} or
	 * {@code https} and says whether TLS is used. Instead there may be one name to look
	 * up, such as {@code dns+srv:///example.org} or {@code dns:///etcd.example.org:2379};
	 * TLS is used for it if there is an SSL bundle, or the name is that of a service
	 * which ends in {@code -ssl}, such as {@code _etcd-client-ssl._tcp.example.org}.
	 * @return the endpoints, with scheme, host and port, at least one
	 */
	List<URI> getEndpoints();

	/**
	 * Name of the user to log in with.
	 * @return the name of the user, or {@code null} to send no credentials
	 */
	default @Nullable String getUsername() {
		return null;
	}

	/**
	 * Password of the user.
	 * @return the password, or {@code null} to send no credentials
	 */
	default @Nullable String getPassword() {
		return null;
	}

	/**
	 * SSL bundle for {@code https} endpoints and for names to look up.
	 * @return the bundle, or {@code null} to trust what the JVM trusts and to present no
	 * certificate
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
