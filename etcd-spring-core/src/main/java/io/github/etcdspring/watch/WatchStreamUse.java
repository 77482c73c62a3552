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
 * What a stream is for.
 *
 * @author The etcd-spring authors
 */
enum WatchStreamUse {

	/**
	 * Changes as they are made, for many watches. Messages wait for the engine only,
	 * never for a listener.
	 */
	SHARED(64),

	/**
	 * History, for watches that have much of it to come. Each message waits until the one
	 * before it has found room.
	 */
	CATCH_UP(1);

	private final int window;

	WatchStreamUse(int window) {
		this.window = window;
	}

	// Return how many messages may be on their way to the engine at a time.
	int window() {
		return this.window;
	}

}
