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

import java.util.function.Consumer;

import io.github.etcdspring.benchmarks.subject.SubjectKind;

/**
 * A client of etcd whose watches are measured.
 *
 * @author The etcd-spring authors
 */
interface WatchSubject {

	/**
	 * Watch a key, or all keys that begin with it, from now on.
	 * @param key the key
	 * @param prefix whether it is the beginning of keys
	 * @param created told once the server has confirmed the watch
	 * @param listener told of each value that is put
	 */
	void watch(String key, boolean prefix, Runnable created, Consumer<byte[]> listener);

	/**
	 * Connect to a server.
	 * @param kind the client
	 * @param endpoint the server
	 * @return the client
	 */
	static WatchSubject connect(SubjectKind kind, String endpoint) {
		return switch (kind) {
			case JETCD -> new JetcdWatches(endpoint);
			case ETCD_JAVA -> new EtcdJavaWatches(endpoint);
			case ETCD_SPRING -> new EtcdSpringWatches(endpoint);
			default -> throw kind.unsuitedTo("watches");
		};
	}

}
