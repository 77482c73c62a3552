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

package io.github.etcdspring.samples.leaderandwork;

/**
 * Where everything is in etcd.
 *
 * @author The etcd-spring authors
 */
final class Keys {

	static final String LEADER = "/jobs/leader";

	static final String INSTANCES = "/jobs/instances/";

	static final String KILLS = "/jobs/kills/";

	static final String COUNTER = "/jobs/counter";

	static final String TASKS = "/jobs/tasks/";

	static final String DONE = "/jobs/done/";

	private Keys() {
	}

	static String task(long number) {
		return TASKS + name(number);
	}

	static String done(long number) {
		return DONE + name(number);
	}

	// Keys are ordered by their bytes
	private static String name(long number) {
		return "%010d".formatted(number);
	}

}
