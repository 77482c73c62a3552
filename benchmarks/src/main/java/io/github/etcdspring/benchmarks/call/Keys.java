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

package io.github.etcdspring.benchmarks.call;

import java.util.List;
import java.util.stream.IntStream;

import io.github.etcdspring.benchmarks.subject.BenchmarkConnection;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;

/**
 * The keys that all subjects share.
 *
 * @author The etcd-spring authors
 */
final class Keys {

	static final int COUNT = 1000;

	static final int VALUE_SIZE = 256;

	private static final List<String> NAMES = IntStream.range(0, COUNT).mapToObj("/benchmark/%04d"::formatted).toList();

	private Keys() {
	}

	static String name(int number) {
		return NAMES.get(number);
	}

	static void create(String endpoint) {
		try (EtcdConnection connection = BenchmarkConnection.open(endpoint)) {
			new EtcdTemplate(connection, EtcdValueConverter.create())
				.bulk((bulk) -> NAMES.forEach((name) -> bulk.put(name, new byte[VALUE_SIZE])));
		}
	}

}
