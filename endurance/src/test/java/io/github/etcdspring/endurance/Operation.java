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

package io.github.etcdspring.endurance;

import org.jspecify.annotations.Nullable;

/**
 * A call to a register.
 *
 * @param key the key of the register
 * @param value what was written, which nobody else writes, or what was read: {@code null}
 * if there was nothing
 * @param write whether it was written
 * @param revision the revision of the write, or at which was read: 0 if not known
 * @param expected the revision of the value that a write was to replace, or 0
 * @param fate what became of it
 * @param start when it began, in nanoseconds
 * @param end when it ended
 * @author The etcd-spring authors
 */
record Operation(String key, @Nullable String value, boolean write, long revision, long expected, Fate fate, long start,
		long end) {

	/**
	 * What became of a call.
	 */
	enum Fate {

		/**
		 * It succeeded.
		 */
		DONE,

		/**
		 * It had no effect, and the caller was told so.
		 */
		REFUSED,

		/**
		 * It may or may not have had an effect, at any time since its start.
		 */
		UNKNOWN

	}

}
