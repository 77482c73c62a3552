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

import java.util.List;

/**
 * Decides what becomes of events that a listener could not handle, after all repetitions,
 * or whose values could not be converted. Called like the listener itself: one call at a
 * time for each watch, on the watch executor.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@FunctionalInterface
public interface EtcdWatchErrorHandler {

	/**
	 * Logs the error and skips the events.
	 */
	EtcdWatchErrorHandler SKIP = (failed) -> Decision.SKIP;

	/**
	 * Logs the error and ends the watch.
	 */
	EtcdWatchErrorHandler STOP = (failed) -> Decision.STOP;

	/**
	 * Events could not be handled. The error has been logged already.
	 * @param failed what could not be handled and why
	 * @return what to do now; if this method throws, the events are skipped
	 */
	Decision onError(FailedEvents failed);

	/**
	 * What becomes of the events, and of the watch.
	 */
	enum Decision {

		/**
		 * Go on with the next events.
		 */
		SKIP,

		/**
		 * End the watch: its state becomes {@link EtcdWatchRegistration.State#FAILED}.
		 */
		STOP

	}

	/**
	 * Events that could not be handled.
	 *
	 * @param watch the id of the watch
	 * @param revision the revision of the events
	 * @param events the events with their values as bytes
	 * @param error why they could not be handled
	 */
	record FailedEvents(String watch, long revision, List<EtcdEvent<byte[]>> events, Throwable error) {
	}

}
