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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.kv.KeyRange;

/**
 * A watch of a container. Safe for use by several threads at once; no method but
 * {@link #awaitCreated(Duration)} waits for anything.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdWatchRegistration {

	/**
	 * Return the id.
	 * @return the id, unique in the container
	 */
	String id();

	/**
	 * Return the watched keys.
	 * @return the range
	 */
	KeyRange range();

	/**
	 * Return the group to which the watch belongs.
	 * @return the name, or {@code null} if it belongs to none
	 * @see EtcdWatchSpec#group(String)
	 */
	@Nullable String group();

	/**
	 * Return whether this process owns the group, so that it is the one to handle events,
	 * as far as can be known here without asking the server. It ends here before it can
	 * end on the server, even if the process was paused or the clock was set.
	 * @return whether it does, {@code false} if the watch belongs to no group
	 */
	boolean isGroupOwner();

	/**
	 * Return the state.
	 * @return the state as it stands now
	 */
	State state();

	/**
	 * Return how far the watch has come.
	 * @return the revision up to which all changes have been handled, or 0 if the watch
	 * has not reached the server yet
	 */
	long revision();

	/**
	 * Return for how long the watch has been behind, as far as is known here: since the
	 * oldest change that is not handled yet arrived, or, while the watch is not active,
	 * since it has not been.
	 * @return the time, zero if the watch is active and everything that has arrived is
	 * handled
	 */
	Duration lag();

	/**
	 * Return how many events have arrived and are not handled yet.
	 * @return the number of events
	 */
	int backlog();

	/**
	 * Return why the watch is refused.
	 * @return the reason, or {@code null} unless the state is {@link State#FAILED}
	 */
	@Nullable EtcdException failure();

	/**
	 * Return how many events the listener has handled.
	 * @return the number of events, those skipped after errors not included
	 */
	long handledEvents();

	/**
	 * Return how many events were given up because of errors.
	 * @return the number of events
	 */
	long skippedEvents();

	/**
	 * Wait until the server has confirmed the watch for the first time: from then on
	 * every change is delivered. A watch of a group is not confirmed before this process
	 * owns the group.
	 * @param timeout how long to wait
	 * @return whether it was confirmed; {@code false} after the timeout, and as soon as
	 * the watch is refused or cancelled
	 * @throws io.github.etcdspring.EtcdInterruptedException if the thread is interrupted
	 */
	boolean awaitCreated(Duration timeout);

	/**
	 * Ask the server how far the watch is, so that {@link #revision()} moves even if no
	 * watched key changes. Returns at once; has no effect while the watch is not active,
	 * and on servers whose answers may overtake changes (before 3.4.25 and 3.5.8).
	 */
	void requestProgress();

	/**
	 * Stop the watch for a while. The listener is not called again after a call that is
	 * in progress; the position is kept. Does nothing if it is paused or cancelled.
	 * <p>
	 * A watch of a group takes no part in it while it is paused: after the call in
	 * progress another instance takes over, unless other watches of the group run here.
	 */
	void pause();

	/**
	 * Start a paused watch, or one that did not start by itself, where it left off. It
	 * goes on once the container runs. Does nothing if it is not paused.
	 */
	void resume();

	/**
	 * End the watch for good. The listener is not called again after a call that is in
	 * progress. Cancelling twice does nothing.
	 */
	void cancel();

	/**
	 * The states of a watch.
	 */
	enum State {

		/**
		 * Not started yet, paused, or stopped with its container.
		 */
		PAUSED,

		/**
		 * Not confirmed by the server yet.
		 */
		CONNECTING,

		/**
		 * Another instance of its group handles the events; the watch takes over when
		 * that stops.
		 */
		STANDBY,

		/**
		 * Confirmed by the server; changes arrive.
		 */
		ACTIVE,

		/**
		 * The stream has broken; the watch goes on where it stood once etcd can be
		 * reached again.
		 */
		RECONNECTING,

		/**
		 * The listener is slower than the changes. The watch goes on where it stood once
		 * the backlog has shrunk.
		 */
		PARKED,

		/**
		 * The server refuses the watch, which is tried again at long intervals, or the
		 * watch has ended because history is missing.
		 */
		FAILED,

		/**
		 * Ended for good.
		 */
		CANCELLED

	}

}
