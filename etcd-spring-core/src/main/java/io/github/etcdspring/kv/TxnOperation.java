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

import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

/**
 * An operation of a transaction, and the handle to its result.
 *
 * <pre class="code">
 * var current = TxnOperation.get("/leader", Node.class);
 * TxnResult result = etcd.txn((txn) -&gt; txn.when(EtcdCondition.absent("/leader"))
 *     .then(TxnOperation.put("/leader", self))
 *     .otherwise(current));
 * Node leader = (result.succeeded()) ? self : result.get(current).value();
 * </pre>
 *
 * @param <R> the result
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see TxnResult#get(TxnOperation)
 */
public sealed interface TxnOperation<R extends @Nullable Object> permits WireOperation {

	/**
	 * Read a key with its value as text.
	 * @param key the key, not empty
	 * @return the operation; its result is {@code null} if there is no such key
	 */
	static TxnOperation<@Nullable EtcdEntry<String>> get(String key) {
		return get(key, String.class);
	}

	/**
	 * Read a key.
	 * @param <T> the type of the value
	 * @param key the key, not empty
	 * @param type the type of the value
	 * @return the operation; its result is {@code null} if there is no such key
	 */
	static <T> TxnOperation<@Nullable EtcdEntry<T>> get(String key, Class<T> type) {
		return get(key, Types.of(type));
	}

	/**
	 * Read a key.
	 * @param <T> the type of the value
	 * @param key the key, not empty
	 * @param type the type of the value
	 * @return the operation; its result is {@code null} if there is no such key
	 */
	static <T> TxnOperation<@Nullable EtcdEntry<T>> get(String key, ParameterizedTypeReference<T> type) {
		return RangeOperation.entry(key, type);
	}

	/**
	 * Read a range with its values as text.
	 * @param range the keys
	 * @return the operation
	 */
	static TxnOperation<RangeResult<String>> range(KeyRange range) {
		return range(range, String.class);
	}

	/**
	 * Read a range.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @return the operation
	 */
	static <T> TxnOperation<RangeResult<T>> range(KeyRange range, Class<T> type) {
		return range(range, type, (spec) -> {
		});
	}

	/**
	 * Read a range in a way that the specification says.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param spec how
	 * @return the operation
	 */
	static <T> TxnOperation<RangeResult<T>> range(KeyRange range, Class<T> type, Consumer<RangeSpec> spec) {
		return range(range, Types.of(type), spec);
	}

	/**
	 * Read a range in a way that the specification says.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param spec how
	 * @return the operation
	 */
	static <T> TxnOperation<RangeResult<T>> range(KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<RangeSpec> spec) {
		return RangeOperation.range(range, type, spec);
	}

	/**
	 * Put a value.
	 * @param key the key, not empty
	 * @param value the value
	 * @return the operation
	 */
	static TxnOperation<PutResult<Void>> put(String key, Object value) {
		return put(key, value, (spec) -> spec);
	}

	/**
	 * Put a value in a way that the specification says.
	 * @param <P> the type of the previous value
	 * @param key the key, not empty
	 * @param value the value
	 * @param spec how
	 * @return the operation
	 */
	static <P> TxnOperation<PutResult<P>> put(String key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return PutOperation.put(KeyRange.key(key), value, spec);
	}

	/**
	 * Put a value in a way that the specification says.
	 * @param <P> the type of the previous value
	 * @param key the key, not empty
	 * @param value the value
	 * @param spec how
	 * @return the operation
	 */
	static <P> TxnOperation<PutResult<P>> put(byte[] key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return PutOperation.put(KeyRange.key(key), value, spec);
	}

	/**
	 * Put the value that a key has already. The key must exist.
	 * @param <P> the type of the previous value
	 * @param key the key, not empty
	 * @param spec how
	 * @return the operation
	 */
	static <P> TxnOperation<PutResult<P>> touch(String key, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return PutOperation.touch(KeyRange.key(key), spec);
	}

	/**
	 * Delete a key.
	 * @param key the key, not empty
	 * @return the operation; its result is whether there was such a key
	 */
	static TxnOperation<Boolean> delete(String key) {
		return DeleteOperation.key(key);
	}

	/**
	 * Delete all keys of a range.
	 * @param range the keys
	 * @return the operation
	 */
	static TxnOperation<DeleteResult<Void>> delete(KeyRange range) {
		return delete(range, (spec) -> spec);
	}

	/**
	 * Delete all keys of a range in a way that the specification says.
	 * @param <P> the type of the deleted values
	 * @param range the keys
	 * @param spec how
	 * @return the operation
	 */
	static <P> TxnOperation<DeleteResult<P>> delete(KeyRange range, Function<DeleteSpec<Void>, DeleteSpec<P>> spec) {
		return DeleteOperation.range(range, spec);
	}

	/**
	 * Make a transaction within the transaction. Its operations see what those before it
	 * did; its conditions do not: all conditions are evaluated first.
	 * @param spec the inner transaction
	 * @return the operation
	 */
	static TxnOperation<TxnResult> txn(Consumer<TxnSpec> spec) {
		return new TxnCall(spec);
	}

}
