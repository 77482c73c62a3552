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

package io.github.etcdspring.benchmarks.subject;

/**
 * What a call does. All of them deal with one existing key.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public enum Workload {

	/**
	 * Read the value, linearizable.
	 */
	GET("read"),

	/**
	 * Read the value as the member knows it.
	 */
	SERIALIZABLE_GET("serializable read"),

	/**
	 * Write the value.
	 */
	PUT("put"),

	/**
	 * Write the value if the key exists.
	 */
	TXN("transaction");

	private final String title;

	Workload(String title) {
		this.title = title;
	}

	/**
	 * Return the name in reports.
	 * @return the name
	 */
	public String title() {
		return this.title;
	}

}
