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
 * The clients that are compared, by all benchmarks.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public enum SubjectKind {

	/**
	 * Raw jetcd with its defaults: what the others are measured by.
	 */
	JETCD("jetcd"),

	/**
	 * Raw jetcd on a channel of Vert.x.
	 */
	JETCD_VERTX("jetcd useVertx()"),

	/**
	 * etcd-java.
	 */
	ETCD_JAVA("etcd-java"),

	/**
	 * This project with its defaults.
	 */
	ETCD_SPRING("etcd-spring"),

	/**
	 * This project, whose asynchronous calls complete on the transport's threads.
	 */
	ETCD_SPRING_DIRECT("etcd-spring, direct executor"),

	/**
	 * The generated stub on a bare channel, without deadline, retry or errors translated:
	 * near the limit of what gRPC can do.
	 */
	GRPC_STUB("bare gRPC stub");

	private final String title;

	SubjectKind(String title) {
		this.title = title;
	}

	/**
	 * Return the name in reports.
	 * @return the name
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Refuse to measure this client.
	 * @param what what it cannot do, or does no other way than another client
	 * @return the exception to be thrown
	 */
	public IllegalArgumentException unsuitedTo(String what) {
		return new IllegalArgumentException("'%s' is not measured with %s".formatted(this.title, what));
	}

}
