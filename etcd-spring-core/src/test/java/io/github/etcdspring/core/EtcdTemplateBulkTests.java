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

package io.github.etcdspring.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.etcd.jetcd.Client;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.util.unit.DataSize;

import io.github.etcdspring.EtcdBulkException;
import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdRequestTooLargeException;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.kv.BulkResult;
import io.github.etcdspring.kv.BulkSpec;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link EtcdTemplate#bulk}.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateBulkTests {

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final EtcdTemplate template = etcd.template();

	@Test
	void writesMoreThanOneTransactionTakes() {
		BulkResult result = this.template.bulk(puts(1000));
		assertThat(result.operations()).isEqualTo(1000);
		assertThat(result.chunks()).isEqualTo(8);
		assertThat(result.deleted()).isZero();
		assertThat(result.revision()).isEqualTo(this.template.getEntry(key(999)).modRevision());
		assertThat(this.template.count(etcd.keys())).isEqualTo(1000);
		List<Long> revisions = this.template.stream(etcd.keys(), String.class)
			.map(EtcdEntry::modRevision)
			.distinct()
			.toList();
		assertThat(revisions).hasSize(8).isSorted();
	}

	@Test
	void deletesMoreThanOneTransactionTakesAndCountsWhatWasThere() {
		this.template.bulk(puts(300));
		List<String> keys = IntStream.range(100, 400).mapToObj(EtcdTemplateBulkTests::key).toList();
		BulkResult result = this.template.bulk((bulk) -> bulk.deleteAll(keys).delete(KeyRange.prefix(key(0))));
		assertThat(result.operations()).isEqualTo(301);
		assertThat(result.deleted()).isEqualTo(201);
		assertThat(this.template.count(etcd.keys())).isEqualTo(99);
	}

	@Test
	void deletesOnlyWhatWasNotChangedSinceItWasRead() {
		this.template.bulk(puts(200));
		List<EtcdEntry<String>> read = this.template.range(etcd.keys(), String.class).entries();
		this.template.put(key(7), "changed");
		BulkResult result = this.template
			.bulk((bulk) -> read.forEach((entry) -> bulk.deleteIf(entry.key(), entry.modRevision())));
		assertThat(result.deleted()).isEqualTo(199);
		assertThat(result.chunks()).isEqualTo(2);
		assertThat(this.template.keys(etcd.keys())).containsExactly(key(7));
	}

	@Test
	void chunksRespectTheSizeOfARequest() {
		byte[] value = new byte[400_000];
		BulkResult result = this.template
			.bulk((bulk) -> IntStream.range(0, 10).forEach((i) -> bulk.put(key(i), value)));
		assertThat(result.chunks()).isEqualTo(4);
		assertThat(this.template.count(etcd.keys())).isEqualTo(10);
	}

	@Test
	void chunksRespectTheLimitsOfTheConnection() {
		try (EtcdConnection connection = connect(EtcdConnectionSettings.builder()
			.maxTxnOperations(10)
			.maxRequestSize(DataSize.ofKilobytes(64))
			.build())) {
			EtcdTemplate careful = new EtcdTemplate(connection, EtcdValueConverter.create());
			assertThat(careful.bulk(puts(95)).chunks()).isEqualTo(10);
			assertThat(careful.bulk((bulk) -> IntStream.range(0, 20).forEach((i) -> bulk.deleteIf(key(i), 1))).chunks())
				.isEqualTo(3);
			assertThat(careful.bulk((bulk) -> IntStream.range(0, 10).forEach((i) -> bulk.put(key(i), new byte[20_000])))
				.chunks()).isEqualTo(4);
		}
	}

	@Test
	void operationsTakeEffectInTheirOrder() {
		BulkResult result = this.template.bulk((bulk) -> bulk.put(key(1), "first")
			.put(key(1), "second")
			.delete(key(1))
			.put(key(1), "third")
			.put(key(2), "2")
			.delete(etcd.keys())
			.put(key(3), "3")
			.put(key(4), "4"));
		assertThat(result.operations()).isEqualTo(8);
		assertThat(this.template.keys(etcd.keys())).containsExactly(key(3), key(4));
	}

	@Test
	void takesMapsBinaryKeysAndSpecifications() {
		long lease = this.template.leases().grantOnly(Duration.ofMinutes(1)).id();
		Map<String, Integer> values = new LinkedHashMap<>();
		values.put(key(1), 1);
		values.put(key(2), 2);
		byte[] binary = KeyRange.key(key(3)).keyBytes();
		this.template.bulk((bulk) -> bulk.putAll(values)
			.put(binary, "3", (put) -> put.lease(lease))
			.put(key(4), "4", (put) -> put.lease(lease)));
		assertThat(this.template.get(key(2), Integer.class)).isEqualTo(2);
		assertThat(this.template.leases().timeToLive(lease, true).keys()).containsExactlyInAnyOrder(key(3), key(4));
	}

	@Test
	void nothingToDoIsDoneWithoutACall() {
		assertThat(this.template.bulk((bulk) -> {
		})).isEqualTo(new BulkResult(0, 0, 0, 0));
		assertThat(this.template.async().bulk((bulk) -> {
		})).isCompletedWithValue(new BulkResult(0, 0, 0, 0));
	}

	@Test
	void failureTellsWhatWasAppliedAndWhatWasNot() {
		Consumer<BulkSpec> spec = puts(200).andThen((bulk) -> bulk.put(key(200), "v", (put) -> put.lease(4711)))
			.andThen((bulk) -> IntStream.range(201, 400).forEach((i) -> bulk.put(key(i), "v")));
		assertThatExceptionOfType(EtcdBulkException.class).isThrownBy(() -> this.template.bulk(spec))
			.withMessageContaining("A bulk of 400 operations failed: the first 128 were applied, and no others")
			.withMessageContaining("operations 129 to 256")
			.withCauseInstanceOf(EtcdLeaseNotFoundException.class)
			.satisfies((ex) -> {
				assertThat(ex.getApplied()).isEqualTo(128);
				assertThat(ex.getUnknown()).isZero();
				assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNKNOWN);
				assertThat(ex.isTransient()).isFalse();
			});
		assertThat(this.template.count(etcd.keys())).isEqualTo(128);
		assertThat(this.template.async().bulk(spec)).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(EtcdBulkException.class);
	}

	@Test
	void failureOfTheFirstChunkChangedNothing() {
		assertThatExceptionOfType(EtcdBulkException.class)
			.isThrownBy(() -> this.template.bulk((bulk) -> bulk.put(key(1), "v", (put) -> put.lease(4711))))
			.satisfies((ex) -> {
				assertThat(ex.getApplied()).isZero();
				assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.REFUSED);
			});
	}

	@Test
	void failureTellsWhatMayHaveBeenApplied() {
		AtomicInteger calls = new AtomicInteger();
		try (EtcdConnection connection = connectAnd(() -> {
			if (calls.incrementAndGet() == 3) {
				etcd.server().pause();
			}
		})) {
			EtcdTemplate paused = new EtcdTemplate(connection, EtcdValueConverter.create());
			assertThatExceptionOfType(EtcdBulkException.class)
				.isThrownBy(() -> paused.bulk(puts(1000).andThen((bulk) -> bulk.timeout(Duration.ofMillis(500)))))
				.withCauseInstanceOf(EtcdTimeoutException.class)
				.satisfies((ex) -> {
					assertThat(ex.getApplied()).isEqualTo(256);
					assertThat(ex.getUnknown()).isEqualTo(128);
					assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNKNOWN);
					assertThat(ex.isTransient()).isTrue();
				});
		}
		finally {
			etcd.server().resume();
		}
		assertThat(this.template.count(etcd.keys())).isIn(256L, 384L);
		assertThat(this.template.bulk(puts(1000)).operations()).isEqualTo(1000);
		assertThat(this.template.count(etcd.keys())).isEqualTo(1000);
	}

	@Test
	void interruptionStopsIt() {
		AtomicInteger calls = new AtomicInteger();
		try (EtcdConnection connection = connectAnd(() -> {
			if (calls.incrementAndGet() == 2) {
				Thread.currentThread().interrupt();
			}
		})) {
			EtcdTemplate interrupted = new EtcdTemplate(connection, EtcdValueConverter.create());
			assertThatExceptionOfType(EtcdBulkException.class).isThrownBy(() -> interrupted.bulk(puts(1000)))
				.withCauseInstanceOf(EtcdInterruptedException.class)
				.satisfies((ex) -> assertThat(ex.getApplied()).isEqualTo(128));
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void cancellingTheFutureStopsIt() {
		List<CompletableFuture<BulkResult>> bulk = new ArrayList<>();
		AtomicInteger calls = new AtomicInteger();
		try (EtcdConnection connection = connectAnd(() -> {
			if (calls.incrementAndGet() == 3) {
				bulk.get(0).cancel(true);
			}
		})) {
			EtcdTemplate cancelled = new EtcdTemplate(connection, EtcdValueConverter.create());
			cancelled.count(etcd.keys());
			CompletableFuture<BulkResult> future = new CompletableFuture<>();
			bulk.add(future);
			CompletableFuture<BulkResult> running = cancelled.async().bulk(puts(100_000));
			future.whenComplete((result, ex) -> running.cancel(true));
			Awaitility.await().untilAsserted(() -> assertThat(running).isCancelled());
			int made = calls.get();
			Awaitility.await()
				.during(200, TimeUnit.MILLISECONDS)
				.untilAsserted(() -> assertThat(calls).hasValueLessThanOrEqualTo(made + 1));
		}
		assertThat(this.template.count(etcd.keys())).isLessThan(1000);
	}

	@Test
	void futureTellsWhatWasDone() {
		assertThat(this.template.async().bulk(puts(1000))).succeedsWithin(Duration.ofSeconds(10))
			.satisfies((result) -> assertThat(result.chunks()).isEqualTo(8));
		assertThat(this.template.count(etcd.keys())).isEqualTo(1000);
	}

	@Test
	void oneOperationThatIsTooLargeOrCannotBeConvertedLetsNothingBeSent() {
		assertThatExceptionOfType(EtcdRequestTooLargeException.class)
			.isThrownBy(() -> this.template.bulk(puts(500).andThen((bulk) -> bulk.put(key(500), new byte[1_600_000]))))
			.withMessageContaining("'value' has 1600000 bytes")
			.withMessageContaining("put of key \"%s\", a part of a bulk".formatted(key(500)))
			.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNSENT));
		List<Object> endless = new ArrayList<>();
		endless.add(endless);
		assertThatExceptionOfType(EtcdConversionException.class)
			.isThrownBy(() -> this.template.bulk(puts(500).andThen((bulk) -> bulk.put(key(500), endless))));
		assertThat(this.template.count(etcd.keys())).isZero();
	}

	@Test
	void wrongArgumentsAreRefusedByNameBeforeAnythingIsSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.bulk(null))
			.withMessage("'spec' must not be null");
		assertRefused("'key'", (bulk) -> bulk.put("", "v"));
		assertRefused("'key'", (bulk) -> bulk.deleteAll(List.of("a", "")));
		assertRefused("'keys'", (bulk) -> bulk.deleteAll(null));
		assertRefused("'values'", (bulk) -> bulk.putAll(null));
		assertRefused("'value'", (bulk) -> bulk.put("a", null));
		assertRefused("'range'", (bulk) -> bulk.delete((KeyRange) null));
		assertRefused("'spec'", (bulk) -> bulk.put("a", "v", null));
		assertRefused("'expectedModRevision'", (bulk) -> bulk.deleteIf("a", 0));
		assertRefused("'timeout'", (bulk) -> bulk.timeout(Duration.ZERO));
		assertRefused("'ttl(..)'", (bulk) -> bulk.put("a", "v", (put) -> put.ttl(Duration.ofSeconds(1))));
		assertRefused("'timeout(..)'", (bulk) -> bulk.put("a", "v", (put) -> put.timeout(Duration.ofSeconds(1))));
	}

	private void assertRefused(String argument, Consumer<BulkSpec> spec) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.bulk(spec)).withMessageContaining(argument);
	}

	private static Consumer<BulkSpec> puts(int count) {
		return (bulk) -> IntStream.range(0, count).forEach((i) -> bulk.put(key(i), "v"));
	}

	private static String key(int number) {
		return etcd.key("%06d".formatted(number));
	}

	private static EtcdConnection connect(EtcdConnectionSettings settings) {
		return new EtcdConnection(Client.builder().endpoints(etcd.server().endpoint()), settings);
	}

	private static EtcdConnection connectAnd(Runnable beforeEachCall) {
		return etcd.connect((builder) -> builder.interceptor(new BeforeEachCall(beforeEachCall)));
	}

	/**
	 * Runs something before each call.
	 */
	private record BeforeEachCall(Runnable action) implements ClientInterceptor {

		@Override
		public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
			return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {

				@Override
				public void start(Listener<R> listener, Metadata headers) {
					BeforeEachCall.this.action.run();
					super.start(listener, headers);
				}

			};
		}

	}

}
