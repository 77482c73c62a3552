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

import io.github.etcdspring.EtcdException;

/**
 * What happens to watches, published as events of the application context by containers
 * that are beans, in order, on the watch executor:
 *
 * <pre class="code">
 * &#64;EventListener
 * void onFailed(EtcdWatchLifecycleEvent.Failed failed) { .. }
 * </pre>
 *
 * The loss of the connection and its recovery are one event each, however many watches
 * the container has.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public sealed interface EtcdWatchLifecycleEvent {

	/**
	 * Return the container of the watches.
	 * @return the container
	 */
	EtcdWatchContainer container();

	/**
	 * The server has confirmed a watch for the first time.
	 *
	 * @param container the container
	 * @param registration the watch
	 * @param revision the first revision whose changes will be delivered
	 */
	record Created(EtcdWatchContainer container, EtcdWatchRegistration registration,
			long revision) implements EtcdWatchLifecycleEvent {
	}

	/**
	 * Watches have lost the server, and go on where they stand once it can be reached.
	 *
	 * @param container the container
	 * @param watches how many watches lost it at the same time; others may follow until
	 * they have {@link Reconnected}
	 */
	record Disconnected(EtcdWatchContainer container, int watches) implements EtcdWatchLifecycleEvent {
	}

	/**
	 * All watches that had lost the server are confirmed again, or were refused or
	 * stopped meanwhile. Nothing was missed.
	 *
	 * @param container the container
	 * @param watches how many watches had lost it
	 * @param outage the time since {@link Disconnected}
	 */
	record Reconnected(EtcdWatchContainer container, int watches, Duration outage) implements EtcdWatchLifecycleEvent {
	}

	/**
	 * History that a watch needed was compacted away, so that its keys were read again.
	 *
	 * @param container the container
	 * @param registration the watch
	 * @param fromRevision the first revision of which single changes may be missing
	 * @param toRevision the revision at which the keys were read
	 */
	record Resynced(EtcdWatchContainer container, EtcdWatchRegistration registration, long fromRevision,
			long toRevision) implements EtcdWatchLifecycleEvent {
	}

	/**
	 * History that a watch needed was compacted away, and the changes are lost.
	 *
	 * @param container the container
	 * @param registration the watch
	 * @param fromRevision the first revision that may have been lost
	 * @param toRevision the revision with which the watch goes on
	 */
	record Skipped(EtcdWatchContainer container, EtcdWatchRegistration registration, long fromRevision,
			long toRevision) implements EtcdWatchLifecycleEvent {
	}

	/**
	 * The listener of a watch is slower than the changes: they wait on the server.
	 *
	 * @param container the container
	 * @param registration the watch
	 */
	record Parked(EtcdWatchContainer container, EtcdWatchRegistration registration) implements EtcdWatchLifecycleEvent {
	}

	/**
	 * The server refuses a watch, which is tried again at long intervals, or the watch
	 * has ended.
	 *
	 * @param container the container
	 * @param registration the watch
	 * @param reason why
	 */
	record Failed(EtcdWatchContainer container, EtcdWatchRegistration registration,
			EtcdException reason) implements EtcdWatchLifecycleEvent {
	}

	/**
	 * This process owns the group of a watch: the watch goes on where the owner before
	 * has stopped.
	 *
	 * @param container the container
	 * @param registration the watch
	 * @param group the name of the group
	 * @see EtcdWatchSpec#group(String)
	 */
	record GroupGranted(EtcdWatchContainer container, EtcdWatchRegistration registration,
			String group) implements EtcdWatchLifecycleEvent {
	}

	/**
	 * This process owns the group of a watch no more.
	 *
	 * @param container the container
	 * @param registration the watch
	 * @param group the name of the group
	 * @param lost whether it was lost, so that somebody else may own it while the
	 * listener still handles its last call, rather than given up by pausing, stopping or
	 * cancelling the watch
	 * @see EtcdWatchSpec#group(String)
	 */
	record GroupRevoked(EtcdWatchContainer container, EtcdWatchRegistration registration, String group,
			boolean lost) implements EtcdWatchLifecycleEvent {
	}

}
