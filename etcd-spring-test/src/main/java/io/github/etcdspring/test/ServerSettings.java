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

package io.github.etcdspring.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.test.binary.EtcdBinary;
import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.test.security.EtcdTls;

/**
 * How a member of etcd is to run, wherever it does.
 *
 * @param binary the program
 * @param flags the flags which the user has set
 * @param tls the certificates, or {@code null} for plain text
 * @param startTimeout how long a start may take
 * @author The etcd-spring authors
 */
record ServerSettings(EtcdBinary binary, Map<String, String> flags, @Nullable EtcdTls tls, Duration startTimeout) {

	String endpoint(int port) {
		return ((this.tls != null) ? "https" : "http") + "://127.0.0.1:" + port;
	}

	EtcdGateway gateway(String endpoint) {
		return (this.tls != null) ? new EtcdGateway(endpoint, this.tls.httpClient()) : new EtcdGateway(endpoint);
	}

	List<String> command(Topology topology, String endpoint, Path dataDirectory) {
		Map<String, String> merged = new LinkedHashMap<>();
		merged.put("data-dir", dataDirectory.toString());
		merged.put("listen-client-urls", endpoint);
		merged.put("advertise-client-urls", endpoint);
		merged.put("logger", "zap");
		merged.put("unsafe-no-fsync", "true");
		merged.putAll(topology.flags());
		if (this.tls != null) {
			merged.putAll(this.tls.flags());
		}
		merged.putAll(this.flags);
		return Stream
			.concat(Stream.of(this.binary.path().toString()),
					merged.entrySet().stream().map((flag) -> "--" + flag.getKey() + "=" + flag.getValue()))
			.toList();
	}

}
