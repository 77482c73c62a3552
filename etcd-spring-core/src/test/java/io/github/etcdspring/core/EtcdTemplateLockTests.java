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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.lock.AsyncEtcdLockOperations;
import io.github.etcdspring.lock.EtcdLockOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link EtcdTemplate#locks()}.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateLockTests {

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final EtcdTemplate template = etcd.template();

	private final EtcdLockOperations locks = this.template.locks();

	@Test
	void lockReturnsAKeyThatExistsWhileItIsHeld() {
		long lease = lease();
		String key = this.locks.lock(etcd.key("lock"), lease);
		assertThat(key).startsWith(etcd.key("lock") + "/");
		assertThat(this.template.getEntry(key).leaseId()).isEqualTo(lease);
		assertThat(guardedPut(key)).isTrue();
		this.locks.unlock(key);
		assertThat(this.template.getEntry(key)).isNull();
		assertThat(guardedPut(key)).isFalse();
		this.locks.unlock(key);
	}

	@Test
	void lockOfTheSameLeaseIsTheSame() {
		long lease = lease();
		assertThat(this.locks.lock(etcd.key("lock"), lease)).isEqualTo(this.locks.lock(etcd.key("lock"), lease));
	}

	@Test
	void nextInTheQueueGetsTheLock() throws Exception {
		AsyncEtcdLockOperations async = this.template.async().locks();
		String held = this.locks.lock(etcd.key("lock"), lease());
		CompletableFuture<String> next = async.lock(etcd.key("lock"), lease(), Duration.ofSeconds(30));
		awaitWaiting(2);
		assertThat(next).isNotDone();
		async.unlock(held).get(10, TimeUnit.SECONDS);
		assertThat(next.get(10, TimeUnit.SECONDS)).isNotEqualTo(held);
	}

	@Test
	void endOfTheLeaseGivesTheLockBack() {
		long lease = lease();
		this.locks.lock(etcd.key("lock"), lease);
		this.template.leases().revoke(lease);
		assertThat(this.locks.lock(etcd.key("lock"), lease(), Duration.ofSeconds(10))).isNotEmpty();
	}

	@Test
	void timeoutLeavesTheQueue() {
		this.locks.lock(etcd.key("lock"), lease());
		assertThatExceptionOfType(EtcdTimeoutException.class)
			.isThrownBy(() -> this.locks.lock(etcd.key("lock"), lease(), Duration.ofMillis(300)))
			.withMessageContaining(etcd.key("lock"));
		awaitWaiting(1);
	}

	@Test
	void cancellingLeavesTheQueue() {
		this.locks.lock(etcd.key("lock"), lease());
		CompletableFuture<String> next = this.template.async()
			.locks()
			.lock(etcd.key("lock"), lease(), Duration.ofMinutes(1));
		awaitWaiting(2);
		next.cancel(true);
		awaitWaiting(1);
	}

	@Test
	void lockNeedsALease() {
		assertThatExceptionOfType(EtcdLeaseNotFoundException.class)
			.isThrownBy(() -> this.locks.lock(etcd.key("lock"), 123));
	}

	@Test
	void wrongArgumentsAreRefusedByNameBeforeAnythingIsSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.locks.lock("", 1))
			.withMessage("'name' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.locks.lock("a", 0))
			.withMessageContaining("'leaseId' must not be 0");
		assertThatIllegalArgumentException().isThrownBy(() -> this.locks.unlock(null))
			.withMessage("'key' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.locks.lock("a", 1, Duration.ZERO))
			.withMessageContaining("'timeout' must be positive");
	}

	private void awaitWaiting(int keys) {
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(this.template.count(KeyRange.prefix(etcd.key("lock") + "/"))).isEqualTo(keys));
	}

	private boolean guardedPut(String lockKey) {
		return this.template
			.txn((txn) -> txn.when(EtcdCondition.exists(lockKey)).then(TxnOperation.put(etcd.key("guarded"), "1")))
			.succeeded();
	}

	private long lease() {
		return this.template.leases().grantOnly(Duration.ofMinutes(1)).id();
	}

}
