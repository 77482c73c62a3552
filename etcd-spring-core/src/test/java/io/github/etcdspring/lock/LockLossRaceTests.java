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

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.test.EtcdExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Locks that are lost in the very moment in which they are taken.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class LockLossRaceTests {

	@RegisterExtension
	static final EtcdExtension server = new EtcdExtension();

	private final String name = "/locks/" + UUID.randomUUID();

	private final LockingEtcd etcd = new LockingEtcd(server.endpoint());

	@AfterEach
	void close() {
		this.etcd.close();
	}

	@Test
	void lockWhoseLossWasToldBeforeItWasHandedOverHasPassedItsTurnOn() throws Exception {
		HeldLock lost = (HeldLock) this.etcd.locks.lock(this.name);
		lost.lose().get(10, TimeUnit.SECONDS);
		EtcdLock next = CompletableFuture.supplyAsync(() -> this.etcd.locks.lock(this.name)).get(10, TimeUnit.SECONDS);
		// Null would tell the caller that the turn is its own, which would be the second
		assertThat(LockManager.of(this.etcd.connection).held().add(lost)).isSameAs(lost);
		assertThat(lost.isHeld()).isFalse();
		assertThat(next.unlock()).isTrue();
	}

}
