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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

import io.github.etcdspring.EtcdBulkException;
import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdConflictException;
import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.EtcdFutureRevisionException;
import io.github.etcdspring.EtcdKeyNotFoundException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.EtcdRequestTooLargeException;
import io.github.etcdspring.EtcdTooManyOperationsException;
import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCalls;

/**
 * Operations on keys and values, blocking. All of them may fail with an
 * {@link io.github.etcdspring.EtcdException} within the request timeout; the
 * {@linkplain io.github.etcdspring.EtcdException#getOutcome() outcome} of the exception
 * says whether a write may have been applied. Wrong arguments are an
 * {@link IllegalArgumentException} that names the argument, and requests beyond the
 * limits of the server an {@link EtcdRequestTooLargeException} or an
 * {@link EtcdTooManyOperationsException}, both before anything is sent. No argument may
 * be {@code null}. Interrupting the thread cancels the call.
 *
 * <p>
 * Reads are repeated at other members until the time is over. Writes are repeated only if
 * the attempt before certainly had no effect: none is applied twice.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see <a href="https://etcd.io/docs/latest/learning/api/#key-value-api">Key-value
 * API</a>
 */
public interface EtcdKvOperations {

	/**
	 * Read the value of a key as text.
	 * @param key the key, not empty
	 * @return the value, or {@code null} if there is no such key
	 */
	default @Nullable String get(String key) {
		return get(key, String.class);
	}

	/**
	 * Read the value of a key.
	 * @param <T> the type of the value
	 * @param key the key, not empty
	 * @param type the type of the value
	 * @return the value, or {@code null} if there is no such key
	 * @throws EtcdConversionException if the value is not of that type
	 */
	default <T> @Nullable T get(String key, Class<T> type) {
		return get(key, Types.of(type));
	}

	/**
	 * Read the value of a key.
	 * @param <T> the type of the value
	 * @param key the key, not empty
	 * @param type the type of the value
	 * @return the value, or {@code null} if there is no such key
	 * @throws EtcdConversionException if the value is not of that type
	 */
	<T> @Nullable T get(String key, ParameterizedTypeReference<T> type);

	/**
	 * Read a key with its value as text.
	 * @param key the key, not empty
	 * @return the entry, or {@code null} if there is no such key
	 */
	default @Nullable EtcdEntry<String> getEntry(String key) {
		return getEntry(key, String.class);
	}

	/**
	 * Read a key with its value and revisions.
	 * @param <T> the type of the value
	 * @param key the key, not empty
	 * @param type the type of the value
	 * @return the entry, or {@code null} if there is no such key
	 * @throws EtcdConversionException if the value is not of that type
	 */
	default <T> @Nullable EtcdEntry<T> getEntry(String key, Class<T> type) {
		return getEntry(key, Types.of(type));
	}

	/**
	 * Read a key with its value and revisions.
	 * @param <T> the type of the value
	 * @param key the key, not empty
	 * @param type the type of the value
	 * @return the entry, or {@code null} if there is no such key
	 * @throws EtcdConversionException if the value is not of that type
	 */
	<T> @Nullable EtcdEntry<T> getEntry(String key, ParameterizedTypeReference<T> type);

	/**
	 * Read a range with its values as text.
	 * @param range the keys
	 * @return the entries, sorted by key
	 */
	default RangeResult<String> range(KeyRange range) {
		return range(range, String.class);
	}

	/**
	 * Read a range.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @return the entries, sorted by key
	 * @throws EtcdConversionException if a value is not of that type
	 */
	default <T> RangeResult<T> range(KeyRange range, Class<T> type) {
		return range(range, type, (spec) -> {
		});
	}

	/**
	 * Read a range in a way that the specification says.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param spec how, such as {@code (range) -> range.limit(100)}
	 * @return the entries
	 * @throws EtcdConversionException if a value is not of that type
	 * @throws EtcdCompactedException if the revision is no longer there
	 * @throws EtcdFutureRevisionException if the revision is not there yet
	 */
	default <T> RangeResult<T> range(KeyRange range, Class<T> type, Consumer<RangeSpec> spec) {
		return range(range, Types.of(type), spec);
	}

	/**
	 * Read a range.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @return the entries, sorted by key
	 * @throws EtcdConversionException if a value is not of that type
	 */
	default <T> RangeResult<T> range(KeyRange range, ParameterizedTypeReference<T> type) {
		return range(range, type, (spec) -> {
		});
	}

	/**
	 * Read a range in a way that the specification says.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param spec how, such as {@code (range) -> range.limit(100)}
	 * @return the entries
	 * @throws EtcdConversionException if a value is not of that type
	 * @throws EtcdCompactedException if the revision is no longer there
	 * @throws EtcdFutureRevisionException if the revision is not there yet
	 */
	<T> RangeResult<T> range(KeyRange range, ParameterizedTypeReference<T> type, Consumer<RangeSpec> spec);

	/**
	 * Read a range of any size, page by page while the stream is consumed, sorted by key,
	 * all at the revision of the first page. Memory holds one page of about a megabyte.
	 * Nothing needs to be closed.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @return a sequential stream, which throws what {@code range} throws: an
	 * {@link EtcdCompactedException} if its revision is compacted while it is consumed
	 */
	default <T> Stream<EtcdEntry<T>> stream(KeyRange range, Class<T> type) {
		return stream(range, Types.of(type), (spec) -> {
		});
	}

	/**
	 * Read a range of any size, page by page while the stream is consumed, sorted by key,
	 * all at one revision, in a way that the specification says. Memory holds one page of
	 * about a megabyte. Nothing needs to be closed.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param spec how; its limit is that of the whole stream, its timeout that of each
	 * page, and it may neither sort nor only count
	 * @return a sequential stream, which throws what {@code range} throws: an
	 * {@link EtcdCompactedException} if its revision is compacted while it is consumed
	 */
	default <T> Stream<EtcdEntry<T>> stream(KeyRange range, Class<T> type, Consumer<RangeSpec> spec) {
		return stream(range, Types.of(type), spec);
	}

	/**
	 * Read a range of any size, page by page while the stream is consumed, sorted by key,
	 * all at one revision, in a way that the specification says. Memory holds one page of
	 * about a megabyte. Nothing needs to be closed.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param spec how; its limit is that of the whole stream, its timeout that of each
	 * page, and it may neither sort nor only count
	 * @return a sequential stream, which throws what {@code range} throws: an
	 * {@link EtcdCompactedException} if its revision is compacted while it is consumed
	 */
	<T> Stream<EtcdEntry<T>> stream(KeyRange range, ParameterizedTypeReference<T> type, Consumer<RangeSpec> spec);

	/**
	 * Read the keys of a range, without their values.
	 * @param range the keys
	 * @return the keys, sorted, as UTF-8 text; see {@link RangeSpec#keysOnly()} for keys
	 * that are not text
	 */
	List<String> keys(KeyRange range);

	/**
	 * Count the keys of a range, without reading them.
	 * @param range the keys
	 * @return their number
	 */
	long count(KeyRange range);

	/**
	 * Put a value, creating the key or replacing what was there. Not repeated once it may
	 * have been applied.
	 * @param key the key, not empty
	 * @param value the value
	 * @return what the put did, without the previous entry
	 * @throws EtcdRequestTooLargeException if the value is larger than the server allows,
	 * 1.5 MiB with its key by default; nothing was sent then
	 * @throws EtcdConversionException if the value cannot be converted; nothing was sent
	 * then
	 */
	default PutResult<Void> put(String key, Object value) {
		return put(key, value, (spec) -> spec);
	}

	/**
	 * Put a value in a way that the specification says. Not repeated once it may have
	 * been applied.
	 * @param <P> the type of the previous value
	 * @param key the key, not empty
	 * @param value the value
	 * @param spec how, such as {@code (put) -> put.lease(id)}
	 * @return what the put did
	 * @throws EtcdLeaseNotFoundException if there is no such lease
	 */
	<P> PutResult<P> put(String key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec);

	/**
	 * Put a value in a way that the specification says. Not repeated once it may have
	 * been applied.
	 * @param <P> the type of the previous value
	 * @param key the key, not empty
	 * @param value the value
	 * @param spec how, such as {@code (put) -> put.lease(id)}
	 * @return what the put did
	 * @throws EtcdLeaseNotFoundException if there is no such lease
	 */
	<P> PutResult<P> put(byte[] key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec);

	/**
	 * Attach a key to a lease and keep its value. The key gets a new version and watchers
	 * see a put. Not repeated once it may have been applied.
	 * @param key the key, not empty
	 * @param leaseId the id of the lease, or 0 to detach the key from any
	 * @return what the put did
	 * @throws EtcdKeyNotFoundException if there is no such key
	 * @throws EtcdLeaseNotFoundException if there is no such lease
	 */
	default PutResult<Void> touch(String key, long leaseId) {
		return touch(key, (put) -> put.lease(leaseId));
	}

	/**
	 * Put the value that a key has already, in a way that the specification says. The key
	 * gets a new version and watchers see a put. Not repeated once it may have been
	 * applied.
	 * @param <P> the type of the previous value
	 * @param key the key, not empty
	 * @param spec how, such as {@code (put) -> put.keepLease()}
	 * @return what the put did
	 * @throws EtcdKeyNotFoundException if there is no such key
	 * @throws EtcdLeaseNotFoundException if there is no such lease
	 */
	<P> PutResult<P> touch(String key, Function<PutSpec<Void>, PutSpec<P>> spec);

	/**
	 * Delete a key. Not repeated once it may have been applied.
	 * @param key the key, not empty
	 * @return whether there was such a key
	 */
	boolean delete(String key);

	/**
	 * Delete all keys of a range at once, at one revision. Not repeated once it may have
	 * been applied. A range of very many keys keeps the cluster busy while they are
	 * deleted: see {@link #bulk}.
	 * @param range the keys
	 * @return what the delete did, without the deleted entries
	 */
	default DeleteResult<Void> delete(KeyRange range) {
		return delete(range, (spec) -> spec);
	}

	/**
	 * Delete all keys of a range at once, at one revision, in a way that the
	 * specification says. Not repeated once it may have been applied.
	 * @param <P> the type of the deleted values
	 * @param range the keys
	 * @param spec how, such as {@code (delete) -> delete.returnPrevious(String.class)}
	 * @return what the delete did
	 * @throws EtcdConversionException if a deleted value is not of the type that was
	 * asked for; the keys are deleted all the same
	 */
	<P> DeleteResult<P> delete(KeyRange range, Function<DeleteSpec<Void>, DeleteSpec<P>> spec);

	/**
	 * Make a transaction. Not repeated once it may have been applied, unless it only
	 * reads.
	 * @param spec the conditions, the operations if they hold, and those if not
	 * @return what the transaction did
	 * @throws EtcdTooManyOperationsException if a branch has more operations than the
	 * server allows, 128 by default; nothing was sent then
	 * @throws EtcdRequestTooLargeException if it is larger than the server allows, 1.5
	 * MiB by default; nothing was sent then
	 * @throws EtcdLeaseNotFoundException if a put names a lease that does not exist
	 * @throws EtcdKeyNotFoundException if a put keeps the value or the lease of a key
	 * that does not exist
	 * @see <a href=
	 * "https://etcd.io/docs/latest/learning/api/#transaction">Transaction</a>
	 */
	TxnResult txn(Consumer<TxnSpec> spec);

	/**
	 * Put and delete any number of keys, not at once but in chunks: each is a transaction
	 * of as many operations as the server takes, one after the other. All values are
	 * converted, and all limits are checked, before the first one is sent.
	 *
	 * <pre class="code">
	 * etcd.bulk((bulk) -&gt; bulk.putAll(flags).deleteAll(oldKeys));
	 * </pre>
	 * @param spec the operations
	 * @return what the bulk did
	 * @throws EtcdBulkException if a chunk fails: it says how many operations were
	 * applied. No chunk is repeated once it may have been applied
	 * @throws EtcdRequestTooLargeException if a single operation is larger than the
	 * server allows; nothing was sent then
	 */
	BulkResult bulk(Consumer<BulkSpec> spec);

	/**
	 * Put a value unless the key exists. Not repeated once it may have been applied.
	 * @param key the key, not empty
	 * @param value the value
	 * @return whether the value was put
	 */
	default boolean putIfAbsent(String key, Object value) {
		return putIfAbsent(key, value, (spec) -> spec);
	}

	/**
	 * Put a value, in a way that the specification says, unless the key exists. Not
	 * repeated once it may have been applied.
	 * @param key the key, not empty
	 * @param value the value
	 * @param spec how, such as {@code (put) -> put.lease(id)}
	 * @return whether the value was put
	 */
	boolean putIfAbsent(String key, Object value, UnaryOperator<PutSpec<Void>> spec);

	/**
	 * Put a value if the key was not changed since it was read. Like any put it detaches
	 * the key from its lease. Not repeated once it may have been applied.
	 * @param key the key, not empty
	 * @param value the value
	 * @param expectedModRevision the {@linkplain EtcdEntry#modRevision() revision} of the
	 * entry that was read, positive
	 * @return whether the value was put, {@code false} if the key was changed or deleted
	 */
	default boolean replace(String key, Object value, long expectedModRevision) {
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
	 * @return whether the value was put
	 */
	boolean replace(String key, Object value, long expectedModRevision, UnaryOperator<PutSpec<Void>> spec);

	/**
	 * Delete a key if it was not changed since it was read. Not repeated once it may have
	 * been applied.
	 * @param key the key, not empty
	 * @param expectedModRevision the {@linkplain EtcdEntry#modRevision() revision} of the
	 * entry that was read, positive
	 * @return whether the key was deleted, {@code false} if it was changed or deleted by
	 * somebody else
	 */
	boolean deleteIf(String key, long expectedModRevision);

	/**
	 * Compute a new value from the current one and put it, again and again until nobody
	 * else changed the key in between, for as long as the timeout allows. The key keeps
	 * its lease. An attempt that may have been applied is not repeated.
	 * @param <T> the type of the value
	 * @param key the key, not empty
	 * @param type the type of the value
	 * @param function computes the new value from the current one, {@code null} if there
	 * is no such key; {@code null} deletes the key. It may be called several times
	 * @return the new value, or {@code null} if there is none
	 * @throws EtcdConflictException if others won until the time was over
	 * @throws EtcdConversionException if the current value is not of that type, or the
	 * new one cannot be converted
	 */
	default <T> @Nullable T update(String key, Class<T> type, UnaryOperator<@Nullable T> function) {
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
	 * is no such key; {@code null} deletes the key. It may be called several times
	 * @return the new value, or {@code null} if there is none
	 * @throws EtcdConflictException if others won until the time was over
	 * @throws EtcdConversionException if the current value is not of that type, or the
	 * new one cannot be converted
	 */
	<T> @Nullable T update(String key, ParameterizedTypeReference<T> type, UnaryOperator<@Nullable T> function);

	/**
	 * Forget the history before a revision: nothing older can be read or watched any
	 * more. Returns before the space is free. Not repeated once it may have been applied;
	 * doing it again fails with an {@link EtcdCompactedException} and changes nothing.
	 * @param revision the oldest revision to keep, positive
	 * @return the header of the answer
	 * @throws EtcdCompactedException if that revision is gone already
	 * @throws EtcdFutureRevisionException if that revision is not there yet
	 */
	default ResponseHeader compact(long revision) {
		return compact(revision, false);
	}

	/**
	 * Forget the history before a revision: nothing older can be read or watched any
	 * more. Not repeated once it may have been applied; doing it again fails with an
	 * {@link EtcdCompactedException} and changes nothing.
	 * @param revision the oldest revision to keep, positive
	 * @param physical whether to wait until the entries are gone from the database
	 * @return the header of the answer
	 * @throws EtcdCompactedException if that revision is gone already
	 * @throws EtcdFutureRevisionException if that revision is not there yet
	 * @see <a href=
	 * "https://etcd.io/docs/latest/op-guide/maintenance/#history-compaction"> History
	 * compaction</a>
	 */
	ResponseHeader compact(long revision, boolean physical);

	/**
	 * Create the operations. Internal to the library.
	 * @param calls the path of the calls
	 * @param converter converts the values
	 * @return the operations
	 */
	static EtcdKvOperations create(EtcdCalls calls, EtcdValueConverter converter) {
		return new DefaultEtcdKvOperations(calls, new KvCalls(converter));
	}

}
