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

/**
 * Where the loads keep their keys.
 *
 * @author The etcd-spring authors
 */
final class Keys {

	static final String PREFIX = "/endurance/";

	static final String REGISTERS = PREFIX + "registers/";

	static final String WATCHED = PREFIX + "watched/";

	static final String LOCKS = PREFIX + "locks/";

	static final String FENCED = PREFIX + "fenced/";

	static final String JOBS = PREFIX + "jobs/";

	static final String DONE_JOBS = PREFIX + "done/";

	static final String LEASED = PREFIX + "leased/";

	/**
	 * Outside of {@link #PREFIX}: the import says where configuration is.
	 */
	static final String CONFIG = "/config/endurance/";

	private Keys() {
	}

}
