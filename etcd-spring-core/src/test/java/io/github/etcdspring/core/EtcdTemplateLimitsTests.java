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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.util.unit.DataSize;

import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdRequestTooLargeException;
import io.github.etcdspring.EtcdTooManyOperationsException;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the limits of requests: what the server would refuse is not sent, and nothing
 * else is refused.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateLimitsTests {

	private static final int LIMIT = 1536 * 1024;

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final AtomicLong sent = new AtomicLong();

	@Test
	void putIsRefusedExactlyWhereTheServerWouldRefuseIt() {
		try (EtcdConnection connection = connect(LIMIT, 128, UnaryOperator.identity())) {
			EtcdTemplate template = template(connection);
			int largest = largest(LIMIT, (size) -> template.put(etcd.key("a"), new byte[size]));
			assertThat(LIMIT - largest).isLessThan(100);
			assertThat(template.get(etcd.key("a"), byte[].class)).hasSize(largest);
			assertServerRefuses((careless) -> careless.put(etcd.key("a"), new byte[largest + 8]));
		}
	}

	@Test
	void transactionIsRefusedExactlyWhereTheServerWouldRefuseIt() {
		try (EtcdConnection connection = connect(LIMIT, 128, UnaryOperator.identity())) {
			EtcdTemplate template = template(connection);
			int largest = largest(LIMIT, (size) -> template.putIfAbsent(etcd.key("b"), new byte[size]));
			assertServerRefuses((careless) -> careless.putIfAbsent(etcd.key("b"), new byte[largest + 8]));
		}
	}

	@Test
	void namespaceCounts() {
		String namespace = "n".repeat(1000);
		try (EtcdConnection connection = connect(LIMIT, 128,
				(builder) -> builder.namespace(ByteSequence.from(namespace, StandardCharsets.UTF_8)))) {
			EtcdTemplate template = template(connection);
			int largest = largest(LIMIT, (size) -> template.put(etcd.key("c"), new byte[size]));
			assertThat(LIMIT - largest).isBetween(1000, 1100);
			assertThat(largest(LIMIT,
					(size) -> template.put(etcd.key("c"), new byte[size], (put) -> put.ttl(Duration.ofSeconds(60)))))
				.isBetween(largest - 12, largest);
		}
	}

	@Test
	void userCounts() {
		try (EtcdServer server = EtcdServer.start()) {
			server.enableAuthentication("secret");
			String endpoint = server.endpoint();
			ClientBuilder builder = Client.builder()
				.endpoints(endpoint)
				.user(ByteSequence.from("root", StandardCharsets.UTF_8))
				.password(ByteSequence.from("secret", StandardCharsets.UTF_8));
			try (EtcdConnection connection = new EtcdConnection(builder, EtcdConnectionSettings.defaults())) {
				EtcdTemplate template = template(connection);
				assertThat(LIMIT - largest(LIMIT, (size) -> template.put("/a", new byte[size]))).isLessThan(100);
			}
		}
	}

	@Test
	void readsMayBeAsLargeAsTheTransportAllows() {
		try (EtcdConnection connection = connect(LIMIT, 128, UnaryOperator.identity())) {
			EtcdTemplate template = template(connection);
			int limit = LIMIT + 512 * 1024;
			int largest = largest(limit, (size) -> template.range(KeyRange.key(new byte[size]), String.class));
			assertThat(limit - largest).isLessThan(10);
			assertServerRefuses((careless) -> careless.range(KeyRange.key(new byte[limit]), String.class));
		}
	}

	@Test
	void refusalNamesArgumentSizeLimitAndProperty() {
		try (EtcdConnection connection = connect(LIMIT, 128, UnaryOperator.identity())) {
			EtcdTemplate template = template(connection);
			assertThatExceptionOfType(EtcdRequestTooLargeException.class)
				.isThrownBy(() -> template.put(etcd.key("a"), new byte[LIMIT]))
				.withMessageContaining("'value' has %d bytes".formatted(LIMIT))
				.withMessageContaining("'etcd.max-request-size' allows %d".formatted(LIMIT))
				.withMessageContaining("--max-request-bytes")
				.withMessageContaining(etcd.key("a"))
				.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNSENT));
			assertTooLarge(() -> template.put("k".repeat(LIMIT), "v"), "'key' has");
			assertTooLarge(() -> template.put("grün".repeat(LIMIT), "v"), "... (%d bytes)".formatted(5 * LIMIT));
			assertTooLarge(() -> template.putIfAbsent("k", new byte[LIMIT]), "'value' has");
			assertTooLarge(() -> template.replace("k", new byte[LIMIT], 1), "'value' has");
			assertTooLarge(() -> template.delete(KeyRange.prefix("k".repeat(LIMIT))), "'range' has");
			assertTooLarge(() -> template.get("k".repeat(2 * LIMIT)), "'key' has");
			assertTooLarge(() -> template.txn((txn) -> txn.when(EtcdCondition.value("k").equalTo(new byte[LIMIT]))
				.then(TxnOperation.delete("k"))), "'operand' has");
			assertTooLarge(() -> template.put("k", new byte[LIMIT], (put) -> put.ttl(Duration.ofSeconds(60))),
					"'value' has");
			assertTooLarge(() -> template.async().put("k", new byte[LIMIT]), "'value' has");
			assertTooLarge(() -> template.async().put("k", new byte[LIMIT], (put) -> put.ttl(Duration.ofSeconds(60))),
					"'value' has");
			assertTooLarge(() -> template.locks().lock("n".repeat(LIMIT), 1), "'name' has");
			assertThat(this.sent).hasValue(0);
		}
	}

	@Test
	void operationsAreCountedAsTheServerCountsThem() {
		try (EtcdConnection connection = connect(LIMIT, 4, UnaryOperator.identity());
				EtcdServer server = EtcdServer.builder().flag("max-txn-ops", "4").start();
				EtcdConnection careless = new EtcdConnection(Client.builder().endpoints(server.endpoint()),
						EtcdConnectionSettings.defaults())) {
			EtcdTemplate template = template(connection);
			EtcdTemplate refused = template(careless);
			for (List<TxnOperation<?>> operations : List.of(gets(4), with(gets(1), nested(2, 0)),
					with(gets(1), nested(0, 2)), with(gets(0), nested(0, 3)), with(gets(0), nested(3, 3)),
					with(gets(3), nested(0, 0)))) {
				template.txn((txn) -> txn.then(operations));
				refused.txn((txn) -> txn.then(operations));
			}
			this.sent.set(0);
			for (List<TxnOperation<?>> operations : List.of(gets(5), with(gets(1), nested(2, 3)),
					with(gets(2), nested(2, 0)), with(gets(3), nested(1, 0)), with(gets(0), nested(0, 4)),
					with(gets(0), nested(4, 0)))) {
				assertTooMany(() -> template.txn((txn) -> txn.otherwise(operations)));
				assertThatExceptionOfType(EtcdTooManyOperationsException.class)
					.isThrownBy(() -> refused.txn((txn) -> txn.otherwise(operations)))
					.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.REFUSED));
			}
			assertTooMany(() -> template.txn((txn) -> txn.when(conditions(5))));
			assertThat(this.sent).hasValue(0);
		}
	}

	@Test
	void operationsAtTheLimitPassAndOneMoreIsNotSent() {
		try (EtcdConnection connection = connect(LIMIT, 128, UnaryOperator.identity())) {
			EtcdTemplate template = template(connection);
			assertThat(template.txn((txn) -> txn.then(gets(128)).when(conditions(128))).header().revision())
				.isPositive();
			this.sent.set(0);
			assertThatExceptionOfType(EtcdTooManyOperationsException.class)
				.isThrownBy(() -> template.txn((txn) -> txn.then(gets(129))))
				.withMessageContaining("'then(..)' holds 129 operations, where 'etcd.max-txn-operations' allows 128")
				.withMessageContaining("--max-txn-ops")
				.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNSENT));
			assertThatExceptionOfType(EtcdTooManyOperationsException.class)
				.isThrownBy(() -> template.async().txn((txn) -> txn.when(conditions(129))))
				.withMessageContaining("'when(..)' holds 129 conditions");
			assertThatExceptionOfType(EtcdTooManyOperationsException.class)
				.isThrownBy(() -> template.txn((txn) -> txn.otherwise(with(gets(126), nested(0, 2)))))
				.withMessageContaining("in a transaction within another one, which leaves 1");
			assertThat(this.sent).hasValue(0);
		}
	}

	@Test
	void raisedLimitsOfTheServerCanBeUsed() {
		try (EtcdServer server = EtcdServer.builder()
			.flag("max-request-bytes", "4000000")
			.flag("max-txn-ops", "300")
			.start();
				EtcdConnection connection = new EtcdConnection(Client.builder().endpoints(server.endpoint()),
						EtcdConnectionSettings.builder()
							.maxRequestSize(DataSize.ofBytes(4_000_000))
							.maxTxnOperations(300)
							.build())) {
			EtcdTemplate template = template(connection);
			assertThat(4_000_000 - largest(4_000_000, (size) -> template.put("/a", new byte[size]))).isLessThan(100);
			assertThat(template.txn((txn) -> txn.then(gets(300))).succeeded()).isTrue();
			assertThatExceptionOfType(EtcdTooManyOperationsException.class)
				.isThrownBy(() -> template.txn((txn) -> txn.then(gets(301))))
				.withMessageContaining("allows 300");
		}
	}

	/**
	 * Find the largest size that passes: below it all do, and above it none is sent.
	 */
	private int largest(int limit, IntConsumer call) {
		int passing = limit - 1200;
		int failing = limit + 100;
		assertThat(passes(passing, call)).isTrue();
		assertThat(passes(failing, call)).isFalse();
		while (failing - passing > 1) {
			int middle = (passing + failing) >>> 1;
			if (passes(middle, call)) {
				passing = middle;
			}
			else {
				failing = middle;
			}
		}
		return passing;
	}

	private boolean passes(int size, IntConsumer call) {
		long before = this.sent.get();
		try {
			call.accept(size);
			return true;
		}
		catch (EtcdRequestTooLargeException ex) {
			assertThat(ex.getOutcome()).as("size %d: %s", size, ex).isEqualTo(EtcdOutcome.UNSENT);
			assertThat(this.sent).hasValue(before);
			return false;
		}
	}

	private void assertServerRefuses(Consumer<EtcdTemplate> call) {
		try (EtcdConnection connection = connect(3 * LIMIT, 128, UnaryOperator.identity())) {
			assertThatExceptionOfType(EtcdRequestTooLargeException.class)
				.isThrownBy(() -> call.accept(template(connection)))
				.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.REFUSED));
		}
	}

	private static void assertTooLarge(ThrowingCallable call, String part) {
		assertThatExceptionOfType(EtcdRequestTooLargeException.class).isThrownBy(call)
			.withMessageContaining(part)
			.withMessageContaining("'etcd.max-request-size'")
			.satisfies((ex) -> {
				assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNSENT);
				assertThat(ex.getMessage().length()).isLessThan(1000);
			});
	}

	private static void assertTooMany(ThrowingCallable call) {
		assertThatExceptionOfType(EtcdTooManyOperationsException.class).isThrownBy(call)
			.withMessageContaining("'etcd.max-txn-operations' allows 4")
			.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNSENT));
	}

	private static List<TxnOperation<?>> gets(int count) {
		return IntStream.range(0, count).<TxnOperation<?>>mapToObj((i) -> TxnOperation.get("/k" + i)).toList();
	}

	private static TxnOperation<?> nested(int conditions, int operations) {
		return TxnOperation.txn((txn) -> txn.when(conditions(conditions)).then(gets(operations)));
	}

	private static List<TxnOperation<?>> with(List<TxnOperation<?>> operations, TxnOperation<?> another) {
		return Stream.concat(operations.stream(), Stream.of(another)).toList();
	}

	private static EtcdCondition[] conditions(int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> EtcdCondition.absent("/none" + i))
			.toArray(EtcdCondition[]::new);
	}

	private EtcdConnection connect(int maxRequestSize, int maxTxnOperations, UnaryOperator<ClientBuilder> customizer) {
		ClientBuilder builder = Client.builder().endpoints(etcd.server().endpoint()).interceptor(new Counter());
		return new EtcdConnection(customizer.apply(builder),
				EtcdConnectionSettings.builder()
					.maxRequestSize(DataSize.ofBytes(maxRequestSize))
					.maxTxnOperations(maxTxnOperations)
					.build());
	}

	private static EtcdTemplate template(EtcdConnection connection) {
		return new EtcdTemplate(connection, EtcdValueConverter.create());
	}

	/**
	 * Counts the calls that are made.
	 */
	private final class Counter implements ClientInterceptor {

		@Override
		public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
			EtcdTemplateLimitsTests.this.sent.incrementAndGet();
			return next.newCall(method, options);
		}

	}

}
