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

package io.github.etcdspring.kv;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCalls;

/**
 * Operations on keys and values that do not wait. Futures complete on the callback
 * executor of the connection, within the request timeout, and fail with what
 * {@link EtcdKvOperations} throws; cancelling one cancels the call on the server. Wrong
 * arguments, values that cannot be converted and requests beyond the limits of the server
 * are thrown at once, before anything is sent. No argument may be {@code null}.
 *
 * <p>
 * Reads are repeated at other members until the time is over. Writes are repeated only if
 * the attempt before certainly had no effect: none is applied twice.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdKvOperations
 * @see <a href="https://etcd.io/docs/latest/learning/api/#key-value-api">Key-value
 * API</a>
 */
public interface AsyncEtcdKvOperations {

	/**
	 * Read the value of a key as text.
	 * @param key the key, not empty
	 * @return a future of the value, or {@code null} if there is no such key
	 */
	default CompletableFuture<@Nullable String> get(String key) {
		return get(key, String.class);
	}

	/**
	 * Read the value of a key.
	 * @param <T> the type of the value
	 * @param key the key, not empty
	 * @param type the type of the value
	 * @return a future of the value, or {@code null} if there is no such key
	 */
	default <T> CompletableFuture<@Nullable T> get(String key, Class<T> type) {
		return get(key, Types.of(type));
	}

	/**
	 * Read the value of a key.
	 * @param <T> the type of the value
	 * @param key the key, not empty
	 * @param type the type of the value
	 * @return a future of the value, or {@code null} if there is no such key
	 */
	<T> CompletableFuture<@Nullable T> get(String key, ParameterizedTypeReference<T> type);

	/**
	 * Read a key with its value as text.
	 * @param key the key, not empty
	 * @return a future of the entry, or {@code null} if there is no such key
	 */
	default CompletableFuture<@Nullable EtcdEntry<String>> getEntry(String key) {
		return getEntry(key, String.class);
	}

	/**
	 * Read a key with its value and revisions.
	 * @param <T> the type of the value
	 * @param key the key, not empty
	 * @param type the type of the value
	 * @return a future of the entry, or {@code null} if there is no such key
	 */
	default <T> CompletableFuture<@Nullable EtcdEntry<T>> getEntry(String key, Class<T> type) {
		return getEntry(key, Types.of(type));
	}

	/**
	 * Read a key with its value and revisions.
	 * @param <T> the type of the value
	 * @param key the key, not empty
	 * @param type the type of the value
	 * @return a future of the entry, or {@code null} if there is no such key
	 */
	<T> CompletableFuture<@Nullable EtcdEntry<T>> getEntry(String key, ParameterizedTypeReference<T> type);

	/**
	 * Read a range with its values as text.
	 * @param range the keys
	 * @return a future of the entries, sorted by key
	 */
	default CompletableFuture<RangeResult<String>> range(KeyRange range) {
		return range(range, String.class);
	}

	/**
	 * Read a range.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @return a future of the entries, sorted by key
	 */
	default <T> CompletableFuture<RangeResult<T>> range(KeyRange range, Class<T> type) {
		return range(range, type, (spec) -> {
		});
	}

	/**
	 * Read a range in a way that the specification says.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param spec how, such as {@code (range) -> range.limit(100)}
	 * @return a future of the entries
	 */
	default <T> CompletableFuture<RangeResult<T>> range(KeyRange range, Class<T> type, Consumer<RangeSpec> spec) {
		return range(range, Types.of(type), spec);
	}

	/**
	 * Read a range.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @return a future of the entries, sorted by key
	 */
	default <T> CompletableFuture<RangeResult<T>> range(KeyRange range, ParameterizedTypeReference<T> type) {
		return range(range, type, (spec) -> {
		});
	}

	/**
	 * Read a range in a way that the specification says.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param spec how, such as {@code (range) -> range.limit(100)}
	 * @return a future of the entries
	 */
	<T> CompletableFuture<RangeResult<T>> range(KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<RangeSpec> spec);

	/**
	 * Read a range of any size, page by page as fast as the subscriber asks for entries,
	 * sorted by key, all at the revision of the first page. Each subscriber begins anew.
	 * Memory holds one page of about a megabyte.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @return a publisher, which reads nothing before it has a subscriber that asks; it
	 * calls subscribers on the callback executor or where they ask, and cancelling
	 * cancels the call on the server
	 */
	default <T> Flow.Publisher<EtcdEntry<T>> stream(KeyRange range, Class<T> type) {
		return stream(range, type, (spec) -> {
		});
	}

	/**
	 * Read a range of any size, page by page as fast as the subscriber asks for entries,
	 * sorted by key, all at one revision, in a way that the specification says. Each
	 * subscriber begins anew. Memory holds one page of about a megabyte.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param spec how; its limit is that of the whole stream, its timeout that of each
	 * page, and it may neither sort nor only count
	 * @return a publisher, which reads nothing before it has a subscriber that asks; it
	 * calls subscribers on the callback executor or where they ask, and cancelling
	 * cancels the call on the server
	 */
	default <T> Flow.Publisher<EtcdEntry<T>> stream(KeyRange range, Class<T> type, Consumer<RangeSpec> spec) {
		return stream(range, Types.of(type), spec);
	}

	/**
	 * Read a range of any size, page by page as fast as the subscriber asks for entries,
	 * sorted by key, all at one revision, in a way that the specification says. Each
	 * subscriber begins anew. Memory holds one page of about a megabyte.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param spec how; its limit is that of the whole stream, its timeout that of each
	 * page, and it may neither sort nor only count
	 * @return a publisher, which reads nothing before it has a subscriber that asks; it
	 * calls subscribers on the callback executor or where they ask, and cancelling
	 * cancels the call on the server
	 */
	<T> Flow.Publisher<EtcdEntry<T>> stream(KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<RangeSpec> spec);

	/**
	 * Read the keys of a range, without their values.
	 * @param range the keys
	 * @return a future of the keys, sorted
	 */
	CompletableFuture<List<String>> keys(KeyRange range);

	/**
	 * Count the keys of a range.
	 * @param range the keys
	 * @return a future of their number
	 */
	CompletableFuture<Long> count(KeyRange range);

	/**
	 * Put a value, creating the key or replacing what was there. Not repeated once it may
	 * have been applied.
	 * @param key the key, not empty
	 * @param value the value
	 * @return a future of what the put did, without the previous entry
	 */
	default CompletableFuture<PutResult<Void>> put(String key, Object value) {
		return put(key, value, (spec) -> spec);
	}

	/**
	 * Put a value in a way that the specification says. Not repeated once it may have
	 * been applied.
	 * @param <P> the type of the previous value
	 * @param key the key, not empty
	 * @param value the value
	 * @param spec how, such as {@code (put) -> put.lease(id)}
	 * @return a future of what the put did
	 */
	<P> CompletableFuture<PutResult<P>> put(String key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec);

	/**
	 * Put a value in a way that the specification says. Not repeated once it may have
	 * been applied.
	 * @param <P> the type of the previous value
	 * @param key the key, not empty
	 * @param value the value
	 * @param spec how, such as {@code (put) -> put.lease(id)}
	 * @return a future of what the put did
	 */
	<P> CompletableFuture<PutResult<P>> put(byte[] key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec);

	/**
	 * Attach a key to a lease and keep its value. The key gets a new version and watchers
	 * see a put. Not repeated once it may have been applied.
	 * @param key the key, not empty
	 * @param leaseId the id of the lease, or 0 to detach the key from any
	 * @return a future of what the put did
	 */
	default CompletableFuture<PutResult<Void>> touch(String key, long leaseId) {
		return touch(key, (put) -> put.lease(leaseId));
	}

	/**
	 * Put the value that a key has already, in a way that the specification says. The key
	 * gets a new version and watchers see a put. Not repeated once it may have been
	 * applied.
	 * @param <P> the type of the previous value
	 * @param key the key, not empty
	 * @param spec how, such as {@code (put) -> put.keepLease()}
	 * @return a future of what the put did
	 */
	<P> CompletableFuture<PutResult<P>> touch(String key, Function<PutSpec<Void>, PutSpec<P>> spec);

	/**
	 * Delete a key. Not repeated once it may have been applied.
	 * @param key the key, not empty
	 * @return a future of whether there was such a key
	 */
	CompletableFuture<Boolean> delete(String key);

	/**
	 * Delete all keys of a range at once, at one revision. Not repeated once it may have
	 * been applied.
	 * @param range the keys
	 * @return a future of what the delete did, without the deleted entries
	 */
	default CompletableFuture<DeleteResult<Void>> delete(KeyRange range) {
		return delete(range, (spec) -> spec);
	}

	/**
	 * Delete all keys of a range at once, at one revision, in a way that the
	 * specification says. Not repeated once it may have been applied.
	 * @param <P> the type of the deleted values
	 * @param range the keys
	 * @param spec how, such as {@code (delete) -> delete.returnPrevious(String.class)}
	 * @return a future of what the delete did
	 */
	<P> CompletableFuture<DeleteResult<P>> delete(KeyRange range, Function<DeleteSpec<Void>, DeleteSpec<P>> spec);

	/**
	 * Make a transaction. Not repeated once it may have been applied, unless it only
	 * reads.
	 * @param spec the conditions, the operations if they hold, and those if not
	 * @return a future of what the transaction did
	 */
	CompletableFuture<TxnResult> txn(Consumer<TxnSpec> spec);

	/**
	 * Put and delete any number of keys, not at once but in chunks: each is a transaction
	 * of as many operations as the server takes, one after the other. All values are
	 * converted, and all limits are checked, before the first one is sent. Cancelling the
	 * future cancels the chunk that is under way, and no other is sent.
	 * @param spec the operations
	 * @return a future of what the bulk did, which fails with an
	 * {@link io.github.etcdspring.EtcdBulkException} if a chunk fails
	 */
	CompletableFuture<BulkResult> bulk(Consumer<BulkSpec> spec);

	/**
	 * Put a value unless the key exists. Not repeated once it may have been applied.
	 * @param key the key, not empty
	 * @param value the value
	 * @return a future of whether the value was put
	 */
	default CompletableFuture<Boolean> putIfAbsent(String key, Object value) {
		return putIfAbsent(key, value, (spec) -> spec);
	}

	/**
	 * Put a value, in a way that the specification says, unless the key exists. Not
	 * repeated once it may have been applied.
	 * @param key the key, not empty
	 * @param value the value
	 * @param spec how, such as {@code (put) -> put.lease(id)}
	 * @return a future of whether the value was put
	 */
	CompletableFuture<Boolean> putIfAbsent(String key, Object value, UnaryOperator<PutSpec<Void>> spec);

	/**
	 * Put a value if the key was not changed since it was read. Like any put it detaches
	 * the key from its lease. Not repeated once it may have been applied.
	 * @param key the key, not empty
	 * @param value the value
	 * @param expectedModRevision the {@linkplain EtcdEntry#modRevision() revision} of the
	 * entry that was read, positive
	 * @return a future of whether the value was put
	 */
	default CompletableFuture<Boolean> replace(String key, Object value, long expectedModRevision) {
		return replace(key, value, expectedModRevision, (spec) -> spec);
	}

	/**
	 * Put a value, in a way that the specification says, if the key was not changed since
	 * it was read. Not repeated once it may have been applied.
	 * @param key the key, not empty
	 * @param value the value
	 * @param expectedModRevision the {@linkplain EtcdEntry#modRevision() revision} of the
	 * entry that was read, positive
	 * @param spec how, such as {@code (put) -> put.keepLease()}
	 * @return a future of whether the value was put
	 */
	CompletableFuture<Boolean> replace(String key, Object value, long expectedModRevision,
			UnaryOperator<PutSpec<Void>> spec);

	/**
	 * Delete a key if it was not changed since it was read. Not repeated once it may have
	 * been applied.
	 * @param key the key, not empty
	 * @param expectedModRevision the {@linkplain EtcdEntry#modRevision() revision} of the
	 * entry that was read, positive
	 * @return a future of whether the key was deleted
	 */
	CompletableFuture<Boolean> deleteIf(String key, long expectedModRevision);

	/**
	 * Compute a new value from the current one and put it, again and again until nobody
	 * else changed the key in between, for as long as the timeout allows. The key keeps
	 * its lease. An attempt that may have been applied is not repeated.
	 * @param <T> the type of the value
	 * @param key the key, not empty
	 * @param type the type of the value
	 * @param function computes the new value from the current one, {@code null} if there
	 * is no such key; {@code null} deletes the key. It may be called several times, on
	 * the callback executor
	 * @return a future of the new value, or {@code null} if there is none
	 */
	default <T> CompletableFuture<@Nullable T> update(String key, Class<T> type, UnaryOperator<@Nullable T> function) {
		return update(key, Types.of(type), function);
	}

	/**
	 * Compute a new value from the current one and put it, again and again until nobody
	 * else changed the key in between, for as long as the timeout allows. The key keeps
	 * its lease. An attempt that may have been applied is not repeated.
	 * @param <T> the type of the value
	 * @param key the key, not empty
	 * @param type the type of the value
	 * @param function computes the new value from the current one, {@code null} if there
	 * is no such key; {@code null} deletes the key. It may be called several times, on
	 * the callback executor
	 * @return a future of the new value, or {@code null} if there is none
	 */
	<T> CompletableFuture<@Nullable T> update(String key, ParameterizedTypeReference<T> type,
			UnaryOperator<@Nullable T> function);

	/**
	 * Forget the history before a revision: nothing older can be read or watched any
	 * more. Returns before the space is free.
	 * @param revision the oldest revision to keep, positive
	 * @return a future of the header of the answer
	 */
	default CompletableFuture<ResponseHeader> compact(long revision) {
		return compact(revision, false);
	}

	/**
	 * Forget the history before a revision: nothing older can be read or watched any
	 * more.
	 * @param revision the oldest revision to keep, positive
	 * @param physical whether to wait until the entries are gone from the database
	 * @return a future of the header of the answer
	 */
	CompletableFuture<ResponseHeader> compact(long revision, boolean physical);

	/**
	 * Create the operations. Internal to the library.
	 * @param calls the path of the calls
	 * @param converter converts the values
	 * @return the operations
	 */
	static AsyncEtcdKvOperations create(EtcdCalls calls, EtcdValueConverter converter) {
		return new DefaultAsyncEtcdKvOperations(calls, new KvCalls(converter));
	}

}
