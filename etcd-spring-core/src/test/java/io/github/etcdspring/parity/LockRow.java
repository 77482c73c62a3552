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

package io.github.etcdspring.parity;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.lock.EtcdLockOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The calls about locks.
 *
 * @author The etcd-spring authors
 */
enum LockRow implements ParityRow {

	LOCK("lock(name, lease_id) returns a key", "locks().lock(name, leaseId)", (etcd) -> {
		long lease = etcd.lease();
		String key = locks(etcd).lock(etcd.key("lock"), lease);
		assertThat(key).startsWith(etcd.key("lock"));
		assertThat(etcd.template().getEntry(key).leaseId()).isEqualTo(lease);
	}),

	HELD("held until unlock or the end of the lease", "locks().unlock(key), leases().revoke(id)", (etcd) -> {
		String unlocked = locks(etcd).lock(etcd.key("lock"), etcd.lease());
		locks(etcd).unlock(unlocked);
		long lease = etcd.lease();
		locks(etcd).lock(etcd.key("lock"), lease);
		etcd.template().leases().revoke(lease);
		assertThat(locks(etcd).lock(etcd.key("lock"), etcd.lease())).isNotEmpty();
	}),

	TIMEOUT("timeout of the call", "locks().lock(name, leaseId, timeout), which leaves the queue", (etcd) -> {
		locks(etcd).lock(etcd.key("lock"), etcd.lease());
		long lease = etcd.lease();
		assertThatExceptionOfType(EtcdTimeoutException.class)
			.isThrownBy(() -> locks(etcd).lock(etcd.key("lock"), lease, Duration.ofMillis(300)));
		awaitQueue(etcd, 1);
	}),

	GUARD("key guards writes in transactions", "EtcdCondition.exists(key)", (etcd) -> {
		String key = locks(etcd).lock(etcd.key("lock"), etcd.lease());
		assertThat(guardedPut(etcd, key)).isTrue();
		locks(etcd).unlock(key);
		assertThat(guardedPut(etcd, key)).isFalse();
	}),

	UNLOCK("unlock(key) wakes the next one", "locks().unlock(key), async().locks().lock(..)", (etcd) -> {
		String held = locks(etcd).lock(etcd.key("lock"), etcd.lease());
		CompletableFuture<String> next = etcd.template()
			.async()
			.locks()
			.lock(etcd.key("lock"), etcd.lease(), Duration.ofSeconds(30));
		awaitQueue(etcd, 2);
		assertThat(next).isNotDone();
		locks(etcd).unlock(held);
		assertThat(next.get(10, TimeUnit.SECONDS)).startsWith(etcd.key("lock")).isNotEqualTo(held);
	});

	private final String row;

	private final Proof proof;

	LockRow(String etcdEx, String here, Proof proof) {
		this.row = etcdEx + " → " + here;
		this.proof = proof;
	}

	@Override
	public void prove(Scene etcd) throws Exception {
		this.proof.on(etcd);
	}

	@Override
	public String toString() {
		return this.row;
	}

	private static EtcdLockOperations locks(Scene etcd) {
		return etcd.template().locks();
	}

	private static boolean guardedPut(Scene etcd, String lockKey) {
		return etcd.template()
			.txn((txn) -> txn.when(EtcdCondition.exists(lockKey)).then(TxnOperation.put(etcd.key("guarded"), "1")))
			.succeeded();
	}

	private static void awaitQueue(Scene etcd, int length) {
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(etcd.template().count(KeyRange.prefix(etcd.key("lock") + "/"))).isEqualTo(length));
	}

}
