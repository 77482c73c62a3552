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

package io.github.etcdspring.connection;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Asks the domain name system for the addresses of endpoints.
 *
 * @author The etcd-spring authors
 */
interface AddressLookup {

	/**
	 * Ask now.
	 * @return the addresses, at least one, always in the same order
	 * @throws FailedException if there is none, or nobody to ask; the message says so
	 */
	List<EndpointAddress> lookUp() throws FailedException;

	/**
	 * Return what a target asks for, as gRPC and jetcd write it: {@code dns+srv:///name}
	 * for service records, {@code dns:///host:port} for all addresses of a host. Between
	 * the second and the third slash may be the name server to ask for service records,
	 * with its port.
	 * @param target the target
	 * @param tls whether the endpoints use TLS
	 * @return the lookup, or {@code null} for any other target
	 */
	static @Nullable AddressLookup of(String target, boolean tls) {
		String scheme = target.substring(0, Math.max(target.indexOf(':'), 0)).toLowerCase(Locale.ROOT);
		if (!"dns".equals(scheme) && !"dns+srv".equals(scheme)) {
			return null;
		}
		URI uri = URI.create(target);
		String name = (uri.isOpaque()) ? uri.getSchemeSpecificPart()
				: StringUtils.trimLeadingCharacter(uri.getPath(), '/');
		String server = uri.getRawAuthority();
		if (!StringUtils.hasLength(name)) {
			name = server;
			server = null;
		}
		return ("dns".equals(scheme)) ? new HostLookup(name) : new ServiceLookup(server, name, tls);
	}

	/**
	 * There is no answer, or none that helps.
	 */
	final class FailedException extends Exception {

		FailedException(String message, Throwable cause) {
			super(message, cause);
		}

		FailedException(String message) {
			super(message);
		}

	}

}
