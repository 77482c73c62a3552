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
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.connection.EtcdEndpoint;

/**
 * The cluster cannot be used at start-up, and {@code etcd.fail-fast} is set.
 *
 * @author The etcd-spring authors
 */
@SuppressWarnings("serial")
class EtcdStartUpException extends EtcdException {

	EtcdStartUpException(List<EtcdEndpoint> endpoints, EtcdException cause) {
		super("etcd cannot be used and 'etcd.fail-fast' is set: %s%n%nEndpoints:%n%n%s".formatted(cause.getMessage(),
				describe(endpoints)), cause.getOutcome(), cause);
	}

	private static String describe(List<EtcdEndpoint> endpoints) {
		return endpoints.stream()
			.map((endpoint) -> "    %s: %s%s".formatted(endpoint.uri(),
					endpoint.state().name().toLowerCase(Locale.ROOT),
					(endpoint.lastError() != null) ? ", " + endpoint.lastError() : ""))
			.collect(Collectors.joining(System.lineSeparator()));
	}

}
