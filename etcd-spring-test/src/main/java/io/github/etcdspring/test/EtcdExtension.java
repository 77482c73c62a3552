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

package io.github.etcdspring.test;

import java.util.List;

/**
 * Gives a JUnit test class an etcd, without Spring.
 *
 * <pre class="code">
 * &#064;RegisterExtension
 * static EtcdExtension etcd = new EtcdExtension();
 * </pre>
 *
 * <p>
 * In a static field, or named by {@code @ExtendWith}, the server lives as long as the
 * test class; in an instance field as long as each test. Parameters of type
 * {@link EtcdServer} are resolved either way.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdExtension extends LifecycleExtension<EtcdServer> {

	/**
	 * Create an extension for an etcd with defaults.
	 */
	public EtcdExtension() {
		this(EtcdServer.builder());
	}

	/**
	 * Create an extension for an etcd with other settings.
	 * @param settings the settings of the server
	 */
	public EtcdExtension(EtcdServer.Builder settings) {
		super(EtcdServer.class, settings::start);
	}

	/**
	 * The running server.
	 * @return the server
	 * @throws IllegalStateException outside of the tests
	 */
	public EtcdServer server() {
		return current();
	}

	/**
	 * Where clients reach the server.
	 * @return the URL
	 * @throws IllegalStateException outside of the tests
	 */
	public String endpoint() {
		return server().endpoint();
	}

	/**
	 * Where clients reach the server, as a list.
	 * @return a list of one URL
	 * @throws IllegalStateException outside of the tests
	 */
	public List<String> endpoints() {
		return server().endpoints();
	}

}
