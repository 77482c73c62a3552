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

package io.github.etcdspring.core;

import java.util.UUID;
import java.util.function.UnaryOperator;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;

/**
 * An etcd and a template for a test class, and a prefix of its own for each test.
 *
 * @author The etcd-spring authors
 */
final class TemplateExtension implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

	private final UnaryOperator<EtcdServer.Builder> settings;

	private @Nullable EtcdServer server;

	private @Nullable EtcdConnection connection;

	private @Nullable EtcdTemplate template;

	private String prefix = "";

	TemplateExtension() {
		this(UnaryOperator.identity());
	}

	TemplateExtension(UnaryOperator<EtcdServer.Builder> settings) {
		this.settings = settings;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		this.server = this.settings.apply(EtcdServer.builder()).start();
		this.connection = connect(UnaryOperator.identity());
		this.template = new EtcdTemplate(this.connection, EtcdValueConverter.create());
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.prefix = "/" + UUID.randomUUID() + "/";
	}

	@Override
	public void afterAll(ExtensionContext context) {
		connection().close();
		server().close();
	}

	EtcdConnection connect(UnaryOperator<ClientBuilder> customizer) {
		ClientBuilder builder = Client.builder().endpoints(server().endpoint());
		return new EtcdConnection(customizer.apply(builder), EtcdConnectionSettings.defaults());
	}

	EtcdServer server() {
		return notNull(this.server);
	}

	EtcdConnection connection() {
		return notNull(this.connection);
	}

	EtcdTemplate template() {
		return notNull(this.template);
	}

	String key(String name) {
		return this.prefix + name;
	}

	KeyRange keys() {
		return KeyRange.prefix(this.prefix);
	}

	private static <T> T notNull(@Nullable T part) {
		if (part == null) {
			throw new IllegalStateException("etcd runs only while the tests run");
		}
		return part;
	}

}
