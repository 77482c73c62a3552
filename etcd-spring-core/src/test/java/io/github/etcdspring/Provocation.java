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

package io.github.etcdspring;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.core.EtcdOperations;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.PutResult;
import io.github.etcdspring.kv.RangeSpec;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.lock.EtcdLock;
import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.relay.TcpRelay;

/**
 * One row for each way to an exception: what is thrown, what became of the call, what the
 * message mentions, and how a real etcd is brought to it.
 *
 * @author The etcd-spring authors
 */
enum Provocation {

	COMPACTED(EtcdCompactedException.class, EtcdOutcome.REFUSED, List.of("kv.range", "/key-"), (stage) -> {
		String key = Stage.key();
		long before = stage.template().put(key, Stage.SECRET).revision();
		stage.template().compact(stage.template().put(key, Stage.SECRET).revision());
		stage.template().range(KeyRange.key(key), String.class, (range) -> range.revision(before));
	}),

	FUTURE_REVISION(EtcdFutureRevisionException.class, EtcdOutcome.REFUSED, List.of("kv.range", "/key-"),
			(stage) -> stage.template()
				.range(KeyRange.key(Stage.key()), String.class, (range) -> range.revision(Long.MAX_VALUE))),

	KEY_NOT_FOUND(EtcdKeyNotFoundException.class, EtcdOutcome.REFUSED, List.of("kv.put", "/key-"),
			(stage) -> stage.template().put(Stage.key(), Stage.SECRET, (put) -> put.keepLease())),

	LEASE_NOT_FOUND(EtcdLeaseNotFoundException.class, EtcdOutcome.REFUSED, List.of("lease.revoke", "7b"),
			(stage) -> stage.template().leases().revoke(123)),

	LEASE_NOT_FOUND_BY_PUT(EtcdLeaseNotFoundException.class, EtcdOutcome.REFUSED, List.of("kv.put", "/key-"),
			(stage) -> stage.template().put(Stage.key(), Stage.SECRET, (put) -> put.lease(123))),

	LEASE_EXISTS(EtcdLeaseExistsException.class, EtcdOutcome.REFUSED, List.of("lease.grant"),
			(stage) -> stage.template().leases().grantOnly(stage.lease(), Duration.ofMinutes(1))),

	FENCED(EtcdFencedException.class, EtcdOutcome.REFUSED, List.of("kv.put", "/key-"), false, (stage) -> {
		try (EtcdLock lock = stage.template().locks().lock(Stage.key())) {
			EtcdKvOperations guarded = stage.template().guardedBy(lock);
			stage.template().delete(lock.key());
			guarded.put(Stage.key(), Stage.SECRET);
		}
	}),

	FENCED_BEFORE_SENDING(EtcdFencedException.class, EtcdOutcome.UNSENT, List.of("kv.put", "/key-"), false, (stage) -> {
		EtcdLock lock = stage.template().locks().lock(Stage.key());
		lock.close();
		stage.template().guardedBy(lock).put(Stage.key(), Stage.SECRET);
	}),

	NO_SPACE(EtcdNoSpaceException.class, EtcdOutcome.REFUSED, List.of("kv.put", "--quota-backend-bytes"), (stage) -> {
		try (EtcdServer server = EtcdServer.builder().flag("quota-backend-bytes", "4194304").start()) {
			EtcdTemplate template = stage.template(server.endpoint());
			// The server looks at the size of the file, which grows with each commit only
			for (int i = 0; i < 100; i++) {
				template.put(Stage.key(), Stage.secret(1024 * 1024));
			}
		}
	}),

	TOO_MANY_OPERATIONS(EtcdTooManyOperationsException.class, EtcdOutcome.REFUSED, List.of("kv.txn", "--max-txn-ops"),
			(stage) -> {
				try (EtcdServer server = EtcdServer.builder().flag("max-txn-ops", "2").start()) {
					List<TxnOperation<PutResult<Void>>> puts = IntStream.range(0, 3)
						.mapToObj((i) -> TxnOperation.put(Stage.key(), Stage.SECRET))
						.toList();
					stage.template(server.endpoint()).txn((txn) -> txn.then(puts));
				}
			}),

	TOO_MANY_OPERATIONS_BEFORE_SENDING(EtcdTooManyOperationsException.class, EtcdOutcome.UNSENT,
			List.of("kv.txn", "--max-txn-ops", "etcd."), false, (stage) -> {
				List<TxnOperation<PutResult<Void>>> puts = IntStream.range(0, 129)
					.mapToObj((i) -> TxnOperation.put(Stage.key(), Stage.SECRET))
					.toList();
				stage.template().txn((txn) -> txn.then(puts));
			}),

	REQUEST_TOO_LARGE(EtcdRequestTooLargeException.class, EtcdOutcome.REFUSED,
			List.of("kv.put", "/key-", "--max-request-bytes"), (stage) -> {
				try (EtcdServer server = EtcdServer.builder().flag("max-request-bytes", "1024").start()) {
					stage.template(server.endpoint()).put(Stage.key(), Stage.secret(4096));
				}
			}),

	REQUEST_TOO_LARGE_BEFORE_SENDING(EtcdRequestTooLargeException.class, EtcdOutcome.UNSENT,
			List.of("kv.put", "/key-", "--max-request-bytes", "etcd."), false,
			(stage) -> stage.template().put(Stage.key(), Stage.secret(2 * 1024 * 1024))),

	RESPONSE_TOO_LARGE(EtcdResponseTooLargeException.class, EtcdOutcome.UNKNOWN,
			List.of("kv.range", "/key-", "etcd.max-inbound-message-size"), (stage) -> {
				String key = Stage.key();
				stage.template().put(key, Stage.secret(4096));
				stage.template((builder) -> builder.maxInboundMessageSize(1024), stage.server().endpoint()).get(key);
			}),

	TOO_MANY_REQUESTS(EtcdTooManyRequestsException.class, EtcdOutcome.REFUSED, List.of("kv.put", "/key-"), (stage) -> {
		try (EtcdServer server = EtcdServer.start()) {
			overload(stage.templateWithoutRetries(server.endpoint()));
		}
	}),

	PERMISSION_DENIED(EtcdPermissionDeniedException.class, EtcdOutcome.REFUSED,
			List.of("kv.range", "/key-", "etcd.username"),
			withAuthentication(
					(stage, server) -> stage.template(server.endpoint(), "guest", Stage.SECRET).get(Stage.key()))),

	WRONG_PASSWORD(EtcdAuthenticationException.class, EtcdOutcome.REFUSED,
			List.of("kv.range", "/key-", "etcd.username", "etcd.password"),
			withAuthentication((stage, server) -> stage.template(server.endpoint(), "guest", Stage.SECRET + "-wrong")
				.get(Stage.key()))),

	NO_CREDENTIALS(EtcdAuthenticationException.class, EtcdOutcome.REFUSED,
			List.of("kv.range", "/key-", "etcd.username", "etcd.password"),
			withAuthentication((stage, server) -> stage.template(server.endpoint()).get(Stage.key()))),

	INVALID_REQUEST(EtcdInvalidRequestException.class, EtcdOutcome.REFUSED, List.of("kv.txn", "duplicate key"),
			(stage) -> {
				String key = Stage.key();
				stage.template()
					.txn((txn) -> txn.then(TxnOperation.put(key, Stage.SECRET), TxnOperation.put(key, Stage.SECRET)));
			}),

	BULK(EtcdBulkException.class, EtcdOutcome.UNKNOWN, List.of("the first 128 were applied", "lease"),
			(stage) -> stage.template().bulk((bulk) -> {
				IntStream.range(0, 128).forEach((i) -> bulk.put(Stage.key(), Stage.SECRET));
				bulk.put(Stage.key(), Stage.SECRET, (put) -> put.lease(123));
			})),

	CONVERSION(EtcdConversionException.class, EtcdOutcome.REFUSED, List.of("/key-", "java.lang.Integer"), false,
			(stage) -> {
				String key = Stage.key();
				stage.template().put(key, Stage.SECRET);
				stage.template().get(key, Integer.class);
			}),

	CONFLICT(EtcdConflictException.class, EtcdOutcome.REFUSED, List.of("update", "/key-"), false, (stage) -> {
		String key = Stage.key();
		stage.template().withTimeout(Duration.ofSeconds(2)).update(key, String.class, (value) -> {
			stage.template().put(key, Stage.SECRET);
			Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
			return Stage.SECRET;
		});
	}),

	NO_LEADER(EtcdNoLeaderException.class, EtcdOutcome.REFUSED, List.of("kv.put", "/key-", "majority"),
			withoutLeader(
					(stage, member) -> stage.templateWithoutRetries(member.endpoint()).put(Stage.key(), Stage.SECRET))),

	NO_LEADER_AFTER_RETRIES(EtcdTimeoutException.class, EtcdOutcome.REFUSED,
			List.of("kv.put", "/key-", "no leader", "etcd.request-timeout"),
			withoutLeader((stage, member) -> stage.template(member.endpoint())
				.withTimeout(Duration.ofSeconds(1))
				.put(Stage.key(), Stage.SECRET))),

	UNAVAILABLE_BEFORE_SENDING(EtcdUnavailableException.class, EtcdOutcome.UNSENT,
			List.of("maintenance.status", "connection refused"), (stage) -> {
				EtcdServer server = EtcdServer.start();
				server.close();
				stage.template(server.endpoint()).maintenance().status(server.endpoint());
			}),

	UNAVAILABLE_AFTER_SENDING(EtcdUnavailableException.class, EtcdOutcome.UNKNOWN,
			List.of("kv.put", "/key-", "etcd.endpoints"), (stage) -> {
				try (EtcdServer server = EtcdServer.start(); TcpRelay relay = TcpRelay.to(server.endpoint())) {
					EtcdTemplate template = stage.template(relay.endpoint());
					template.get(Stage.key());
					freeze(server);
					CompletableFuture<?> put = putThrough(relay, template);
					relay.refuse();
					server.resume();
					join(put);
				}
			}),

	TIMEOUT_BEFORE_SENDING(EtcdTimeoutException.class, EtcdOutcome.UNSENT,
			List.of("kv.put", "/key-", "etcd.request-timeout", "etcd.endpoints", "connection refused"),
			(stage) -> stage.template("http://127.0.0.1:1")
				.withTimeout(Duration.ofMillis(500))
				.put(Stage.key(), Stage.SECRET)),

	TIMEOUT_AFTER_SENDING(EtcdTimeoutException.class, EtcdOutcome.UNKNOWN,
			List.of("kv.put", "/key-", "etcd.request-timeout"), (stage) -> {
				stage.template().get(Stage.key());
				freeze(stage.server());
				try {
					stage.template().withTimeout(Duration.ofMillis(500)).put(Stage.key(), Stage.SECRET);
				}
				finally {
					stage.server().resume();
				}
			}),

	INTERRUPTED(EtcdInterruptedException.class, EtcdOutcome.UNKNOWN, List.of("kv.put"), false, (stage) -> {
		stage.server().pause();
		Thread.currentThread().interrupt();
		try {
			stage.template().put(Stage.key(), Stage.SECRET);
		}
		finally {
			boolean interrupted = Thread.interrupted();
			stage.server().resume();
			if (!interrupted) {
				throw new AssertionError("The thread should be interrupted again");
			}
		}
	}),

	CLOSED_BEFORE_SENDING(EtcdClosedException.class, EtcdOutcome.UNSENT, List.of("kv.put"), false, (stage) -> {
		EtcdConnection connection = stage.connect(UnaryOperator.identity(), stage.server().endpoint());
		connection.close();
		stage.template(connection).put(Stage.key(), Stage.SECRET);
	}),

	CLOSED_AFTER_SENDING(EtcdClosedException.class, EtcdOutcome.UNKNOWN, List.of("kv.put"), false, (stage) -> {
		try (EtcdServer server = EtcdServer.start(); TcpRelay relay = TcpRelay.to(server.endpoint())) {
			EtcdConnection connection = stage.connect(UnaryOperator.identity(), relay.endpoint());
			stage.template(connection).get(Stage.key());
			freeze(server);
			CompletableFuture<?> put = putThrough(relay, stage.template(connection));
			connection.close();
			join(put);
		}
	});

	private final Class<? extends EtcdException> type;

	private final EtcdOutcome outcome;

	private final List<String> mentions;

	private final boolean namesEndpoint;

	private final Action action;

	Provocation(Class<? extends EtcdException> type, EtcdOutcome outcome, List<String> mentions, Action action) {
		this(type, outcome, mentions, true, action);
	}

	Provocation(Class<? extends EtcdException> type, EtcdOutcome outcome, List<String> mentions, boolean namesEndpoint,
			Action action) {
		this.type = type;
		this.outcome = outcome;
		this.mentions = mentions;
		this.namesEndpoint = namesEndpoint;
		this.action = action;
	}

	Class<? extends EtcdException> type() {
		return this.type;
	}

	EtcdOutcome outcome() {
		return this.outcome;
	}

	List<String> mentions() {
		return this.mentions;
	}

	boolean namesEndpoint() {
		return this.namesEndpoint;
	}

	void provoke(Stage stage) {
		this.action.on(stage);
	}

	private static Action withAuthentication(ServerAction action) {
		return (stage) -> {
			try (EtcdServer server = EtcdServer.start()) {
				server.enableAuthentication(Stage.SECRET);
				server.gateway().authentication().addUser("guest", Stage.SECRET);
				action.on(stage, server);
			}
		};
	}

	private static Action withoutLeader(ServerAction action) {
		return (stage) -> {
			try (EtcdCluster cluster = EtcdCluster.start(3)) {
				EtcdServer member = cluster.member(0);
				EtcdTemplate template = stage.template(member.endpoint());
				template.get(Stage.key());
				cluster.member(1).kill();
				cluster.member(2).kill();
				Awaitility.await().until(() -> !template.maintenance().status(member.endpoint()).hasLeader());
				action.on(stage, member);
			}
		};
	}

	/**
	 * Let the server agree on writes much faster than it can apply them: it applies one
	 * after the other, and the first ones count many keys many times.
	 */
	private static void overload(EtcdTemplate template) {
		KeyRange many = KeyRange.prefix("/many/");
		for (int i = 0; i < 300; i++) {
			String prefix = "/many/" + i + "/";
			template.txn((txn) -> txn
				.then(IntStream.range(0, 128).mapToObj((j) -> TxnOperation.put(prefix + j, Stage.SECRET)).toList()));
		}
		EtcdOperations patient = template.withTimeout(Duration.ofSeconds(20));
		for (int i = 0; i < 4; i++) {
			patient.async()
				.txn((txn) -> txn.then(TxnOperation.put(Stage.key(), Stage.SECRET))
					.then(IntStream.range(0, 120)
						.mapToObj((j) -> TxnOperation.range(many, String.class, RangeSpec::countOnly))
						.toList()));
		}
		CompletableFuture<?> refused = new CompletableFuture<>();
		for (int i = 0; i < 15_000 && !refused.isDone(); i++) {
			patient.async().put(Stage.key(), Stage.SECRET).whenComplete((result, failure) -> {
				if (failure instanceof EtcdTooManyRequestsException) {
					refused.completeExceptionally(failure);
				}
			});
		}
		join(refused);
	}

	private static void freeze(EtcdServer server) {
		server.pause();
		Awaitility.await("it may still answer what was under way")
			.until(() -> !server.gateway().within(Duration.ofMillis(200)).isReady());
	}

	private static CompletableFuture<?> putThrough(TcpRelay relay, EtcdTemplate template) {
		long before = relay.traffic().toServer();
		CompletableFuture<?> put = template.async().put(Stage.key(), Stage.SECRET);
		Awaitility.await().until(() -> relay.traffic().toServer() > before);
		return put;
	}

	private static void join(CompletableFuture<?> future) {
		try {
			future.orTimeout(30, TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof EtcdException failure) {
				throw failure;
			}
			throw ex;
		}
	}

	/**
	 * Brings it about.
	 */
	private interface Action {

		void on(Stage stage);

	}

	/**
	 * Brings it about at an etcd that is prepared for it.
	 */
	private interface ServerAction {

		void on(Stage stage, EtcdServer server);

	}

}
