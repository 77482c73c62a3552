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
import java.util.function.Function;

import com.google.protobuf.ByteString;
import com.ibm.etcd.client.EtcdClient;
import com.ibm.etcd.client.kv.KvClient;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.options.GetOption;

import io.github.etcdspring.benchmarks.subject.BenchmarkConnection;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;

/**
 * The clients that list keys.
 *
 * @author The etcd-spring authors
 */
enum KeysSubject {

	/**
	 * Raw jetcd with its defaults.
	 */
	JETCD("jetcd", KeysSubject::jetcd),

	/**
	 * etcd-java.
	 */
	ETCD_JAVA("etcd-java", KeysSubject::etcdJava),

	/**
	 * This project with its defaults.
	 */
	ETCD_SPRING("etcd-spring", KeysSubject::etcdSpring);

	private final String title;

	private final Function<String, KeyLister> factory;

	KeysSubject(String title, Function<String, KeyLister> factory) {
		this.title = title;
		this.factory = factory;
	}

	String title() {
		return this.title;
	}

	KeyLister connect(String endpoint) {
		return this.factory.apply(endpoint);
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

	/**
	 * Lists keys.
	 */
	@FunctionalInterface
	interface KeyLister {

		/**
		 * Read all entries below the prefix.
		 * @return how many bytes their values have
		 * @throws Exception if it fails
		 */
		int list() throws Exception;

	}

}
