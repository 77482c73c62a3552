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

import java.util.function.Function;

/**
 * The clients whose watches are compared.
 *
 * @author The etcd-spring authors
 */
enum WatchSubjectKind {

	/**
	 * Raw jetcd with its defaults: what the others are measured by.
	 */
	JETCD("jetcd", JetcdWatches::new),

	/**
	 * etcd-java.
	 */
	ETCD_JAVA("etcd-java", EtcdJavaWatches::new),

	/**
	 * This project with its defaults.
	 */
	ETCD_SPRING("etcd-spring", EtcdSpringWatches::new);

	private final String title;

	private final Function<String, WatchSubject> factory;

	WatchSubjectKind(String title, Function<String, WatchSubject> factory) {
		this.title = title;
		this.factory = factory;
	}

	String title() {
		return this.title;
	}

	WatchSubject connect(String endpoint) {
		return this.factory.apply(endpoint);
	}

}
