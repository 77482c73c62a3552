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

import io.github.etcdspring.kv.EtcdCondition;

/**
 * What one process holds and all others do not, such as a lock, with the means to make
 * writes depend on it.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdFence {

	/**
	 * Return the key that exists while it is held.
	 * @return the key
	 */
	String key();

	/**
	 * Return a number that is greater than that of all who held it before: the revision
	 * that created the key. Other systems can refuse what comes with a smaller number
	 * than the greatest that they have seen.
	 * @return the fencing token
	 */
	long fencingToken();

	/**
	 * Return whether it is held, as far as can be known here without asking the server.
	 * It ends here before it can end on the server, even if the process was paused or the
	 * clock was set; but between this answer and what is done upon it any time may pass:
	 * writes that must not happen then depend on {@link #held()}.
	 * @return whether it is held; once {@code false} it is never {@code true} again
	 */
	boolean isHeld();

	/**
	 * Return the condition of a transaction that holds as long as it is held.
	 * @return the condition
	 * @see io.github.etcdspring.kv.TxnSpec#when(EtcdCondition...)
	 */
	default EtcdCondition held() {
		return EtcdCondition.createRevision(key()).equalTo(fencingToken());
	}

	/**
	 * Give it up as lost, such as when a transaction was refused because {@link #held()}
	 * did not hold. Does nothing if it is not held.
	 */
	void markLost();

}
