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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.etcd.jetcd.ByteSequence;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchErrorHandler;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;
import io.github.etcdspring.watch.EtcdWatchSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Groups of watches while nobody dies.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class EtcdGroupTests {

	private static final String GROUP_KEYS = EtcdCursors.DEFAULT_PREFIX + "group/";

	@RegisterExtension
	static final EtcdExtension server = new EtcdExtension();

	private final String name = UUID.randomUUID().toString();

	private final String group = "group-" + this.name;

	private final List<GroupInstance> instances = new ArrayList<>();

	private GroupInstance first;

	private GroupInstance second;

	@BeforeEach
	void connect() {
		this.first = instance();
		this.second = instance();
	}

	@AfterEach
	void close() {
		this.instances.forEach(GroupInstance::close);
	}

	@Test
	void oneInstanceHandlesEventsAndTheNextTakesOverWhenItStops() {
		EtcdWatchRegistration one = this.first.watch(this.name, this.group);
		EtcdWatchRegistration other = this.second.watch(this.name, this.group);
		this.first.start();
		assertThat(one.state()).isEqualTo(State.ACTIVE);
		assertThat(one.group()).isEqualTo(this.group);
		assertThat(one.isGroupOwner()).isTrue();
		this.second.start();
		assertThat(other.state()).isEqualTo(State.STANDBY);
		assertThat(other.isGroupOwner()).isFalse();
		assertThat(other.failure()).isNull();
		assertThat(other.lag()).isZero();
		put("1");
		put("2");
		await().until(() -> this.first.calls.size() == 2);
		this.first.container.stop();
		assertThat(one.isGroupOwner()).isFalse();
		put("3");
		await().atMost(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(this.second.calls).containsExactly("3"));
		assertThat(this.first.calls).containsExactly("1", "2");
		assertThat(other.state()).isEqualTo(State.ACTIVE);
		assertThat(other.isGroupOwner()).isTrue();
		await().untilAsserted(() -> {
			assertThat(this.first.events).containsExactly("granted " + this.group, "revoked " + this.group);
			assertThat(this.second.events).containsExactly("granted " + this.group);
		});
	}

	@Test
	void ownershipGoesBackAndForth() {
		this.first.watch(this.name, this.group);
		this.second.watch(this.name, this.group);
		this.first.start();
		this.second.start();
		List<String> all = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			GroupInstance owner = (i % 2 == 0) ? this.first : this.second;
			GroupInstance next = (i % 2 == 0) ? this.second : this.first;
			await().until(() -> owner.container.registration(this.name).isGroupOwner());
			all.add("a" + i);
			all.add("b" + i);
			put("a" + i);
			put("b" + i);
			await().until(() -> owner.calls.contains(all.get(all.size() - 1)));
			owner.container.stop();
			await().until(() -> next.container.registration(this.name).isGroupOwner());
			owner.container.start();
		}
		List<String> handled = new ArrayList<>(this.first.calls);
		handled.addAll(this.second.calls);
		assertThat(handled).containsExactlyInAnyOrderElementsOf(all);
	}

	@Test
	void runningHandlerEndsBeforeTheNextInstanceBegins() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		this.first.handler = (call) -> {
			running.countDown();
			end.await(20, TimeUnit.SECONDS);
		};
		EtcdWatchRegistration one = this.first.watch(this.name, this.group);
		this.second.watch(this.name, this.group);
		this.first.start();
		this.second.start();
		put("1");
		put("2");
		assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
		one.pause();
		await().during(Duration.ofMillis(500)).until(() -> this.second.calls.isEmpty());
		end.countDown();
		await().untilAsserted(() -> assertThat(this.second.calls).containsExactly("2"));
		assertThat(this.first.calls).containsExactly("1");
	}

	@Test
	void pausedWatchTakesNoPartUntilItIsResumed() {
		EtcdWatchRegistration one = this.first.watch(this.name, this.group);
		EtcdWatchRegistration other = this.second.watch(this.name, this.group);
		this.first.start();
		this.second.start();
		one.pause();
		await().until(other::isGroupOwner);
		assertThat(one.state()).isEqualTo(State.PAUSED);
		put("1");
		await().untilAsserted(() -> assertThat(this.second.calls).containsExactly("1"));
		one.resume();
		await().until(() -> one.state() == State.STANDBY);
		other.cancel();
		put("2");
		await().untilAsserted(() -> assertThat(this.first.calls).containsExactly("2"));
		one.cancel();
		await().until(() -> this.first.etcd.count(KeyRange.prefix(GROUP_KEYS + this.group)) == 0);
		assertThat(one.state()).isEqualTo(State.CANCELLED);
	}

	@Test
	void watchThatStandsByStillDoesWhenItIsResumedThoughItWasNotPaused() {
		this.first.watch(this.name, this.group);
		EtcdWatchRegistration other = this.second.watch(this.name, this.group);
		this.first.start();
		this.second.start();
		other.resume();
		await().during(Duration.ofMillis(200)).until(() -> other.state() == State.STANDBY);
	}

	@Test
	void instanceThatStandsByLeavesNothingWhenItStops() {
		this.first.watch(this.name, this.group);
		this.second.watch(this.name, this.group);
		this.first.start();
		this.second.start();
		assertThat(this.first.etcd.count(KeyRange.prefix(GROUP_KEYS + this.group))).isEqualTo(2);
		this.second.container.stop();
		await().until(() -> this.first.etcd.count(KeyRange.prefix(GROUP_KEYS + this.group)) == 1);
		put("1");
		await().until(() -> this.first.calls.contains("1"));
	}

	@Test
	void putRightAfterTheStartOfAnyInstanceIsHandled() {
		this.first.watch(this.name, this.group);
		this.second.watch(this.name, this.group);
		Thread starter = new Thread(this.first::start);
		starter.start();
		this.second.start();
		put("1");
		await().until(() -> this.first.calls.size() + this.second.calls.size() == 1);
	}

	@Test
	void allWatchesOfAGroupRunInTheSameInstance() {
		String more = "more-" + this.name;
		EtcdWatchRegistration kept = this.first.watch(this.name, this.group);
		EtcdWatchRegistration paused = this.first.watch(more, this.group);
		this.second.watch(this.name, this.group);
		EtcdWatchRegistration other = this.second.watch(more, this.group);
		this.first.start();
		this.second.start();
		paused.pause();
		await().during(Duration.ofMillis(300))
			.until(() -> kept.isGroupOwner() && other.state() == State.STANDBY && !paused.isGroupOwner());
		this.first.etcd.put("/" + more + "/k", "1");
		paused.resume();
		put("2");
		await().untilAsserted(() -> assertThat(this.first.calls).containsExactlyInAnyOrder("1", "2"));
		this.first.container.stop();
		put("3");
		this.first.etcd.put("/" + more + "/k", "4");
		await().untilAsserted(() -> assertThat(this.second.calls).containsExactlyInAnyOrder("3", "4"));
	}

	@Test
	void containersOfOneConnectionAreInstances() {
		EtcdWatchContainer container = this.first.newContainer();
		this.first.watch(this.name, this.group);
		EtcdWatchRegistration other = this.first.watch(container, this.name, this.group, (spec) -> {
		});
		this.first.start();
		container.start();
		assertThat(other.state()).isEqualTo(State.STANDBY);
		put("1");
		await().until(() -> this.first.calls.contains("1"));
		this.first.container.stop();
		await().until(() -> other.state() == State.ACTIVE);
		put("2");
		await().untilAsserted(() -> assertThat(this.first.calls).containsExactly("1", "2"));
		container.close();
	}

	@Test
	void groupsWhoseNamesBeginAlikeHaveNothingToDoWithEachOther() {
		EtcdWatchRegistration one = this.first.watch(this.name, this.group);
		EtcdWatchRegistration below = this.second.watch("below-" + this.name, this.group + "/below");
		this.second.start();
		this.first.start();
		await().until(() -> one.isGroupOwner() && below.isGroupOwner());
	}

	@Test
	void snapshotIsTakenOnceAndGoneOnWithByTheNext() {
		for (int i = 0; i < 20; i++) {
			this.first.etcd.put("/%s/k%02d".formatted(this.name, i), String.valueOf(i));
		}
		CountDownLatch begun = new CountDownLatch(1);
		this.first.handler = (call) -> {
			if (call.event().value().equals("10")) {
				begun.countDown();
			}
			if (begun.getCount() == 0) {
				this.first.container.registration(this.name).pause();
			}
		};
		this.first.watch(this.name, this.group, (spec) -> spec.initial(EtcdWatchSpec.Initial.SNAPSHOT));
		this.second.watch(this.name, this.group, (spec) -> spec.initial(EtcdWatchSpec.Initial.SNAPSHOT));
		this.first.start();
		this.second.start();
		await().until(() -> this.second.calls.contains("SNAPSHOT 19"));
		List<String> all = new ArrayList<>(this.first.calls);
		all.addAll(this.second.calls);
		assertThat(all).hasSize(20).doesNotHaveDuplicates();
		assertThat(this.first.calls).endsWith("SNAPSHOT 10");
	}

	@Test
	void errorHandlerThatStopsTheWatchLetsTheNextInstanceTakeOver() {
		this.first.handler = (call) -> {
			throw new IllegalStateException("Not here");
		};
		EtcdWatchRegistration one = this.first.watch(this.name, this.group,
				(spec) -> spec.errorHandler((failed) -> EtcdWatchErrorHandler.Decision.STOP));
		this.second.watch(this.name, this.group);
		this.first.start();
		this.second.start();
		put("1");
		await().untilAsserted(() -> assertThat(this.second.calls).containsExactly("1"));
		assertThat(one.state()).isEqualTo(State.FAILED);
	}

	@Test
	void effectsWithTheCursorAreMadeOnceAcrossHandovers() {
		for (GroupInstance each : this.instances) {
			each.handler = (call) -> each.etcd.txn(call.cursor()
				.advance()
				.andThen((txn) -> txn
					.then(TxnOperation.put("/effects" + call.event().key() + "@" + call.event().revision(), ""))));
			each.watch(this.name, this.group);
			each.start();
		}
		for (int i = 0; i < 60; i++) {
			put(String.valueOf(i));
			if (i % 20 == 19) {
				GroupInstance owner = this.instances.get(i / 20 % 2);
				owner.container.stop();
				owner.container.start();
			}
		}
		KeyRange effects = KeyRange.prefix("/effects/" + this.name);
		await().until(() -> this.first.etcd.count(effects) == 60);
		assertThat(this.first.etcd.range(effects, String.class).entries()).allMatch((entry) -> entry.version() == 1);
	}

	@Test
	void worksInANamespace() {
		ByteSequence namespace = ByteSequence.from("/tenant-" + this.name, StandardCharsets.UTF_8);
		GroupInstance one = instance(namespace);
		GroupInstance other = instance(namespace);
		one.watch(this.name, this.group);
		EtcdWatchRegistration standby = other.watch(this.name, this.group);
		one.start();
		other.start();
		assertThat(standby.state()).isEqualTo(State.STANDBY);
		one.close();
		other.etcd.put("/" + this.name + "/k", "1");
		await().untilAsserted(() -> assertThat(other.calls).containsExactly("1"));
	}

	@Test
	void ownersOfGroupsAreNotToldToWatchesOfEverything() {
		EtcdCursor cursor = EtcdCursors.create().named(this.name);
		List<String> keys = new CopyOnWriteArrayList<>();
		this.first.container.register(KeyRange.prefix("/"), byte[].class,
				(batch) -> batch.events().forEach((event) -> keys.add(event.key())),
				(spec) -> spec.cursor(cursor).group(this.group));
		this.first.start();
		this.second.watch("other-" + this.name, this.group);
		this.second.start();
		put("1");
		await().until(() -> keys.contains("/" + this.name + "/k"));
		assertThat(keys).noneMatch((key) -> key.startsWith(EtcdCursors.DEFAULT_PREFIX));
	}

	@Test
	void watchThatIsNewToTheGroupMissesNothingAfterItsStart() {
		startWithAWatchThatTheOwnerLacks((spec) -> {
		});
		putAdded("1");
		putAdded("2");
		this.first.container.stop();
		putAdded("3");
		await().untilAsserted(() -> assertThat(this.second.calls).containsExactly("1", "2", "3"));
	}

	@Test
	void watchThatIsNewToTheGroupMissesNothingThoughItLosesItsLeaseMeanwhile() {
		EtcdWatchRegistration added = startWithAWatchThatTheOwnerLacks((spec) -> {
		});
		putAdded("1");
		this.first.etcd.leases().revoke(this.second.etcd.leases().session().id());
		await().during(Duration.ofMillis(500)).until(() -> !added.isGroupOwner());
		putAdded("2");
		this.first.container.stop();
		putAdded("3");
		await().untilAsserted(() -> assertThat(this.second.calls).containsExactly("1", "2", "3"));
	}

	@Test
	void watchThatIsNewToTheGroupMissesNothingThoughAThirdInstanceTakesOver() {
		startWithAWatchThatTheOwnerLacks((spec) -> {
		});
		putAdded("1");
		GroupInstance third = instance();
		EtcdWatchRegistration added = third.watch("added-" + this.name, this.group);
		third.start();
		assertThat(added.state()).isEqualTo(State.STANDBY);
		putAdded("2");
		this.second.container.stop();
		this.first.container.stop();
		putAdded("3");
		await().untilAsserted(() -> assertThat(third.calls).containsExactly("1", "2", "3"));
		assertThat(this.second.calls).isEmpty();
	}

	@Test
	void watchThatIsNewToTheGroupStandsByOnlyWhenItsPositionIsStored() {
		String position = EtcdCursors.DEFAULT_PREFIX + "position/added-" + this.name;
		startWithAWatchThatTheOwnerLacks((spec) -> {
		});
		assertThat(this.first.etcd.get(position)).contains(" L ");
		this.second.container.stop();
		this.first.etcd.delete(position);
		this.second.container.start();
		assertThat(this.first.etcd.get(position)).isNull();
		putAdded("1");
		this.first.container.stop();
		await().untilAsserted(() -> assertThat(this.second.calls).containsExactly("RESET 1"));
	}

	@Test
	void watchThatIsNewToTheGroupGoesOnAsThePolicySaysIfHistoryIsCompactedMeanwhile() {
		startWithAWatchThatTheOwnerLacks((spec) -> spec.onCompaction(EtcdWatchSpec.OnCompaction.SKIP));
		putAdded("1");
		this.first.etcd.compact(putAdded("2"));
		this.first.container.stop();
		putAdded("3");
		await().untilAsserted(() -> assertThat(this.second.calls).containsExactly("2", "3"));
	}

	@Test
	void watchThatIsNewToTheGroupBeginsWithTheSnapshotItAskedFor() {
		startWithAWatchThatTheOwnerLacks((spec) -> spec.initial(EtcdWatchSpec.Initial.SNAPSHOT));
		putAdded("1");
		putAdded("2");
		this.first.container.stop();
		await().untilAsserted(() -> assertThat(this.second.calls).containsExactly("SNAPSHOT 2"));
	}

	private EtcdWatchRegistration startWithAWatchThatTheOwnerLacks(Consumer<EtcdWatchSpec> spec) {
		this.first.watch(this.name, this.group);
		this.second.watch(this.name, this.group);
		EtcdWatchRegistration added = this.second.watch("added-" + this.name, this.group, spec);
		this.first.start();
		this.second.start();
		assertThat(added.state()).isEqualTo(State.STANDBY);
		return added;
	}

	private long putAdded(String value) {
		return this.first.etcd.put("/added-" + this.name + "/k", value).header().revision();
	}

	@Test
	void groupNeedsACursorAndAName() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.first.container.register(KeyRange.key("/k"), String.class, (batch) -> {
			}, (spec) -> spec.group(this.group)))
			.withMessageContaining("cursor")
			.withMessageContaining(this.group);
		assertThatIllegalArgumentException().isThrownBy(() -> this.first.watch(this.name, " "))
			.withMessageContaining("'group'");
		assertThat(this.first.container.registrations()).isEmpty();
	}

	private GroupInstance instance() {
		GroupInstance created = new GroupInstance(Duration.ofSeconds(10), server.endpoint());
		this.instances.add(created);
		return created;
	}

	private GroupInstance instance(ByteSequence namespace) {
		GroupInstance created = new GroupInstance(Duration.ofSeconds(10), server.endpoint(),
				(client) -> client.namespace(namespace));
		this.instances.add(created);
		return created;
	}

	private void put(String value) {
		this.first.etcd.put("/" + this.name + "/k", value);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10));
	}

}
