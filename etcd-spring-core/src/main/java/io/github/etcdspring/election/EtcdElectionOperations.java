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
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchRegistration;

/**
 * Elections, blocking. They use the keys of etcd's own election service with the same
 * name, so that its clients take part and observe, too. A lock of the same name shares
 * its queue with the election.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdElectionOperations {

	/**
	 * Campaign until this process is the leader, for as long as it takes, also for etcd.
	 * @param name the name of the election, not empty
	 * @param value what others shall know of the leader, such as its address
	 * @return the leadership, to be closed
	 * @throws EtcdInterruptedException if the thread was interrupted; nothing stays
	 * queued then
	 * @throws io.github.etcdspring.EtcdException if etcd refuses
	 */
	EtcdLeader campaign(String name, Object value);

	/**
	 * Campaign for some time. After giving up nothing stays queued on the server, as soon
	 * as it can be reached.
	 * @param name the name of the election, not empty
	 * @param value what others shall know of the leader, such as its address
	 * @param wait how long to wait, not negative; etcd gets a second in any case, or the
	 * request timeout if this is zero
	 * @return the leadership, to be closed, or {@code null} if others had it all the time
	 * @throws EtcdInterruptedException if the thread was interrupted; nothing stays
	 * queued then
	 * @throws io.github.etcdspring.EtcdException if etcd refuses, or could not be reached
	 * in time
	 */
	@Nullable EtcdLeader campaign(String name, Object value, Duration wait);

	/**
	 * Take over the leadership that a process before this one had, such as this
	 * application before its restart, as long as its session lease lives: it then depends
	 * on the session lease of this connection, without another election and with the same
	 * fencing token. Whoever had it must be gone, as both could write. The leader does so
	 * before it campaigns:
	 *
	 * <pre class="code">
	 * EtcdLeader leader = etcd.elections().resume("/leaders/scheduler", saved.key(), saved.token());
	 * </pre>
	 * @param name the name of the election, not empty
	 * @param key the {@linkplain EtcdLeader#key() key} of the leadership
	 * @param fencingToken the {@linkplain EtcdLeader#fencingToken() token} of the
	 * leadership
	 * @return the leadership, to be closed, or {@code null} if it is over
	 * @throws IllegalStateException if this connection campaigns or leads already
	 * @throws EtcdInterruptedException if the thread was interrupted; the leadership is
	 * given back then
	 * @throws io.github.etcdspring.EtcdException if etcd refuses or could not be reached
	 * within the request timeout; if the outcome is unknown the leadership is given back
	 */
	@Nullable EtcdLeader resume(String name, String key, long fencingToken);

	/**
	 * Tell who leads.
	 * @param name the name of the election, not empty
	 * @return the key of the leader with what it proclaims as text, or {@code null} if
	 * there is none
	 */
	default @Nullable EtcdEntry<String> leader(String name) {
		return leader(name, String.class);
	}

	/**
	 * Tell who leads.
	 * @param <T> the type of what the leader proclaims
	 * @param name the name of the election, not empty
	 * @param type the type of what the leader proclaims
	 * @return the key of the leader with what it proclaims, or {@code null} if there is
	 * none
	 */
	<T> @Nullable EtcdEntry<T> leader(String name, Class<T> type);

	/**
	 * Hear who leads, now and whenever that or what the leader proclaims changes, also
	 * beyond outages of etcd.
	 * @param <T> the type of what the leader proclaims
	 * @param name the name of the election, not empty
	 * @param type the type of what the leader proclaims
	 * @param observer hears of it on a thread that may block; the latest counts, as those
	 * in between may be left out
	 * @return the watch, to be cancelled, which runs while the container of watches does
	 */
	<T> EtcdWatchRegistration observe(String name, Class<T> type, EtcdLeaderObserver<T> observer);

	/**
	 * Create the operations. Internal to the library.
	 * @param connection the connection to which the leadership belongs
	 * @param calls the path of the calls
	 * @param converter converts values
	 * @param container tells the container of the watches of observers
	 * @return the operations
	 */
	static EtcdElectionOperations create(EtcdConnection connection, EtcdCalls calls, EtcdValueConverter converter,
			Supplier<EtcdWatchContainer> container) {
		return new DefaultEtcdElectionOperations(connection, calls, converter, container);
	}

}
