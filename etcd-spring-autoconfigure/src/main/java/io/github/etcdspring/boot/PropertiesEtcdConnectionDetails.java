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
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Adapts {@link EtcdProperties} to {@link EtcdConnectionDetails}.
 *
 * @author The etcd-spring authors
 */
class PropertiesEtcdConnectionDetails implements EtcdConnectionDetails {

	private final EtcdProperties properties;

	private final @Nullable SslBundles sslBundles;

	PropertiesEtcdConnectionDetails(EtcdProperties properties, @Nullable SslBundles sslBundles) {
		this.properties = properties;
		this.sslBundles = sslBundles;
	}

	@Override
	public List<URI> getEndpoints() {
		boolean tls = this.properties.getSsl().isEnabled();
		List<URI> endpoints = new EtcdEndpointParser((tls) ? "https" : "http").parse(this.properties.getEndpoints());
		if (tls && endpoints.stream().allMatch((endpoint) -> "http".equals(endpoint.getScheme()))) {
			throw new EtcdConfigurationException(
					"TLS is enabled by 'etcd.ssl.bundle' or 'etcd.ssl.enabled', but the endpoints "
							+ "of 'etcd.endpoints' are plain text: " + endpoints + ".",
					"Change the scheme of 'etcd.endpoints' to https, or remove 'etcd.ssl.bundle' and 'etcd.ssl.enabled'.");
		}
		if (this.properties.getSsl().explicitlyDisabled()
				&& endpoints.stream().allMatch(PropertiesEtcdConnectionDetails::isTls)) {
			throw new EtcdConfigurationException(
					"TLS is disabled by 'etcd.ssl.enabled', but the endpoints of 'etcd.endpoints' use it: " + endpoints
							+ ".",
					"Change the scheme of 'etcd.endpoints' to http, or remove 'etcd.ssl.enabled'.");
		}
		return endpoints;
	}

	@Override
	public @Nullable String getUsername() {
		return StringUtils.hasLength(this.properties.getUsername()) ? this.properties.getUsername() : null;
	}

	@Override
	public @Nullable String getPassword() {
		return StringUtils.hasLength(this.properties.getPassword()) ? this.properties.getPassword() : null;
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		String name = this.properties.getSsl().getBundle();
		if (!this.properties.getSsl().isEnabled()) {
			return null;
		}
		if (!StringUtils.hasLength(name)) {
			// The scheme of a name to look up does not say that TLS is enabled
			return (DnsEndpoint.in(getEndpoints()) != null) ? SslBundle.systemDefault() : null;
		}
		try {
			if (this.sslBundles != null) {
				return this.sslBundles.getBundle(name);
			}
		}
		catch (NoSuchSslBundleException ex) {
			throw noSuchBundle(name, this.sslBundles.getBundleNames(), ex);
		}
		throw noSuchBundle(name, List.of(), null);
	}

	private static boolean isTls(URI endpoint) {
		DnsEndpoint dns = DnsEndpoint.in(List.of(endpoint));
		return (dns != null) ? dns.isTls() : "https".equals(endpoint.getScheme());
	}

	private EtcdConfigurationException noSuchBundle(String name, List<String> known,
			@Nullable NoSuchSslBundleException cause) {
		return new EtcdConfigurationException(
				"Property 'etcd.ssl.bundle' names the SSL bundle '%s', which does not exist (known: %s)."
					.formatted(name, known),
				"Define it under 'spring.ssl.bundle.pem.%1$s' or 'spring.ssl.bundle.jks.%1$s', or correct 'etcd.ssl.bundle'."
					.formatted(name),
				cause);
	}

}
