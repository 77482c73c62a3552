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

package io.github.etcdspring.benchmarks.call;

/**
 * How calls are made.
 *
 * @author The etcd-spring authors
 */
enum Mode {

	/**
	 * By platform threads, each of which waits for its answer.
	 */
	BLOCKING(" by N threads"),

	/**
	 * By virtual threads, each of which waits for its answer; needs Java 21.
	 */
	VIRTUAL(" by N virtual threads"),

	/**
	 * Asynchronously; the end of a call begins the next one.
	 */
	ASYNC(", N in flight");

	private final String callers;

	Mode(String callers) {
		this.callers = callers;
	}

	String callers() {
		return this.callers;
	}

}
