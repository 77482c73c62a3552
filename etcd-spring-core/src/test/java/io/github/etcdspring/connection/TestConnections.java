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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;

/**
 * Connections and requests for the tests of this package.
 *
 * @author The etcd-spring authors
 */
final class TestConnections {

	static final EtcdRpc<RangeRequest, RangeResponse> RANGE = EtcdRpc.read("kv.range", KVGrpc.getRangeMethod());

	static final EtcdRpc<PutRequest, PutResponse> PUT = EtcdRpc.write("kv.put", KVGrpc.getPutMethod());

	private TestConnections() {
	}

	static ClientBuilder builder(List<String> endpoints) {
		return Client.builder()
			.endpoints(endpoints.toArray(String[]::new))
			.connectTimeout(Duration.ofSeconds(1))
			.keepaliveTime(Duration.ofSeconds(10))
			.keepaliveTimeout(Duration.ofSeconds(3))
			.keepaliveWithoutCalls(false);
	}

	static ClientBuilder builder(String endpoint, String user, String password) {
		return builder(List.of(endpoint)).user(ByteSequence.from(user, StandardCharsets.UTF_8))
			.password(ByteSequence.from(password, StandardCharsets.UTF_8));
	}

	static EtcdConnection connect(String... endpoints) {
		return new EtcdConnection(builder(List.of(endpoints)), EtcdConnectionSettings.defaults());
	}

	static EtcdConnection connect(Duration requestTimeout, String... endpoints) {
		return new EtcdConnection(builder(List.of(endpoints)),
				EtcdConnectionSettings.builder().requestTimeout(requestTimeout).build());
	}

	static RangeRequest range(String key) {
		return RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build();
	}

	static PutRequest put(String key, String value) {
		return PutRequest.newBuilder()
			.setKey(ByteString.copyFromUtf8(key))
			.setValue(ByteString.copyFromUtf8(value))
			.build();
	}

	static String get(EtcdConnection connection, String key) {
		return connection.calls()
			.call(RANGE, range(key), EtcdCallSpec.of(key, null),
					(response) -> (response.getCount() > 0) ? response.getKvs(0).getValue().toStringUtf8() : "");
	}

	static void put(EtcdConnection connection, String key, String value) {
		connection.calls().call(PUT, put(key, value), EtcdCallSpec.of(key, null), (response) -> response);
	}

}
