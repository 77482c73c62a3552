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

package io.github.etcdspring.test.oracle;

/**
 * A difference between what happened and what a watcher has seen.
 *
 * @param kind what is wrong
 * @param event the event that is concerned
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record Deviation(Kind kind, WatchedEvent event) {

	@Override
	public String toString() {
		return this.kind + ": " + this.event;
	}

	/**
	 * What can be wrong with an event.
	 */
	public enum Kind {

		/**
		 * It was never seen.
		 */
		LOST,

		/**
		 * It was seen again.
		 */
		REPEATED,

		/**
		 * It was seen though it happened before the revision from which the watcher was
		 * to see events.
		 */
		EARLY,

		/**
		 * It was seen after one that happened later.
		 */
		OUT_OF_ORDER,

		/**
		 * It was seen apart from the other events of its revision. Whoever gets events
		 * one by one can't tell, and leaves this kind out.
		 */
		SPLIT,

		/**
		 * It never happened: the key was not changed at that revision, or not like this.
		 */
		INVENTED

	}

}
