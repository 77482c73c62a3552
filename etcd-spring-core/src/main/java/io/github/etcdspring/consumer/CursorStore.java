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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.kv.AsyncEtcdKvOperations;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.kv.TxnResult;
import io.github.etcdspring.kv.TxnSpec;
import io.github.etcdspring.lock.EtcdFence;
import io.github.etcdspring.watch.EtcdWatchCursor.Position;

/**
 * The keys of a cursor: one holds the position, the other one tells that there must be a
 * position. All changes are made by compare-and-swap.
 *
 * @author The etcd-spring authors
 */
final class CursorStore {

	private final String positionKey;

	private final String nameKey;

	private final EtcdKvOperations kv;

	private final AsyncEtcdKvOperations async;

	private final TxnOperation<@Nullable EtcdEntry<byte[]>> position;

	private final TxnOperation<@Nullable EtcdEntry<byte[]>> name;

	/**
	 * What reads and writes have in common.
	 */
	private final Fencing fencing;

	/**
	 * Create a store.
	 * @param calls makes the calls
	 * @param positionKey the key of the position
	 * @param nameKey the key that tells that there was a position once
	 * @param fence what must be held to write, or {@code null}
	 */
	CursorStore(EtcdCalls calls, String positionKey, String nameKey, @Nullable EtcdFence fence) {
		EtcdValueConverter converter = EtcdValueConverter.create();
		this.kv = EtcdKvOperations.create(calls, converter);
		this.async = AsyncEtcdKvOperations.create(calls, converter);
		this.positionKey = positionKey;
		this.nameKey = nameKey;
		this.position = TxnOperation.get(positionKey, byte[].class);
		this.name = TxnOperation.get(nameKey, byte[].class);
		this.fencing = (fence != null) ? Fencing.by(fence) : Fencing.NONE;
	}

	String positionKey() {
		return this.positionKey;
	}

	Found read() {
		return found(this.kv.txn(reading()));
	}

	CompletableFuture<Found> readAsync() {
		return this.async.txn(reading()).thenApply(this::found);
	}

	// Store the first value of all, unless there is or was another one.
	CompletableFuture<?> createAsync(CursorValue value) {
		return this.async.txn(
				(txn) -> txn
					.when(EtcdCondition.modRevision(this.positionKey).equalTo(0),
							EtcdCondition.modRevision(this.nameKey).equalTo(0))
					.then(puts(value)));
	}

	// Store a value if nobody has stored another one since.
	boolean replace(Found found, CursorValue value) {
		return this.kv.txn(replacing(found, value)).succeeded();
	}

	CompletableFuture<Boolean> replaceAsync(Found found, CursorValue value) {
		return this.async.txn(replacing(found, value)).thenApply(TxnResult::succeeded);
	}

	// Move the position forwards within its epoch.
	// Returns what was found instead, or null if it was moved
	CompletableFuture<@Nullable Found> moveAsync(CursorValue value) {
		return this.async.txn(moving(value).andThen((txn) -> txn.otherwise(reads())))
			.thenApply((result) -> (result.succeeded()) ? null : found(result));
	}

	// Add a move of the position forwards within its epoch to a transaction.
	Consumer<TxnSpec> moving(CursorValue value) {
		EtcdCondition sameEpoch = stored().greaterThan(CursorValue.epoch(value.epoch()));
		EtcdCondition before = stored().lessThan(CursorValue.lowest(value.epoch(), value.position()));
		return (txn) -> txn.when(sameEpoch, before)
			.when(this.fencing.conditions())
			.then(TxnOperation.put(this.positionKey, value.toBytes()));
	}

	private EtcdCondition.ValueComparison stored() {
		return EtcdCondition.value(KeyRange.key(this.positionKey));
	}

	private Consumer<TxnSpec> reading() {
		return (txn) -> txn.then(reads());
	}

	private List<TxnOperation<?>> reads() {
		List<TxnOperation<?>> reads = new ArrayList<>(List.of(this.position, this.name));
		reads.addAll(this.fencing.reads());
		return reads;
	}

	private Consumer<TxnSpec> replacing(Found found, CursorValue value) {
		return (txn) -> txn.when(EtcdCondition.modRevision(this.positionKey).equalTo(found.modRevision()))
			.when(this.fencing.conditions())
			.then(puts(value));
	}

	private List<TxnOperation<?>> puts(CursorValue value) {
		return List.of(TxnOperation.put(this.positionKey, value.toBytes()), TxnOperation.put(this.nameKey, ""));
	}

	private Found found(TxnResult result) {
		EtcdEntry<byte[]> entry = result.get(this.position);
		byte[] bytes = (entry != null) ? entry.value() : null;
		return new Found((bytes != null) ? CursorValue.parse(bytes) : null, (entry != null) ? entry.modRevision() : 0,
				result.get(this.name) != null, this.fencing.isHeld(result), result.revision());
	}

	/**
	 * What must be held to write.
	 *
	 * @param conditions the conditions of writes
	 * @param reads tell whether it is held
	 * @param token what they tell then
	 */
	private record Fencing(EtcdCondition[] conditions, List<TxnOperation<@Nullable EtcdEntry<byte[]>>> reads,
			long token) {

		static final Fencing NONE = new Fencing(new EtcdCondition[0], List.of(), 0);

		static Fencing by(EtcdFence fence) {
			return new Fencing(new EtcdCondition[] { fence.held() },
					List.of(TxnOperation.get(fence.key(), byte[].class)), fence.fencingToken());
		}

		boolean isHeld(TxnResult result) {
			return this.reads.stream().map(result::get).allMatch(this::isHeld);
		}

		private boolean isHeld(@Nullable EtcdEntry<byte[]> entry) {
			return entry != null && entry.createRevision() == this.token;
		}

	}

	/**
	 * What the keys hold.
	 *
	 * @param value the position, or {@code null} if there is none that can be understood
	 * @param modRevision the revision that stored it, or 0
	 * @param known whether there was a position once
	 * @param held whether what must be held to write is held, {@code true} if nothing
	 * must
	 * @param revision the revision of the store
	 */
	record Found(@Nullable CursorValue value, long modRevision, boolean known, boolean held, long revision) {

		// Whether there has never been a position.
		boolean isNew() {
			return this.modRevision == 0 && !this.known;
		}

		long epoch() {
			return (this.value != null) ? this.value.epoch() : 0;
		}

		boolean isOf(String session) {
			return this.value != null && this.value.session().equals(session);
		}

		boolean isAtLeast(Position position) {
			return this.value != null && this.value.position().compareTo(position) >= 0;
		}

	}

}
