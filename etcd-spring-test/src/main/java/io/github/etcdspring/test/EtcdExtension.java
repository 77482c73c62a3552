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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

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
public final class EtcdExtension
		implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

	private final EtcdServer.Builder settings;

	private @Nullable EtcdServer server;

	private @Nullable String startedBy;

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
		this.settings = settings;
	}

	/**
	 * The running server.
	 * @return the server
	 * @throws IllegalStateException outside of the tests
	 */
	public EtcdServer server() {
		if (this.server == null) {
			throw new IllegalStateException("etcd runs only while the tests run");
		}
		return this.server;
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

	@Override
	public void beforeAll(ExtensionContext context) {
		startOnce(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		startOnce(context);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		stopIfStartedBy(context);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		stopIfStartedBy(context);
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == EtcdServer.class;
	}

	@Override
	public EtcdServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return server();
	}

	private void startOnce(ExtensionContext context) {
		if (this.server == null) {
			this.server = this.settings.start();
			this.startedBy = context.getUniqueId();
		}
	}

	private void stopIfStartedBy(ExtensionContext context) {
		if (this.server != null && context.getUniqueId().equals(this.startedBy)) {
			this.server.close();
			this.server = null;
		}
	}

}
