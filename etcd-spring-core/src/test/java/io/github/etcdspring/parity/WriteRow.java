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

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdKeyNotFoundException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.kv.DeleteResult;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.KeyRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Putting and deleting keys, and compaction.
 *
 * @author The etcd-spring authors
 */
enum WriteRow implements ParityRow {

	PUT("put(key, value)", "put(key, value): text, bytes, JSON", (etcd) -> {
		etcd.template().put(etcd.key("text"), "grün");
		etcd.template().put(etcd.key("bytes"), new byte[] { 0, -1 });
		etcd.template().put(etcd.key("json"), new Point(1, 2));
		etcd.template().put(KeyRange.key(etcd.key("binary")).keyBytes(), "key", (put) -> put);
		assertThat(etcd.template().get(etcd.key("text"))).isEqualTo("grün");
		assertThat(etcd.template().get(etcd.key("bytes"), byte[].class)).containsExactly(0, -1);
		assertThat(etcd.template().get(etcd.key("json"), Point.class)).isEqualTo(new Point(1, 2));
		assertThat(etcd.template().get(etcd.key("binary"))).isEqualTo("key");
	}),

	PUT_LEASE("put :lease", "PutSpec.lease(id), ttl(duration)", (etcd) -> {
		long lease = etcd.lease();
		etcd.template().put(etcd.key("a"), "1", (put) -> put.lease(lease));
		etcd.template().put(etcd.key("b"), "1", (put) -> put.ttl(Duration.ofMinutes(2)));
		assertThat(etcd.template().getEntry(etcd.key("a")).leaseId()).isEqualTo(lease);
		long granted = etcd.template().getEntry(etcd.key("b")).leaseId();
		assertThat(etcd.template().leases().timeToLive(granted).grantedTtl()).isEqualTo(Duration.ofMinutes(2));
	}),

	PUT_PREVIOUS("put :prev_kv", "PutSpec.returnPrevious(type), PutResult.previous()", (etcd) -> {
		etcd.template().put(etcd.key("a"), "1");
		EtcdEntry<String> before = etcd.template().getEntry(etcd.key("a"));
		assertThat(etcd.template().put(etcd.key("a"), "2", (put) -> put.returnPrevious(String.class)).previous())
			.isEqualTo(before);
		assertThat(etcd.template().put(etcd.key("b"), "2", (put) -> put.returnPrevious(String.class)).previous())
			.isNull();
	}),

	KEEP_VALUE("put :ignore_value", "touch(key, lease)", (etcd) -> {
		long lease = etcd.lease();
		etcd.template().put(etcd.key("a"), "1");
		etcd.template().touch(etcd.key("a"), lease);
		assertThat(etcd.template().getEntry(etcd.key("a"))).matches((entry) -> entry.leaseId() == lease)
			.matches((entry) -> "1".equals(entry.value()));
		assertThatExceptionOfType(EtcdKeyNotFoundException.class)
			.isThrownBy(() -> etcd.template().touch(etcd.key("b"), lease));
	}),

	KEEP_LEASE("put :ignore_lease", "PutSpec.keepLease()", (etcd) -> {
		long lease = etcd.lease();
		etcd.template().put(etcd.key("a"), "1", (put) -> put.lease(lease));
		etcd.template().put(etcd.key("a"), "2", (put) -> put.keepLease());
		assertThat(etcd.template().getEntry(etcd.key("a"))).matches((entry) -> entry.leaseId() == lease)
			.matches((entry) -> "2".equals(entry.value()));
		assertThatExceptionOfType(EtcdKeyNotFoundException.class)
			.isThrownBy(() -> etcd.template().put(etcd.key("b"), "1", (put) -> put.keepLease()));
	}),

	PUT_TIMEOUT("put :timeout", "PutSpec.timeout(duration), template.withTimeout(duration)", (etcd) -> {
		etcd.put("a");
		Duration timeout = Duration.ofMillis(300);
		etcd.whileFrozen(etcd.cluster().members(), () -> {
			assertThatExceptionOfType(EtcdTimeoutException.class)
				.isThrownBy(() -> etcd.template().put(etcd.key("a"), "2", (put) -> put.timeout(timeout)))
				.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNKNOWN));
			assertThatExceptionOfType(EtcdTimeoutException.class)
				.isThrownBy(() -> etcd.template().withTimeout(timeout).delete(etcd.key("a")));
		});
	}),

	DELETE("delete(key) returns the count", "delete(key), delete(range): DeleteResult.deleted()", (etcd) -> {
		etcd.put("a", "b", "c");
		assertThat(etcd.template().delete(etcd.key("a"))).isTrue();
		assertThat(etcd.template().delete(etcd.key("a"))).isFalse();
		assertThat(etcd.template().delete(etcd.keys()).deleted()).isEqualTo(2);
	}),

	DELETE_RANGE("delete :range_end, :prefix, :from_key", "delete(KeyRange)", (etcd) -> {
		etcd.put("a", "b", "b/1", "c", "d");
		assertThat(etcd.template().delete(KeyRange.prefix(etcd.key("b"))).deleted()).isEqualTo(2);
		assertThat(etcd.template().delete(KeyRange.of(etcd.key("a"), etcd.key("c"))).deleted()).isEqualTo(1);
		assertThat(etcd.template().delete(KeyRange.from(etcd.key("d"))).deleted()).isPositive();
		assertThat(etcd.template().keys(etcd.keys())).containsExactly(etcd.key("c"));
	}),

	DELETE_PREVIOUS("delete :prev_kv", "DeleteSpec.returnPrevious(type), DeleteResult.previous()", (etcd) -> {
		etcd.put("a", "b");
		DeleteResult<String> result = etcd.template()
			.delete(etcd.keys(), (delete) -> delete.returnPrevious(String.class));
		assertThat(result.previous()).extracting(EtcdEntry::value).containsExactly("a", "b");
	}),

	COMPACT("compact(revision, physical?)", "compact(revision), compact(revision, physical)", (etcd) -> {
		long first = etcd.template().put(etcd.key("a"), "1").revision();
		long second = etcd.template().put(etcd.key("a"), "2").revision();
		long third = etcd.template().put(etcd.key("a"), "3").revision();
		assertThat(etcd.template().compact(second).revision()).isEqualTo(third);
		assertThat(etcd.template().compact(third, true).revision()).isEqualTo(third);
		assertThatExceptionOfType(EtcdCompactedException.class).isThrownBy(() -> etcd.template().compact(first));
		assertThat(etcd.template().get(etcd.key("a"))).isEqualTo("3");
	});

	private final String row;

	private final Proof proof;

	WriteRow(String etcdEx, String here, Proof proof) {
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

	/**
	 * A value.
	 *
	 * @param x one number
	 * @param y another one
	 */
	record Point(int x, int y) {

	}

}
