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

package io.github.etcdspring.test.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.ForEachEtcdVersion;
import io.github.etcdspring.test.binary.EtcdBinary;
import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.test.gateway.KeySpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdHistory}.
 *
 * @author The etcd-spring authors
 */
class EtcdHistoryTests {

	@ForEachEtcdVersion
	void readsChangesOfRangeInOrder(EtcdBinary binary) {
		try (EtcdServer etcd = EtcdServer.builder().binary(binary).start()) {
			EtcdGateway gateway = etcd.gateway();
			long first = gateway.put("/a/1", "one");
			gateway.put("/b/1", "other");
			long second = gateway.put("/a/2", "two");
			long third = gateway.delete("/a/1");
			gateway.put("/c", "");
			EtcdHistory history = EtcdHistory.read(gateway, KeySpan.prefix("/a/"), first);
			assertThat(history.events()).containsExactly(WatchedEvent.put("/a/1", "one", first),
					WatchedEvent.put("/a/2", "two", second), WatchedEvent.delete("/a/1", third));
			assertThat(history.lastRevision()).isEqualTo(gateway.revision());
			assertThat(EtcdHistory.read(gateway, KeySpan.prefix("/a/"), third).events()).hasSize(1);
			assertThat(EtcdHistory.read(gateway, KeySpan.of("/none"), first).events()).isEmpty();
			assertThat(EtcdHistory.read(gateway, KeySpan.all(), gateway.revision() + 1).events()).isEmpty();
		}
	}

	@Test
	void readsWholeTransactions() {
		try (EtcdServer etcd = EtcdServer.start()) {
			transaction(etcd.gateway(), 100, 0);
			EtcdHistory history = EtcdHistory.read(etcd.gateway(), KeySpan.all(), 2);
			assertThat(history.events()).hasSize(100).extracting(WatchedEvent::modRevision).containsOnly(2L);
		}
	}

	@Test
	void saysWhenRevisionsAreCompacted() {
		try (EtcdServer etcd = EtcdServer.start()) {
			EtcdGateway gateway = etcd.gateway();
			IntStream.range(0, 10).forEach((index) -> gateway.put("/a", "" + index));
			gateway.maintenance().compact(8);
			assertThatIllegalStateException().isThrownBy(() -> EtcdHistory.read(gateway, KeySpan.all(), 2))
				.withMessageContaining("below 8 are compacted");
			assertThat(EtcdHistory.read(gateway, KeySpan.all(), 9).events()).hasSize(3);
		}
	}

	@Test
	void leavesNoWatchOnTheServer() {
		try (EtcdServer etcd = EtcdServer.start()) {
			transaction(etcd.gateway(), 100, 0);
			EtcdHistory.read(etcd.gateway(), KeySpan.all(), 2);
			await().untilAsserted(() -> assertThat(metrics(etcd)).contains("etcd_debugging_mvcc_watch_stream_total 0"));
		}
	}

	@Test
	@Tag("soak")
	void readsHundredThousandEvents() {
		try (EtcdServer etcd = EtcdServer.start()) {
			IntStream.range(0, 1000).forEach((round) -> transaction(etcd.gateway(), 100, round));
			EtcdHistory history = EtcdHistory.read(etcd.gateway(), KeySpan.prefix("/key/"), 2);
			assertThat(history.events()).hasSize(100_000);
			Deliveries deliveries = new Deliveries();
			deliveries.add(history.events());
			assertThat(WatchChecker.of(history).check(deliveries)).isEmpty();
		}
	}

	private static List<String> metrics(EtcdServer etcd) throws IOException {
		try (InputStream metrics = URI.create(etcd.endpoint() + "/metrics").toURL().openStream()) {
			return new String(metrics.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
	}

	private static void transaction(EtcdGateway gateway, int puts, int round) {
		List<Map<String, Object>> operations = IntStream.range(0, puts)
			.mapToObj((index) -> Map.<String, Object>of("request_put",
					Map.of("key", EtcdGateway.encode("/key/" + index), "value", EtcdGateway.encode("" + round))))
			.toList();
		gateway.call("/v3/kv/txn", Map.of("success", operations));
	}

}
