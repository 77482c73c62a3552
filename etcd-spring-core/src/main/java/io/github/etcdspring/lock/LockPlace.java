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

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.PutResult;
import io.github.etcdspring.kv.RangeResult;
import io.github.etcdspring.kv.SortBy;
import io.github.etcdspring.kv.SortOrder;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.kv.TxnResult;
import io.github.etcdspring.lease.EtcdLeaseTerm;

/**
 * A place in the queue of a lock on the server, as etcd's own lock service has them: each
 * contender puts a key below the name, and the one that was created first holds the lock.
 *
 * @param key the own key
 * @param token the revision that created it
 * @param predecessor the key of the one before, or {@code null} if there is none and the
 * lock is held
 * @param near whether two others at the most are before, so that it may be the turn of
 * this one in a moment
 * @param revision the revision at which this was so
 * @author The etcd-spring authors
 */
record LockPlace(String key, long token, @Nullable String predecessor, boolean near, long revision) {

	static String key(String name, EtcdLeaseTerm term) {
		return name + "/" + Long.toHexString(term.id());
	}

	/**
	 * Join the queue, or find the place that a call before this one took.
	 * @param kv makes the call
	 * @param name the name of the lock
	 * @param term the lease to which the place belongs
	 * @param value the value of the key
	 * @return the place
	 */
	static LockPlace claim(EtcdKvOperations kv, String name, EtcdLeaseTerm term, Object value) {
		String key = key(name, term);
		TxnOperation<PutResult<Void>> put = TxnOperation.put(key, value, (spec) -> spec.lease(term.id()));
		TxnOperation<RangeResult<byte[]>> newest = TxnOperation.range(KeyRange.prefix(name + "/"), byte[].class,
				(range) -> range.keysOnly().sort(SortBy.CREATE_REVISION, SortOrder.DESCEND).limit(4));
		TxnOperation<@Nullable EtcdEntry<byte[]>> present = TxnOperation.get(key, byte[].class);
		TxnResult result = kv.txn((txn) -> txn.when(EtcdCondition.absent(key)).then(put, newest).otherwise(present));
		if (!result.succeeded()) {
			EtcdEntry<byte[]> entry = result.get(present);
			LockPlace place = (entry != null) ? find(kv, name, key, entry.createRevision()) : null;
			return (place != null) ? place : claim(kv, name, term, value);
		}
		List<EtcdEntry<byte[]>> entries = result.get(newest).entries();
		String predecessor = (entries.size() > 1) ? entries.get(1).key() : null;
		return new LockPlace(key, result.revision(), predecessor, entries.size() < 4, result.revision());
	}

	/**
	 * See who is before a key.
	 * @param kv makes the call
	 * @param name the name of the lock
	 * @param key the key
	 * @param token the revision that created it
	 * @return the place as it is now, or {@code null} if the key is gone
	 */
	static @Nullable LockPlace find(EtcdKvOperations kv, String name, String key, long token) {
		TxnOperation<RangeResult<byte[]>> before = TxnOperation.range(KeyRange.prefix(name + "/"), byte[].class,
				(range) -> range.keysOnly()
					.createRevision(0, token - 1)
					.sort(SortBy.CREATE_REVISION, SortOrder.DESCEND)
					.limit(3));
		TxnResult result = kv.txn((txn) -> txn.when(EtcdCondition.createRevision(key).equalTo(token)).then(before));
		if (!result.succeeded()) {
			return null;
		}
		List<EtcdEntry<byte[]>> entries = result.get(before).entries();
		String predecessor = (!entries.isEmpty()) ? entries.get(0).key() : null;
		return new LockPlace(key, token, predecessor, entries.size() < 3, result.revision());
	}

}
