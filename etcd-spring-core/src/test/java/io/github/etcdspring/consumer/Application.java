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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchBatch;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchListener;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchSettings;
import io.github.etcdspring.watch.EtcdWatchSpec;

/**
 * An application that watches keys with a cursor and remembers what it is told.
 *
 * @author The etcd-spring authors
 */
final class Application implements AutoCloseable {

	final EtcdConnection connection;

	final EtcdTemplate etcd;

	final EtcdWatchContainer container;

	final EtcdCursor cursor;

	final List<String> calls = new CopyOnWriteArrayList<>();

	final List<String> notices = new CopyOnWriteArrayList<>();

	/**
	 * Takes part in each call.
	 */
	volatile Handler handler = (event) -> {
	};

	final EtcdWatchRegistration registration;

	Application(String endpoint, EtcdCursor cursor, KeyRange range, Consumer<EtcdWatchSpec> spec) {
		this(endpoint, UnaryOperator.identity(), cursor, range, (event) -> {
		}, spec);
	}

	Application(String endpoint, EtcdCursor cursor, KeyRange range, Handler handler, Consumer<EtcdWatchSpec> spec) {
		this(endpoint, UnaryOperator.identity(), cursor, range, handler, spec);
	}

	Application(String endpoint, UnaryOperator<ClientBuilder> client, EtcdCursor cursor, KeyRange range,
			Handler handler, Consumer<EtcdWatchSpec> spec) {
		this.connection = new EtcdConnection(client.apply(Client.builder().endpoints(endpoint)),
				EtcdConnectionSettings.defaults());
		this.etcd = new EtcdTemplate(this.connection, EtcdValueConverter.create());
		this.container = new EtcdWatchContainer(this.connection, EtcdValueConverter.create(),
				EtcdWatchSettings.defaults());
		this.cursor = cursor;
		this.handler = handler;
		this.registration = this.container.register(range, String.class, new Listener(), (wanted) -> {
			wanted.id("app").cursor(cursor);
			spec.accept(wanted);
		});
		this.container.start();
	}

	@Override
	public void close() {
		this.container.close();
		this.connection.close();
	}

	/**
	 * Handles an event, after it was remembered.
	 */
	@FunctionalInterface
	interface Handler {

		void handle(EtcdEvent<String> event) throws Exception;

	}

	private final class Listener implements EtcdWatchListener<String> {

		@Override
		public void onEvents(EtcdWatchBatch<String> batch) throws Exception {
			for (EtcdEvent<String> event : batch.events()) {
				String origin = (event.origin() != EtcdEvent.Origin.CHANGE) ? event.origin() + " " : "";
				Application.this.calls.add(origin + ((event.isDelete()) ? "-" + event.key() : event.value()));
				Application.this.handler.handle(event);
			}
		}

		@Override
		public void onSnapshot(long revision) {
			Application.this.notices.add("snapshot");
		}

		@Override
		public void onResync(long fromRevision, long toRevision) {
			Application.this.notices.add("resync");
		}

		@Override
		public void onReset(long fromRevision, long toRevision) {
			Application.this.notices.add("reset");
		}

		@Override
		public void onSkipped(long fromRevision, long toRevision) {
			Application.this.notices.add("skipped");
		}

	}

}
