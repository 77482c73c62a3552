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

package io.github.etcdspring.watch;

import io.github.etcdspring.EtcdException;

/**
 * Hears of the changes of a watch. All methods of one registration are called one at a
 * time, in order, on the watch executor; they may block, which delays no other watch.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@FunctionalInterface
public interface EtcdWatchListener<T> {

	/**
	 * Changes were made. If this method throws, it is called again with the same batch,
	 * whose values are converted once, as the container's back-off says, and after that
	 * the error handler decides.
	 * @param batch the changes
	 * @throws Exception if the changes could not be handled
	 */
	void onEvents(EtcdWatchBatch<T> batch) throws Exception;

	/**
	 * Turn a method or lambda that takes one change at a time into a listener, such as
	 * {@code EtcdWatchListener.each((event) -> ..)}. A batch listener, which takes whole
	 * revisions, is a lambda as it stands.
	 * @param <T> the type of the values
	 * @param listener hears of the changes one by one
	 * @return the same listener
	 */
	static <T> EtcdWatchListener<T> each(EtcdEventListener<T> listener) {
		return listener;
	}

	/**
	 * The server has confirmed the watch for the first time. No change is delivered
	 * before this call; a snapshot is.
	 * @param revision the first revision whose changes will be delivered: none of an
	 * earlier one is
	 */
	default void onCreated(long revision) {
	}

	/**
	 * The watch has been confirmed again after its stream had broken. Nothing was missed.
	 * Called once if this has happened several times since the call before it.
	 * @param revision the first revision whose changes were yet to be delivered
	 */
	default void onReconnected(long revision) {
	}

	/**
	 * The keys that were there when the watch began have been delivered.
	 * @param revision the revision at which they were read
	 * @see EtcdWatchSpec.Initial#SNAPSHOT
	 */
	default void onSnapshot(long revision) {
	}

	/**
	 * The server had compacted changes away before it could send them, so that the keys
	 * were read again, and what was different has been delivered.
	 * @param fromRevision the first revision of which single changes may be missing
	 * @param toRevision the revision at which the keys were read
	 * @see EtcdWatchSpec.OnCompaction#RESYNC
	 */
	default void onResync(long fromRevision, long toRevision) {
	}

	/**
	 * The application was started again, but its cursor is of no use any more: what the
	 * listener has remembered from before must be forgotten. All keys that are there
	 * follow, and then {@link #onSnapshot(long)}.
	 * @param fromRevision the first revision of which changes may be missing
	 * @param toRevision the revision at which the keys were read
	 * @see EtcdWatchSpec#cursor(EtcdWatchCursor)
	 */
	default void onReset(long fromRevision, long toRevision) {
	}

	/**
	 * Changes were lost: the server had compacted them away before it could send them.
	 * @param fromRevision the first revision that may have been lost
	 * @param toRevision the revision with which the watch goes on
	 * @see EtcdWatchSpec.OnCompaction#SKIP
	 */
	default void onSkipped(long fromRevision, long toRevision) {
	}

	/**
	 * The server refuses the watch, or a revision is too large, so that the watch is
	 * tried again at long intervals; or the watch has ended because history is missing or
	 * its error handler wants no more. Called once until the watch has recovered.
	 * @param reason why
	 */
	default void onFailed(EtcdException reason) {
	}

}
