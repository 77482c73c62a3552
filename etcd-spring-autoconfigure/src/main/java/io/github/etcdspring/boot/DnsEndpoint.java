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
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A name by which endpoints are looked up, in place of their addresses.
 *
 * @param scheme {@code dns+srv} for service records, {@code dns} for all addresses of a
 * host
 * @param server the name server, or empty for that of the machine
 * @param name the name, with the port where it is a host
 * @author The etcd-spring authors
 */
record DnsEndpoint(String scheme, String server, String name) {

	private static final String HOST = "[a-zA-Z0-9_](?:[a-zA-Z0-9_.-]*[a-zA-Z0-9_.])?";

	private static final String PORT = ":[1-9][0-9]{0,3}|:[1-5][0-9]{4}|:6[0-4][0-9]{3}|:65[0-4][0-9]{2}|:655[0-2][0-9]|:6553[0-5]";

	private static final Pattern SCHEME = Pattern.compile("(dns|dns\\+srv):.*", Pattern.CASE_INSENSITIVE);

	private static final Pattern SERVICE = Pattern
		.compile("(?i:dns\\+srv):(?://(?<server>" + HOST + "(?:" + PORT + ")?)?/|//)?(?<name>" + HOST + ")/?");

	private static final Pattern ADDRESSES = Pattern
		.compile("(?i:dns):(?:///?)?(?<name>" + HOST + ")(?<port>" + PORT + ")?/?");

	private static final Pattern TLS_SERVICE = Pattern.compile("_[^.]+-ssl\\..*", Pattern.CASE_INSENSITIVE);

	static boolean isDns(String value) {
		return SCHEME.matcher(value.trim()).matches();
	}

	static @Nullable DnsEndpoint parse(String value) {
		Matcher service = SERVICE.matcher(value);
		if (service.matches()) {
			String server = service.group("server");
			return new DnsEndpoint("dns+srv", (server != null) ? server : "", service.group("name"));
		}
		Matcher addresses = ADDRESSES.matcher(value);
		if (addresses.matches()) {
			String port = addresses.group("port");
			return new DnsEndpoint("dns", "", addresses.group("name") + ((port != null) ? port : ":2379"));
		}
		return null;
	}

	/**
	 * Return the name to look up if there is one.
	 * @param endpoints the endpoints
	 * @return the name, or {@code null} if the endpoints are addresses
	 */
	static @Nullable DnsEndpoint in(List<URI> endpoints) {
		return (endpoints.size() == 1) ? parse(endpoints.get(0).toString().toLowerCase(Locale.ROOT)) : null;
	}

	/**
	 * Return whether the name says that the endpoints use TLS.
	 * @return whether it is that of a service with TLS
	 */
	boolean isTls() {
		return TLS_SERVICE.matcher(this.name).matches();
	}

	URI uri() {
		return URI.create(this.scheme + "://" + this.server + "/" + this.name);
	}

}
