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

package io.github.etcdspring.benchmarks.growth;

import java.nio.charset.StandardCharsets;

import com.google.protobuf.ByteString;
import com.ibm.etcd.client.EtcdClient;
import com.ibm.etcd.client.kv.KvClient;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.options.GetOption;

import io.github.etcdspring.benchmarks.subject.BenchmarkConnection;
import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;

/**
 * A client of etcd that lists keys.
 *
 * @author The etcd-spring authors
 */
@FunctionalInterface
interface KeyLister {

	/**
	 * Read all entries below the prefix.
	 * @return how many bytes their values have
	 * @throws Exception if it fails
	 */
	int list() throws Exception;

	/**
	 * Connect to a server.
	 * @param kind the client
	 * @param endpoint the server
	 * @return the client
	 */
	static KeyLister connect(SubjectKind kind, String endpoint) {
		return switch (kind) {
			case JETCD -> jetcd(endpoint);
			case ETCD_JAVA -> etcdJava(endpoint);
			case ETCD_SPRING -> etcdSpring(endpoint);
			default -> throw kind.unsuitedTo("lists of keys");
		};
	}

	private static KeyLister jetcd(String endpoint) {
		KV kv = Client.builder().endpoints(endpoint).build().getKVClient();
		GetOption prefix = GetOption.builder().isPrefix(true).build();
		return () -> kv.get(ByteSequence.from(KeysBenchmark.PREFIX, StandardCharsets.UTF_8), prefix)
			.get()
			.getKvs()
			.stream()
			.mapToInt((entry) -> entry.getValue().getBytes().length)
			.sum();
	}

	private static KeyLister etcdJava(String endpoint) {
		KvClient kv = EtcdClient.forEndpoints(endpoint).withPlainText().build().getKvClient();
		return () -> kv.get(ByteString.copyFromUtf8(KeysBenchmark.PREFIX))
			.asPrefix()
			.sync()
			.getKvsList()
			.stream()
			.mapToInt((entry) -> entry.getValue().toByteArray().length)
			.sum();
	}

	private static KeyLister etcdSpring(String endpoint) {
		EtcdTemplate etcd = new EtcdTemplate(BenchmarkConnection.open(endpoint), EtcdValueConverter.create());
		return () -> etcd.range(KeyRange.prefix(KeysBenchmark.PREFIX), byte[].class)
			.entries()
			.stream()
			.mapToInt((entry) -> entry.value().length)
			.sum();
	}

}
