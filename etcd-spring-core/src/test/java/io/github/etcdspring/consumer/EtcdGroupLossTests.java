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

package io.github.etcdspring.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.Ordered;

import io.github.etcdspring.EtcdFencedException;
import io.github.etcdspring.election.EtcdLeader;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.kv.TxnSpec;
import io.github.etcdspring.lease.EtcdLease;
import io.github.etcdspring.lease.EtcdLeaseEvent;
import io.github.etcdspring.lease.EtcdLeaseListener;
import io.github.etcdspring.lease.EtcdLeaseOrder;
import io.github.etcdspring.lock.EtcdLock;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.test.relay.TcpRelay;
import io.github.etcdspring.watch.EtcdWatchBatch;
import io.github.etcdspring.watch.EtcdWatchErrorHandler;
import io.github.etcdspring.watch.EtcdWatchListener;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;
import io.github.etcdspring.watch.EtcdWatchSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Groups of watches whose owner loses its session lease.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class EtcdGroupLossTests {

	private static final Duration TTL = Duration.ofSeconds(4);

	@RegisterExtension
	static final EtcdExtension server = new EtcdExtension();

	private final String name = UUID.randomUUID().toString();

	private final TcpRelay relay = TcpRelay.to(server.endpoint());

	private GroupInstance mortal;

	private GroupInstance successor;

	private EtcdWatchRegistration one;

	private EtcdWatchRegistration other;

	@BeforeEach
	void start() {
		this.mortal = new GroupInstance(TTL, this.relay.endpoint());
		this.successor = new GroupInstance(TTL, server.endpoint());
		this.one = this.mortal.watch(this.name, this.name);
		this.other = this.successor.watch(this.name, this.name);
		this.mortal.start();
		this.successor.start();
	}

	@AfterEach
	void close() {
		this.relay.heal();
		this.mortal.close();
		this.successor.close();
		this.relay.close();
	}

	@Test
	void revokedLeaseIsALossAndTheFormerOwnerQueuesAgain() {
		put("1");
		await().until(() -> this.mortal.calls.contains("1") && position().contains(" L "));
		revokeLease();
		await().untilAsserted(() -> assertThat(this.other.isGroupOwner()).isTrue());
		put("2");
		await().untilAsserted(() -> assertThat(this.successor.calls).contains("2"));
		await().until(() -> this.one.state() == State.STANDBY);
		await().untilAsserted(
				() -> assertThat(this.mortal.events).containsExactly("granted " + this.name, "lost " + this.name));
		this.successor.container.stop();
		put("3");
		await().untilAsserted(() -> assertThat(this.mortal.calls).contains("3"));
		assertThat(this.mortal.calls).doesNotContain("2");
	}

	@Test
	void ownerThatIsCutOffHandlesNothingWhenTheNextBegins() {
		List<Boolean> overlap = Collections.synchronizedList(new ArrayList<>());
		this.mortal.handler = (call) -> await().pollDelay(Duration.ofMillis(100)).until(() -> true);
		this.successor.handler = (call) -> overlap.add(this.one.isGroupOwner());
		for (int i = 0; i < 100; i++) {
			put(String.valueOf(i));
		}
		await().until(() -> this.mortal.calls.size() > 5);
		this.relay.blackHole();
		await().atMost(TTL.plusSeconds(2)).until(() -> !this.successor.calls.isEmpty());
		int before = this.mortal.calls.size();
		await().until(() -> this.successor.calls.contains("99"));
		assertThat(overlap).doesNotContain(true);
		assertThat(this.mortal.calls).hasSize(before);
		assertThat(this.one.state()).isNotIn(State.ACTIVE, State.FAILED);
		this.relay.heal();
		await().until(() -> this.one.state() == State.STANDBY);
		List<String> all = new ArrayList<>(this.mortal.calls);
		all.addAll(this.successor.calls);
		assertThat(all).contains(IntStream.range(0, 100).mapToObj(String::valueOf).toArray(String[]::new));
	}

	@Test
	void transactionOfAFormerOwnerIsRefused() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		AtomicReference<Object> late = new AtomicReference<>();
		AtomicReference<Throwable> refused = new AtomicReference<>();
		this.mortal.handler = (call) -> {
			Consumer<TxnSpec> early = call.cursor()
				.advance()
				.andThen((txn) -> txn.then(TxnOperation.put("/effects/" + this.name, "former")));
			running.countDown();
			go.await(20, TimeUnit.SECONDS);
			late.set(this.successor.etcd.txn(early).succeeded());
			refused.set(catchThrowable(call.cursor()::advance));
		};
		put("1");
		assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
		revokeLease();
		await().until(() -> !this.one.isGroupOwner());
		await().until(() -> this.one.state() == State.STANDBY);
		this.other.pause();
		go.countDown();
		await().until(() -> refused.get() != null);
		assertThat(late.get()).isEqualTo(false);
		assertThat(refused.get()).isInstanceOf(EtcdFencedException.class);
		assertThat(this.successor.etcd.get("/effects/" + this.name)).isNull();
	}

	@Test
	void transactionIsRefusedAsSoonAsTheKeyOfTheOwnerIsGone() {
		this.other.cancel();
		AtomicBoolean deleted = new AtomicBoolean();
		List<Boolean> succeeded = Collections.synchronizedList(new ArrayList<>());
		this.mortal.handler = (call) -> {
			Consumer<TxnSpec> effect = call.cursor()
				.advance()
				.andThen((txn) -> txn.then(TxnOperation.put("/effects/" + this.name, call.event().value())));
			if (deleted.compareAndSet(false, true)) {
				this.successor.etcd.delete(KeyRange.prefix(EtcdCursors.DEFAULT_PREFIX + "group/" + this.name));
			}
			succeeded.add(this.mortal.etcd.txn(effect).succeeded());
		};
		put("1");
		await().until(() -> succeeded.size() == 2);
		assertThat(succeeded).containsExactly(false, true);
		await().until(() -> this.mortal.events.size() == 3);
		assertThat(this.mortal.events).containsExactly("granted " + this.name, "lost " + this.name,
				"granted " + this.name);
		EtcdEntry<String> effect = this.successor.etcd.getEntry("/effects/" + this.name);
		assertThat(effect.version()).isOne();
	}

	@Test
	void noHandlerBeginsAfterTheDeadline() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		this.mortal.handler = (call) -> {
			running.countDown();
			go.await(20, TimeUnit.SECONDS);
		};
		put("1");
		put("2");
		assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
		this.relay.blackHole();
		await().until(() -> !this.one.isGroupOwner());
		go.countDown();
		await().until(() -> this.successor.calls.contains("2"));
		assertThat(this.mortal.calls).containsExactly("1");
	}

	@Test
	void errorHandlerIsNotCalledForWhatCannotBeConvertedAfterTheLoss() throws Exception {
		CountDownLatch lossHeard = new CountDownLatch(1);
		CountDownLatch created = new CountDownLatch(1);
		CountDownLatch failed = new CountDownLatch(1);
		AtomicReference<EtcdWatchRegistration> numbers = new AtomicReference<>();
		this.mortal.etcd.locks()
			.lock("/locks/" + this.name)
			.onLost(() -> await().until(() -> lossHeard.getCount() == 0));
		numbers.set(watchNumbers(new EtcdWatchListener<>() {

			@Override
			public void onEvents(EtcdWatchBatch<Integer> batch) {
			}

			@Override
			public void onCreated(long revision) {
				created.countDown();
				await().until(() -> numbers.get() != null);
				untilLost(numbers.get());
			}

		}, (spec) -> spec.errorHandler((events) -> {
			failed.countDown();
			return EtcdWatchErrorHandler.Decision.SKIP;
		})));
		try {
			assertThat(created.await(10, TimeUnit.SECONDS)).isTrue();
			this.successor.etcd.put("/numbers-" + this.name + "/k", "no number");
			await().until(() -> numbers.get().backlog() == 1);
			revokeLease();
			assertThat(failed.await(1, TimeUnit.SECONDS)).isFalse();
			assertThat(numbers.get().isGroupOwner()).isFalse();
			assertThat(numbers.get().skippedEvents()).isZero();
		}
		finally {
			lossHeard.countDown();
		}
	}

	@Test
	void noticesAreNotToldAfterTheLoss() throws Exception {
		CountDownLatch lossHeard = new CountDownLatch(1);
		CountDownLatch snapshot = new CountDownLatch(1);
		CountDownLatch created = new CountDownLatch(1);
		AtomicReference<EtcdWatchRegistration> numbers = new AtomicReference<>();
		this.mortal.etcd.locks()
			.lock("/locks/" + this.name)
			.onLost(() -> await().until(() -> lossHeard.getCount() == 0));
		numbers.set(watchNumbers(new EtcdWatchListener<>() {

			@Override
			public void onEvents(EtcdWatchBatch<Integer> batch) {
			}

			@Override
			public void onSnapshot(long revision) {
				snapshot.countDown();
				await().until(() -> numbers.get() != null);
				untilLost(numbers.get());
			}

			@Override
			public void onCreated(long revision) {
				created.countDown();
			}

		}, (spec) -> spec.initial(EtcdWatchSpec.Initial.SNAPSHOT)));
		try {
			assertThat(snapshot.await(10, TimeUnit.SECONDS)).isTrue();
			await().until(() -> numbers.get().state() == State.ACTIVE);
			revokeLease();
			assertThat(created.await(1, TimeUnit.SECONDS)).isFalse();
			assertThat(numbers.get().isGroupOwner()).isFalse();
		}
		finally {
			lossHeard.countDown();
		}
	}

	@Test
	void creationThatWasNotToldBeforeTheLossIsToldBeforeTheFirstChange() throws Exception {
		List<String> heard = Collections.synchronizedList(new ArrayList<>());
		AtomicReference<EtcdWatchRegistration> numbers = new AtomicReference<>();
		numbers.set(watchNumbers(new EtcdWatchListener<>() {

			@Override
			public void onEvents(EtcdWatchBatch<Integer> batch) {
				heard.add("change");
			}

			@Override
			public void onSnapshot(long revision) {
				if (!heard.contains("snapshot")) {
					heard.add("snapshot");
					await().until(() -> numbers.get() != null);
					untilLost(numbers.get());
				}
			}

			@Override
			public void onCreated(long revision) {
				heard.add("created");
			}

		}, (spec) -> spec.initial(EtcdWatchSpec.Initial.SNAPSHOT)));
		await().until(() -> heard.contains("snapshot") && numbers.get().state() == State.ACTIVE);
		revokeLease();
		await().until(() -> numbers.get().state() == State.STANDBY);
		this.successor.container.stop();
		await().until(() -> numbers.get().state() == State.ACTIVE);
		this.successor.etcd.put("/numbers-" + this.name + "/k", "1");
		await().until(() -> heard.contains("change"));
		assertThat(heard).containsOnlyOnce("created").endsWith("created", "change");
	}

	@Test
	void watchThatIsPausedAfterItsLossIsPausedThoughItsListenerIsStillBusy() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		this.mortal.handler = (call) -> {
			running.countDown();
			go.await(20, TimeUnit.SECONDS);
		};
		put("1");
		assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
		revokeLease();
		await().until(() -> this.one.state() == State.STANDBY);
		this.one.pause();
		await().atMost(Duration.ofSeconds(10))
			.during(Duration.ofMillis(300))
			.until(() -> this.one.state() == State.PAUSED);
		go.countDown();
		put("2");
		await().until(() -> this.successor.calls.contains("2"));
		assertThat(this.one.state()).isEqualTo(State.PAUSED);
	}

	private EtcdWatchRegistration watchNumbers(EtcdWatchListener<Integer> listener, Consumer<EtcdWatchSpec> more) {
		await().until(this.one::isGroupOwner);
		String id = "numbers-" + this.name;
		return this.mortal.container.register(KeyRange.prefix("/" + id + "/"), Integer.class, listener, (spec) -> {
			spec.id(id).cursor(EtcdCursors.create().named(id)).group(this.name).eachEvent();
			more.accept(spec);
		});
	}

	private static void untilLost(EtcdWatchRegistration watch) {
		await().until(() -> !watch.isGroupOwner());
	}

	@Test
	void lossIsHeardOfInOrder() {
		List<String> heard = Collections.synchronizedList(new ArrayList<>());
		EtcdLock lock = this.mortal.etcd.locks().lock("/locks/" + this.name);
		EtcdLeader leader = this.mortal.etcd.elections().campaign("/elections/" + this.name, "me");
		lock.onLost(() -> heard.add("lock, " + activity()));
		leader.onLost(() -> heard.add("leadership, " + activity()));
		EtcdLease session = this.mortal.etcd.leases().session();
		session.addListener(new GroupListener(() -> heard.add("group, " + activity())));
		revokeLease();
		await().until(() -> heard.size() == 3);
		assertThat(heard).containsExactly("lock, active", "leadership, active", "group, idle");
	}

	private String activity() {
		return (this.one.state() == State.ACTIVE) ? "active" : "idle";
	}

	private void revokeLease() {
		this.successor.etcd.leases().revoke(this.mortal.etcd.leases().session().id());
	}

	private String position() {
		return this.successor.etcd.get(EtcdCursors.DEFAULT_PREFIX + "position/" + this.name);
	}

	private void put(String value) {
		this.successor.etcd.put("/" + this.name + "/k", value);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

	/**
	 * Hears of the loss right after the groups.
	 *
	 * @param onLost hears of it
	 */
	private record GroupListener(Runnable onLost) implements EtcdLeaseListener, Ordered {

		@Override
		public void onStateChange(EtcdLeaseEvent event) {
			if (event.state() == EtcdLease.State.EXPIRED) {
				this.onLost.run();
			}
		}

		@Override
		public int getOrder() {
			return EtcdLeaseOrder.GROUPS + 1;
		}

	}

}
