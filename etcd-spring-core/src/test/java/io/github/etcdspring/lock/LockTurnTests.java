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

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.test.EtcdExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often those who wait look up their place.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class LockTurnTests {

	@RegisterExtension
	static final EtcdExtension server = new EtcdExtension();

	private final String name = "/turns/" + UUID.randomUUID();

	@Test
	void oneOfTheNextDoesNotRelyOnAWatchThatIsOpenAndHearsNothing() throws InterruptedException {
		try (LockingEtcd etcd = new LockingEtcd(server.endpoint());
				EtcdLock lock = etcd.locks.lock(this.name + " other")) {
			LockManager manager = LockManager.of(etcd.connection);
			LockPlace place = new LockPlace(this.name + "/2", 2, this.name + "/1", true, lock.fencingToken());
			LockPredecessor open = manager.predecessors().take(this.name + "/1", place.revision());
			Awaitility.await().until(() -> !open.isNew());
			manager.predecessors().giveBack(open);
			long start = System.nanoTime();
			try (LockTurn turn = new LockTurn(manager, etcd.template.leases().session().term())) {
				turn.await(place, Long.MAX_VALUE / 2);
				turn.await(place, Long.MAX_VALUE / 2);
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(700),
					Duration.ofSeconds(9));
		}
	}

}
