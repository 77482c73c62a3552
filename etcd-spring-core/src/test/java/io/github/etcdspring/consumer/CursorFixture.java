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

package io.github.etcdspring.consumer;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import io.etcd.jetcd.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchSpec;

/**
 * A cursor of its own for each test, and what reads and writes around it.
 *
 * @author The etcd-spring authors
 */
abstract class CursorFixture {

	@RegisterExtension
	static final EtcdExtension server = new EtcdExtension();

	static final Consumer<EtcdWatchSpec> EACH_EVENT = EtcdWatchSpec::eachEvent;

	final String name = UUID.randomUUID().toString();

	final String prefix = "/" + this.name + "/";

	final KeyRange range = KeyRange.prefix(this.prefix);

	EtcdConnection connection;

	EtcdTemplate etcd;

	@BeforeEach
	void connect() {
		this.connection = new EtcdConnection(Client.builder().endpoints(server.endpoint()),
				EtcdConnectionSettings.defaults());
		this.etcd = new EtcdTemplate(this.connection, EtcdValueConverter.create());
	}

	@AfterEach
	void close() {
		this.connection.close();
	}

	Application start(Consumer<EtcdWatchSpec> spec) {
		return new Application(server.endpoint(), cursor(), this.range, spec);
	}

	Application start(Application.Handler handler, Consumer<EtcdWatchSpec> spec) {
		return new Application(server.endpoint(), cursor(), this.range, handler, spec);
	}

	EtcdCursor cursor() {
		return EtcdCursors.create().named(this.name);
	}

	static void failAt(EtcdEvent<String> event, String value) {
		if (value.equals(event.value())) {
			throw new IllegalStateException("Not this one");
		}
	}

	void bill(EtcdCursor cursor, EtcdEvent<String> event) {
		String bill = "/bills" + this.prefix;
		this.etcd.txn(
				cursor.advance().andThen((txn) -> txn.then(TxnOperation.put(bill + UUID.randomUUID(), event.value()))));
	}

	List<String> bills() {
		return this.etcd.range(KeyRange.prefix("/bills" + this.prefix), String.class)
			.entries()
			.stream()
			.map((entry) -> entry.value())
			.sorted()
			.toList();
	}

	String positionKey() {
		return EtcdCursors.DEFAULT_PREFIX + "position/" + this.name;
	}

	String position() {
		return this.etcd.get(positionKey());
	}

	long put(String key, String value) {
		return this.etcd.put(this.prefix + key, value).header().revision();
	}

	long putAll(String... values) {
		return this.etcd
			.txn((txn) -> List.of(values).forEach((value) -> txn.then(TxnOperation.put(this.prefix + value, value))))
			.header()
			.revision();
	}

}
