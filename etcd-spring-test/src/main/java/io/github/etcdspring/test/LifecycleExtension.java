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

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts something before the first callback of a test class or a test, and closes it
 * with the same.
 *
 * @param <T> the type of what is started
 * @author The etcd-spring authors
 */
abstract class LifecycleExtension<T extends AutoCloseable>
		implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

	private final Class<T> type;

	private final Supplier<T> starter;

	private @Nullable T started;

	private @Nullable String startedBy;

	LifecycleExtension(Class<T> type, Supplier<T> starter) {
		this.type = type;
		this.starter = starter;
	}

	@Override
	public final void beforeAll(ExtensionContext context) {
		startOnce(context);
	}

	@Override
	public final void beforeEach(ExtensionContext context) {
		startOnce(context);
	}

	@Override
	public final void afterEach(ExtensionContext context) throws Exception {
		closeIfStartedBy(context);
	}

	@Override
	public final void afterAll(ExtensionContext context) throws Exception {
		closeIfStartedBy(context);
	}

	@Override
	public final boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == this.type;
	}

	@Override
	public final Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return current();
	}

	final T current() {
		if (this.started == null) {
			throw new IllegalStateException("etcd runs only while the tests run");
		}
		return this.started;
	}

	private void startOnce(ExtensionContext context) {
		if (this.started == null) {
			this.started = this.starter.get();
			this.startedBy = context.getUniqueId();
		}
	}

	private void closeIfStartedBy(ExtensionContext context) throws Exception {
		if (this.started != null && context.getUniqueId().equals(this.startedBy)) {
			this.started.close();
			this.started = null;
		}
	}

}
