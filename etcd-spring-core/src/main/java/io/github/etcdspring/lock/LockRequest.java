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

package io.github.etcdspring.lock;

/**
 * What somebody wants to hold.
 *
 * @param name the name
 * @param value the value of the key
 * @param leadership whether it is the place of a leader rather than a lock
 * @author The etcd-spring authors
 */
record LockRequest(String name, byte[] value, boolean leadership) {

	static LockRequest lock(String name) {
		return new LockRequest(name, new byte[0], false);
	}

	String kind() {
		return (this.leadership) ? "leadership" : "lock";
	}

	@Override
	public String toString() {
		return kind() + " '" + this.name + "'";
	}

}
