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
 * Gives a JUnit test class an etcd cluster, without Spring.
 *
 * <pre class="code">
 * &#064;RegisterExtension
 * static EtcdClusterExtension etcd = new EtcdClusterExtension();
 * </pre>
 *
 * <p>
 * In a static field, or named by {@code @ExtendWith}, the cluster lives as long as the
 * test class; in an instance field as long as each test. Parameters of type
 * {@link EtcdCluster} are resolved either way.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdClusterExtension extends LifecycleExtension<EtcdCluster> {

	/**
	 * Create an extension for a cluster of three members.
	 */
	public EtcdClusterExtension() {
		this(EtcdCluster.builder());
	}

	/**
	 * Create an extension for a cluster with other settings.
	 * @param settings the settings of the cluster
	 */
	public EtcdClusterExtension(EtcdCluster.Builder settings) {
		super(EtcdCluster.class, settings::start);
	}

	/**
	 * The running cluster.
	 * @return the cluster
	 * @throws IllegalStateException outside of the tests
	 */
	public EtcdCluster cluster() {
		return current();
	}

	/**
	 * Where clients reach the members.
	 * @return the URLs
	 * @throws IllegalStateException outside of the tests
	 */
	public List<String> endpoints() {
		return cluster().endpoints();
	}

}
