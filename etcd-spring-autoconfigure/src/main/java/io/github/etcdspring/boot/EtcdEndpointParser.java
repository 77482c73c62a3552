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
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Turns the values of {@code etcd.endpoints} into URIs with scheme, host and port, or
 * into one of a name to look up.
 *
 * @author The etcd-spring authors
 */
final class EtcdEndpointParser {

	private static final String PROPERTY = "etcd.endpoints";

	private static final Set<String> SCHEMES = Set.of("http", "https");

	private static final int DEFAULT_PORT = 2379;

	private final String defaultScheme;

	/**
	 * Create a parser.
	 * @param defaultScheme the scheme of endpoints that have none
	 */
	EtcdEndpointParser(String defaultScheme) {
		this.defaultScheme = defaultScheme;
	}

	List<URI> parse(List<String> values) {
		if (values.isEmpty()) {
			throw new EtcdConfigurationException("Property '" + PROPERTY + "' is empty.",
					"Set '" + PROPERTY + "' to at least one address such as http://localhost:2379.");
		}
		if (values.stream().anyMatch(DnsEndpoint::isDns)) {
			return List.of(lookedUp(values));
		}
		List<URI> endpoints = new ArrayList<>(values.size());
		for (int i = 0; i < values.size(); i++) {
			endpoints.add(parse(PROPERTY + "[" + i + "]", values.get(i).trim()));
		}
		return List.copyOf(endpoints);
	}

	private URI lookedUp(List<String> values) {
		if (values.size() > 1) {
			throw new EtcdConfigurationException(
					"Property '" + PROPERTY + "' has a name to look up beside other endpoints.",
					"Set '" + PROPERTY + "' to the name alone, or to addresses alone.");
		}
		String value = values.get(0).trim();
		DnsEndpoint endpoint = DnsEndpoint.parse(value);
		if (endpoint == null) {
			throw new EtcdConfigurationException(
					"The value '%s' of property '%s[0]' is not a name to look up.".formatted(sanitize(value), PROPERTY),
					"Set '%s[0]' to dns+srv:///example.org for service records, or to dns:///etcd.example.org:2379."
						.formatted(PROPERTY));
		}
		return endpoint.uri();
	}

	private URI parse(String property, String value) {
		try {
			URI uri = new URI(value.contains("://") ? value : this.defaultScheme + "://" + value);
			String problem = findProblem(uri);
			if (problem != null) {
				throw malformed(property, value, problem);
			}
			int port = (uri.getPort() != -1) ? uri.getPort() : DEFAULT_PORT;
			return new URI(uri.getScheme().toLowerCase(Locale.ROOT), null, uri.getHost(), port, null, null, null);
		}
		catch (URISyntaxException ex) {
			// Not as the cause: its message has the whole value, with credentials
			throw malformed(property, value, StringUtils.uncapitalize(ex.getReason()));
		}
	}

	private @Nullable String findProblem(URI uri) {
		if (!SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
			return "its scheme is neither http nor https";
		}
		if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
			return "it contains credentials, which belong into 'etcd.username' and 'etcd.password'";
		}
		if (uri.getHost() == null) {
			return "it has no valid host name and port";
		}
		if (uri.getPort() == 0 || uri.getPort() > 65535) {
			return "its port is not between 1 and 65535";
		}
		if (StringUtils.hasLength(uri.getPath()) && !"/".equals(uri.getPath())) {
			return "it has a path";
		}
		if (uri.getQuery() != null || uri.getFragment() != null) {
			return "it has a query or a fragment";
		}
		return null;
	}

	private EtcdConfigurationException malformed(String property, String value, String problem) {
		return new EtcdConfigurationException(
				"The value '%s' of property '%s' is not an endpoint: %s.".formatted(sanitize(value), property, problem),
				"Set '%s' to scheme, host and port, such as http://localhost:2379 or https://etcd-1.example.org:2379."
					.formatted(property));
	}

	private String sanitize(String value) {
		String address = value.split("[?#]", 2)[0];
		int at = address.lastIndexOf('@');
		if (at == -1) {
			return address;
		}
		int start = address.indexOf("://");
		return ((start != -1) ? address.substring(0, start + 3) : "") + address.substring(at + 1);
	}

}
