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

import java.util.Locale;

/**
 * What is watched.
 *
 * @param kind who watches what
 * @param size how many there are of what the kind counts
 * @author The etcd-spring authors
 */
record WatchLoad(Kind kind, int size) {

	private static final int KEYS_OF_PREFIX = 1000;

	private static final int LEAST_PUTS = 1500;

	private static final int MOST_TRANSACTIONS_PER_SECOND = 500;

	/**
	 * Read what is watched.
	 * @param text a number of watches of a key each, {@code PREFIX}, or {@code SAME:100}
	 * @return what is watched
	 */
	static WatchLoad parse(String text) {
		String[] words = text.toUpperCase(Locale.ROOT).split(":");
		return switch (words[0]) {
			case "PREFIX" -> new WatchLoad(Kind.PREFIX, KEYS_OF_PREFIX);
			case "SAME" -> new WatchLoad(Kind.SAME, Integer.parseInt(words[1]));
			default -> ofKeys(Integer.parseInt(text));
		};
	}

	static WatchLoad ofKeys(int watches) {
		return new WatchLoad(Kind.EACH, watches);
	}

	int watches() {
		return (this.kind == Kind.PREFIX) ? 1 : this.size;
	}

	int keys() {
		return (this.kind == Kind.SAME) ? 1 : this.size;
	}

	/**
	 * Return how many events a put is.
	 * @return the number of watches that are told of it
	 */
	int eventsOfPut() {
		return (this.kind == Kind.SAME) ? this.size : 1;
	}

	/**
	 * Return how often each key is to be put in a burst. A transaction can put a key but
	 * once, so that few keys are put slowly: they are put less often.
	 * @param events how many events are wanted
	 * @return how often
	 */
	int times(int events) {
		int puts = Math.min(events / eventsOfPut(), Math.max(LEAST_PUTS, keys() * 1000));
		return Math.max(1, puts / keys());
	}

	/**
	 * Return how many puts a second are to be paced. As a transaction can put a key but
	 * once, few keys are put less often.
	 * @param eventsPerSecond how many events are wanted
	 * @return the rate
	 */
	int putsPerSecond(int eventsPerSecond) {
		return Math.max(1, Math.min(eventsPerSecond / eventsOfPut(), keys() * MOST_TRANSACTIONS_PER_SECOND));
	}

	/**
	 * Who watches what.
	 */
	enum Kind {

		/**
		 * Each key is watched by a watch of its own.
		 */
		EACH("N watches of a key each"),

		/**
		 * All keys below a prefix are watched by one.
		 */
		PREFIX("one watch of a prefix of N keys"),

		/**
		 * One key is watched by all.
		 */
		SAME("N watches of one key");

		private final String scenario;

		Kind(String scenario) {
			this.scenario = scenario;
		}

		String scenario() {
			return this.scenario;
		}

		String key(int watch) {
			return switch (this) {
				case EACH -> WatchBenchmark.key(watch);
				case PREFIX -> WatchBenchmark.PREFIX;
				case SAME -> WatchBenchmark.key(0);
			};
		}

	}

}
