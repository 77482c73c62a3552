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

package io.github.etcdspring.lease;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.kv.LeaseReference;

/**
 * A lease that the connection keeps alive until it is closed. Safe for use by several
 * threads at once.
 * <p>
 * What is known here of a lease is advice: another process may act a moment after the
 * lease has ended on the server. It errs on the safe side, as the lease ends here first,
 * but whoever must not act without the lease lets a transaction depend on a key that is
 * attached to it.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdLeaseTerm
 */
public interface EtcdLease extends LeaseReference, AutoCloseable {

	/**
	 * Return the id of the lease.
	 * @return the id, which is another one after the lease was granted again
	 * @throws EtcdLeaseNotFoundException if it has not been granted yet, has expired or
	 * is closed
	 */
	@Override
	long id();

	/**
	 * Return the time to live that the server granted, which may be more than was asked
	 * for.
	 * @return the time to live, or what was asked for if nothing was granted yet
	 */
	Duration ttl();

	/**
	 * Return how long the lease lives if no renewal is answered from now on.
	 * @return the time that is left, zero if the lease does not live
	 */
	Duration remaining();

	/**
	 * Return the state. It is evaluated with each call: a lease whose time is over is
	 * {@link State#EXPIRED} even if nothing else has noticed yet.
	 * @return the state
	 */
	State state();

	/**
	 * Return the life from the last grant on.
	 * @return the term, which may be over, or {@code null} if nothing was granted yet
	 */
	@Nullable EtcdLeaseTerm term();

	/**
	 * Wait until the lease lives.
	 * @param timeout how long to wait; not at all if zero or negative
	 * @return whether the lease lives; {@code false} at once if it never will
	 * @throws EtcdInterruptedException if the thread was interrupted while it waited
	 */
	boolean awaitActive(Duration timeout);

	/**
	 * Let a listener hear of changes of the state from now on.
	 * @param listener the listener
	 */
	void addListener(EtcdLeaseListener listener);

	/**
	 * Let a listener hear of nothing any more. Does nothing if it is not known.
	 * @param listener the listener
	 */
	void removeListener(EtcdLeaseListener listener);

	/**
	 * Revoke the lease: the keys that are attached to it are deleted at one revision. If
	 * that fails the server deletes them when the time to live is over, as nothing renews
	 * the lease any more; this is logged, not thrown. Closing twice does nothing.
	 */
	@Override
	void close();

	/**
	 * The state of a lease.
	 */
	enum State {

		/**
		 * It is being granted, for the first time or again.
		 */
		PENDING,

		/**
		 * It lives and is renewed.
		 */
		ACTIVE,

		/**
		 * It lives, but renewals have not been answered for a while. Either
		 * {@link #ACTIVE} or {@link #EXPIRED} comes next.
		 */
		DISCONNECTED,

		/**
		 * It ended against the will of its owner: renewals were not answered in time, or
		 * the server does not know it any more. Final, unless it was asked for that the
		 * lease be granted again: {@link #PENDING} comes next then.
		 */
		EXPIRED,

		/**
		 * Its owner or the end of the connection closed it. Final.
		 */
		CLOSED

	}

}
