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

package io.github.etcdspring.lock;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which watches of those who were before are kept, and what they hear.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class LockPredecessorsTests {

	private static EtcdServer server;

	private static LockingEtcd etcd;

	private static LockPredecessors predecessors;

	private final String key = "/predecessors/" + UUID.randomUUID();

	@BeforeAll
	static void start() {
		server = EtcdServer.start();
		etcd = new LockingEtcd(server.endpoint());
		predecessors = new LockPredecessors(LockManager.of(etcd.connection), Duration.ofMinutes(10));
	}

	@AfterAll
	static void stop() {
		etcd.close();
		server.close();
	}

	private long put() {
		return etcd.template.put(this.key, "1").revision();
	}

	@Test
	void whoWaitsHearsThatTheOneBeforeHasGone() throws Exception {
		long before = put();
		Semaphore signal = new Semaphore(0);
		LockPredecessor watch = predecessors.take(this.key, before);
		watch.tell(signal);
		put();
		assertThat(watch.hasChangedAfter(before)).isFalse();
		etcd.template.delete(this.key);
		assertThat(signal.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
		assertThat(watch.hasChangedAfter(before)).isTrue();
		assertThat(watch.hasChangedAfter(put())).isFalse();
		predecessors.giveBack(watch);
	}

	@Test
	void whatHappensWhileNobodyWaitsIsKnownToTheNext() {
		LockPredecessor watch = predecessors.take(this.key, put());
		predecessors.giveBack(watch);
		long before = put();
		assertThat(predecessors.take(this.key, before)).isSameAs(watch);
		assertThat(predecessors.take(this.key, before)).isNotSameAs(watch);
		predecessors.giveBack(watch);
		etcd.template.delete(this.key);
		LockPredecessor again = predecessors.take(this.key, before);
		assertThat(again).isSameAs(watch);
		Awaitility.await().until(() -> again.hasChangedAfter(before));
	}

	@Test
	void watchThatHasBegunTooLateIsOfNoUse() {
		long early = put();
		long late = put();
		LockPredecessor watch = predecessors.take(this.key, late);
		predecessors.giveBack(watch);
		assertThat(predecessors.take(this.key, early)).isNotSameAs(watch);
	}

	@Test
	void onlySoManyAreKept() {
		long revision = put();
		LockPredecessor first = predecessors.take(this.key, revision);
		predecessors.giveBack(first);
		for (int i = 0; i < 64; i++) {
			predecessors.giveBack(predecessors.take(this.key + i, revision));
		}
		assertThat(predecessors.take(this.key, revision)).isNotSameAs(first);
	}

	@Test
	void watchThatNobodyWantsForAWhileIsNotKept() {
		LockPredecessors hasty = new LockPredecessors(LockManager.of(etcd.connection), Duration.ofMillis(10));
		long revision = put();
		LockPredecessor watch = hasty.take(this.key, revision);
		hasty.giveBack(watch);
		Awaitility.await().until(() -> {
			LockPredecessor current = hasty.take(this.key, revision);
			hasty.giveBack(current);
			return current != watch;
		});
	}

}
