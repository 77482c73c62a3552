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

import java.util.function.Consumer;

import io.etcd.jetcd.ClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A client of etcd, used as its documentation says. Keys are given as Strings, values are
 * given and read as bytes, so that all clients do the same work.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface Subject extends AutoCloseable {

	/**
	 * Make a call and wait for its answer.
	 * @param workload what to do
	 * @param key the key
	 * @param value what to write
	 * @throws Exception if the call fails
	 */
	void call(Workload workload, String key, byte[] value) throws Exception;

	/**
	 * Make a call without waiting.
	 * @param workload what to do
	 * @param key the key
	 * @param value what to write
	 * @param done told once of the end of the call, and of the failure if it failed
	 */
	void callAsync(Workload workload, String key, byte[] value, Consumer<@Nullable Throwable> done);

	@Override
	void close();

	/**
	 * Connect to a server.
	 * @param kind the client
	 * @param endpoint the server, such as {@code http://127.0.0.1:2379}
	 * @return the client
	 */
	static Subject connect(SubjectKind kind, String endpoint) {
		return switch (kind) {
			case JETCD -> new JetcdSubject(endpoint, (builder) -> builder);
			case JETCD_VERTX -> new JetcdSubject(endpoint, ClientBuilder::useVertx);
			case ETCD_JAVA -> new EtcdJavaSubject(endpoint);
			case ETCD_SPRING -> new EtcdSpringSubject(endpoint, null);
			case ETCD_SPRING_DIRECT -> new EtcdSpringSubject(endpoint, Runnable::run);
			case GRPC_STUB -> new GrpcStubSubject(endpoint);
		};
	}

}
