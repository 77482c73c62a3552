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

import io.github.etcdspring.lock.EtcdFence;

/**
 * The leadership that this process has won. It lasts until it is resigned or lost; what
 * was lost is never had again: campaign again for another one. Safe for use by several
 * threads at once.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdElectionOperations#campaign(String, Object)
 */
public interface EtcdLeader extends EtcdFence, AutoCloseable {

	/**
	 * Return the name of the election.
	 * @return the name
	 */
	String name();

	/**
	 * Return how long the leadership lasts if etcd cannot be reached from now on.
	 * @return the time that is left, zero if it is over
	 */
	Duration remaining();

	/**
	 * Tell those who observe the election something else, without another election.
	 * @param value the value
	 * @throws io.github.etcdspring.EtcdFencedException if the leadership is over
	 */
	void proclaim(Object value);

	/**
	 * Let somebody hear, once, that the leadership was lost, on a thread that may block
	 * without anybody else waiting for it; at once, on this one, if it was lost already.
	 * Resigning is no loss.
	 * @param listener hears of it; exceptions are logged
	 */
	void onLost(Runnable listener);

	/**
	 * Give the leadership back, so that the next candidate wins. Never fails: if etcd
	 * cannot be reached, the key is deleted as soon as it can, or ends with the session
	 * lease.
	 * @return whether it was had until now, as far as is known; {@code false} if it was
	 * lost or resigned before
	 */
	boolean resign();

	/**
	 * Resign. If the leadership had been lost this is logged, not thrown. Closing twice
	 * does nothing.
	 */
	@Override
	void close();

}
