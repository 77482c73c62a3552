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

package io.github.etcdspring.election;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;

/**
 * Elections that do not wait. Futures complete on the callback executor of the connection
 * and fail with what {@link EtcdElectionOperations} throws. Once the future of a campaign
 * is completed by others, such as cancelled or timed out, nothing is won and nothing
 * stays queued.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface AsyncEtcdElectionOperations {

	/**
	 * Campaign until this process is the leader, for as long as it takes, also for etcd.
	 * A campaign occupies a thread of the library.
	 * @param name the name of the election, not empty
	 * @param value what others shall know of the leader, such as its address
	 * @return a future of the leadership, to be closed
	 */
	CompletableFuture<EtcdLeader> campaign(String name, Object value);

	/**
	 * Campaign for some time. A campaign occupies a thread of the library.
	 * @param name the name of the election, not empty
	 * @param value what others shall know of the leader, such as its address
	 * @param wait how long to wait, not negative; etcd gets a second in any case, or the
	 * request timeout if this is zero
	 * @return a future of the leadership, to be closed, or of {@code null} if others had
	 * it all the time
	 */
	CompletableFuture<@Nullable EtcdLeader> campaign(String name, Object value, Duration wait);

	/**
	 * Tell who leads.
	 * @param name the name of the election, not empty
	 * @return a future of the key of the leader with what it proclaims as text, or of
	 * {@code null} if there is none
	 */
	default CompletableFuture<@Nullable EtcdEntry<String>> leader(String name) {
		return leader(name, String.class);
	}

	/**
	 * Tell who leads.
	 * @param <T> the type of what the leader proclaims
	 * @param name the name of the election, not empty
	 * @param type the type of what the leader proclaims
	 * @return a future of the key of the leader with what it proclaims, or of
	 * {@code null} if there is none
	 */
	<T> CompletableFuture<@Nullable EtcdEntry<T>> leader(String name, Class<T> type);

	/**
	 * Create the operations. Internal to the library.
	 * @param connection the connection to which the leadership belongs
	 * @param calls the path of the calls
	 * @param converter converts values
	 * @return the operations
	 */
	static AsyncEtcdElectionOperations create(EtcdConnection connection, EtcdCalls calls,
			EtcdValueConverter converter) {
		return new DefaultAsyncEtcdElectionOperations(connection, calls, converter);
	}

}
