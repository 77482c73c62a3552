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

package io.github.etcdspring.benchmarks.watch;

/**
 * What is watched: a number of keys by a watch each, or all keys below a prefix by one.
 *
 * @param prefix whether it is one watch of all keys
 * @param keys how many keys there are
 * @author The etcd-spring authors
 */
record WatchLoad(boolean prefix, int keys) {

	private static final int KEYS_OF_PREFIX = 1000;

	private static final int LEAST_EVENTS = 10_000;

	static WatchLoad parse(String text) {
		return (text.equalsIgnoreCase("PREFIX")) ? new WatchLoad(true, KEYS_OF_PREFIX)
				: new WatchLoad(false, Integer.parseInt(text));
	}

	int watches() {
		return (this.prefix) ? 1 : this.keys;
	}

	String scenario() {
		return (this.prefix) ? "one watch of a prefix of N keys" : "N watches of a key each";
	}

	/**
	 * Return how often each key is to be put in a burst. A transaction can put a key but
	 * once, so that few keys are put slowly: they are put less often.
	 * @param events how many events are wanted
	 * @return how often
	 */
	int times(int events) {
		return Math.max(1, Math.min(events, Math.max(LEAST_EVENTS, this.keys * 1000)) / this.keys);
	}

}
