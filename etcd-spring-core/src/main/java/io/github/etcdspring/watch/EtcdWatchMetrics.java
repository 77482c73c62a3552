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

/**
 * Hears what a container does, for metrics. The methods come from several threads at
 * once, must be quick and must not throw.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdWatchMetrics {

	/**
	 * Does nothing.
	 */
	EtcdWatchMetrics NOOP = new EtcdWatchMetrics() {
	};

	/**
	 * A watch was registered.
	 * @param registration the watch, whose state and lag can be asked for at any time
	 */
	default void registered(EtcdWatchRegistration registration) {
	}

	/**
	 * A watch was cancelled.
	 * @param registration the watch
	 */
	default void cancelled(EtcdWatchRegistration registration) {
	}

	/**
	 * Events arrived for a watch.
	 * @param watch the id of the watch
	 * @param events the number of events
	 */
	default void received(String watch, int events) {
	}

	/**
	 * A listener returned normally.
	 * @param watch the id of the watch
	 * @param events the number of events that it handled
	 * @param nanos how long it took, in nanoseconds
	 */
	default void handled(String watch, int events, long nanos) {
	}

	/**
	 * A listener threw, or a value could not be converted.
	 * @param watch the id of the watch
	 * @param events the number of events of the call
	 * @param nanos how long it took, in nanoseconds
	 * @param skipped whether the events were given up, else they are handled again
	 */
	default void handlerFailed(String watch, int events, long nanos, boolean skipped) {
	}

	/**
	 * A watch was confirmed again after its stream had broken.
	 * @param watch the id of the watch
	 */
	default void reconnected(String watch) {
	}

	/**
	 * A watch was taken from the server because its listener is too slow.
	 * @param watch the id of the watch
	 */
	default void parked(String watch) {
	}

	/**
	 * Changes of a watch were compacted away before they could be sent.
	 * @param watch the id of the watch
	 */
	default void compacted(String watch) {
	}

	/**
	 * A watch was refused by the server.
	 * @param watch the id of the watch
	 */
	default void failed(String watch) {
	}

}
