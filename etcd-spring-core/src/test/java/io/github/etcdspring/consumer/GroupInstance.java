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

import java.time.Duration;
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
import io.github.etcdspring.watch.EtcdWatchLifecycleEvent;
import io.github.etcdspring.watch.EtcdWatchListener;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchSettings;
import io.github.etcdspring.watch.EtcdWatchSpec;

/**
 * One of several instances of an application, with a connection of its own.
 *
 * @author The etcd-spring authors
 */
final class GroupInstance implements AutoCloseable {

	final EtcdConnection connection;

	final EtcdTemplate etcd;

	final EtcdWatchContainer container;

	final List<String> calls = new CopyOnWriteArrayList<>();

	final List<String> events = new CopyOnWriteArrayList<>();

	/**
	 * Takes part in each call, after the event was remembered.
	 */
	volatile Handler handler = (event) -> {
	};

	GroupInstance(Duration sessionTtl, String endpoint) {
		this(sessionTtl, endpoint, UnaryOperator.identity());
	}

	GroupInstance(Duration sessionTtl, String endpoint, UnaryOperator<ClientBuilder> client) {
		this.connection = new EtcdConnection(
				client.apply(Client.builder()
					.endpoints(endpoint)
					.connectTimeout(Duration.ofSeconds(1))
					.keepaliveTime(Duration.ofSeconds(10))
					.keepaliveTimeout(Duration.ofSeconds(3))),
				EtcdConnectionSettings.builder().sessionTtl(sessionTtl).build());
		this.etcd = new EtcdTemplate(this.connection, EtcdValueConverter.create());
		this.container = newContainer();
	}

	EtcdWatchContainer newContainer() {
		EtcdWatchContainer created = new EtcdWatchContainer(this.connection, EtcdValueConverter.create(),
				EtcdWatchSettings.defaults());
		created.setApplicationEventPublisher((event) -> {
			if (event instanceof EtcdWatchLifecycleEvent.GroupGranted granted) {
				this.events.add("granted " + granted.group());
			}
			if (event instanceof EtcdWatchLifecycleEvent.GroupRevoked revoked) {
				this.events.add(((revoked.lost()) ? "lost " : "revoked ") + revoked.group());
			}
		});
		return created;
	}

	EtcdWatchRegistration watch(String name, String group) {
		return watch(name, group, (spec) -> {
		});
	}

	// Watch the keys below a name, with a cursor of this name
	EtcdWatchRegistration watch(String name, String group, Consumer<EtcdWatchSpec> spec) {
		return watch(this.container, name, group, spec);
	}

	EtcdWatchRegistration watch(EtcdWatchContainer container, String name, String group, Consumer<EtcdWatchSpec> spec) {
		EtcdCursor cursor = EtcdCursors.create().named(name);
		return container.register(KeyRange.prefix("/" + name + "/"), String.class, new Listener(cursor), (wanted) -> {
			wanted.id(name).cursor(cursor).group(group).eachEvent();
			spec.accept(wanted);
		});
	}

	GroupInstance start() {
		this.container.start();
		return this;
	}

	@Override
	public void close() {
		this.container.close();
		this.connection.close();
	}

	/**
	 * Handles an event.
	 */
	@FunctionalInterface
	interface Handler {

		void handle(Call call) throws Exception;

	}

	/**
	 * An event and the cursor of its watch.
	 *
	 * @param event the event
	 * @param cursor the cursor
	 */
	record Call(EtcdEvent<String> event, EtcdCursor cursor) {
	}

	private final class Listener implements EtcdWatchListener<String> {

		private final EtcdCursor cursor;

		Listener(EtcdCursor cursor) {
			this.cursor = cursor;
		}

		@Override
		public void onEvents(EtcdWatchBatch<String> batch) throws Exception {
			for (EtcdEvent<String> event : batch.events()) {
				String origin = (event.origin() != EtcdEvent.Origin.CHANGE) ? event.origin() + " " : "";
				GroupInstance.this.calls.add(origin + ((event.isDelete()) ? "-" + event.key() : event.value()));
				GroupInstance.this.handler.handle(new Call(event, this.cursor));
			}
		}

	}

}
