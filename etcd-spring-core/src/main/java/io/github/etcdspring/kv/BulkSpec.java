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

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Any number of puts and deletes, which take effect in their order, but not at once: they
 * are made in chunks of as many as the server takes in one transaction. Each chunk is
 * atomic; others may see the store between two of them, and a failure leaves done what
 * came before it.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdKvOperations#bulk
 */
public interface BulkSpec {

	/**
	 * Put a value.
	 * @param key the key, not empty
	 * @param value the value, which is converted before anything is sent
	 * @return this specification
	 */
	default BulkSpec put(String key, Object value) {
		return put(key, value, (spec) -> spec);
	}

	/**
	 * Put a value in a way that the specification says.
	 * @param key the key, not empty
	 * @param value the value, which is converted before anything is sent
	 * @param spec how; neither a timeout nor a time to live of its own: grant a lease and
	 * use {@link PutSpec#lease(long)}
	 * @return this specification
	 */
	BulkSpec put(String key, Object value, UnaryOperator<PutSpec<Void>> spec);

	/**
	 * Put a value in a way that the specification says.
	 * @param key the key, not empty
	 * @param value the value, which is converted before anything is sent
	 * @param spec how; neither a timeout nor a time to live of its own: grant a lease and
	 * use {@link PutSpec#lease(long)}
	 * @return this specification
	 */
	BulkSpec put(byte[] key, Object value, UnaryOperator<PutSpec<Void>> spec);

	/**
	 * Put values.
	 * @param values the values by their keys, without null, in the order of the map
	 * @return this specification
	 */
	BulkSpec putAll(Map<String, ?> values);

	/**
	 * Delete a key. It need not exist.
	 * @param key the key, not empty
	 * @return this specification
	 */
	BulkSpec delete(String key);

	/**
	 * Delete all keys of a range, at one revision.
	 * @param range the keys
	 * @return this specification
	 */
	BulkSpec delete(KeyRange range);

	/**
	 * Delete keys. They need not exist.
	 * @param keys the keys, none of them empty
	 * @return this specification
	 */
	BulkSpec deleteAll(Collection<String> keys);

	/**
	 * Delete a key if it was not changed since it was read.
	 * @param key the key, not empty
	 * @param expectedModRevision the {@linkplain EtcdEntry#modRevision() revision} of the
	 * entry that was read, positive
	 * @return this specification
	 */
	BulkSpec deleteIf(String key, long expectedModRevision);

	/**
	 * Give each chunk its own time, retries included. By default each has the request
	 * timeout.
	 * @param timeout the timeout, positive
	 * @return this specification
	 */
	BulkSpec timeout(Duration timeout);

}
