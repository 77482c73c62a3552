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

import java.util.function.Function;

import io.etcd.jetcd.ClientBuilder;

/**
 * The clients that are compared.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public enum SubjectKind {

	/**
	 * Raw jetcd with its defaults: what the others are measured by.
	 */
	JETCD("jetcd", true, (endpoint) -> new JetcdSubject(endpoint, (builder) -> builder)),

	/**
	 * Raw jetcd on a channel of Vert.x.
	 */
	JETCD_VERTX("jetcd useVertx()", true, (endpoint) -> new JetcdSubject(endpoint, ClientBuilder::useVertx)),

	/**
	 * etcd-java.
	 */
	ETCD_JAVA("etcd-java", true, EtcdJavaSubject::new),

	/**
	 * This project with its defaults.
	 */
	ETCD_SPRING("etcd-spring", true, (endpoint) -> new EtcdSpringSubject(endpoint, null)),

	/**
	 * This project, whose asynchronous calls complete on the transport's threads.
	 */
	ETCD_SPRING_DIRECT("etcd-spring, direct executor", false,
			(endpoint) -> new EtcdSpringSubject(endpoint, Runnable::run)),

	/**
	 * The generated stub on a bare channel, without deadline, retry or errors translated:
	 * near the limit of what gRPC can do.
	 */
	GRPC_STUB("bare gRPC stub", true, GrpcStubSubject::new);

	private final String title;

	private final boolean blocking;

	private final Function<String, Subject> factory;

	SubjectKind(String title, boolean blocking, Function<String, Subject> factory) {
		this.title = title;
		this.blocking = blocking;
		this.factory = factory;
	}

	/**
	 * Return the name in reports.
	 * @return the name
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Return whether its blocking calls differ from those of another subject.
	 * @return whether blocking calls are measured
	 */
	public boolean isBlocking() {
		return this.blocking;
	}

	/**
	 * Connect to a server.
	 * @param endpoint the server, such as {@code http://127.0.0.1:2379}
	 * @return the client
	 */
	public Subject connect(String endpoint) {
		return this.factory.apply(endpoint);
	}

}
