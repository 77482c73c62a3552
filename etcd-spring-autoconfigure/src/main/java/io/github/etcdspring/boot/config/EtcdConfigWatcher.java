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

package io.github.etcdspring.boot.config;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.watch.EtcdWatchBatch;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchListener;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchSettings;
import io.github.etcdspring.watch.EtcdWatchSpec;

/**
 * Watches what was imported, from the revision of the import on. The watches are those of
 * the application's container if that uses the same connection, so that health and
 * metrics show them.
 *
 * @author The etcd-spring authors
 */
final class EtcdConfigWatcher implements SmartLifecycle, DisposableBean {

	private static final int BEFORE_WEB_SERVER = SmartLifecycle.DEFAULT_PHASE - 4096;

	private final @Nullable EtcdConnection connection;

	private final @Nullable EtcdConfigRefresher refresher;

	private final ObjectProvider<EtcdWatchContainer> containers;

	private final List<EtcdWatchRegistration> registrations = new ArrayList<>();

	private @Nullable EtcdWatchContainer ownContainer;

	private volatile boolean running;

	/**
	 * Create a watcher.
	 * @param connection the connection of the import, or {@code null} if there was none
	 * @param refresher takes changes over, or {@code null} if there was no import
	 * @param containers the containers of the application
	 */
	EtcdConfigWatcher(@Nullable EtcdConnection connection, @Nullable EtcdConfigRefresher refresher,
			ObjectProvider<EtcdWatchContainer> containers) {
		this.connection = connection;
		this.refresher = refresher;
		this.containers = containers;
	}

	@Override
	public void start() {
		this.running = true;
		if (this.connection != null && this.refresher != null) {
			start(container(this.connection), this.refresher, this.refresher.state());
		}
	}

	private void start(EtcdWatchContainer container, EtcdConfigRefresher refresher, EtcdConfigState state) {
		EtcdWatchListener<byte[]> listener = new ChangeListener(refresher, state.revision() == 0);
		state.contents()
			.keySet()
			.forEach((resource) -> this.registrations.add(container.register(resource.range(), byte[].class, listener,
					(spec) -> specify(spec, resource, state.revision()))));
	}

	private static void specify(EtcdWatchSpec spec, EtcdConfigDataResource resource, long revision) {
		spec.id("config:" + resource.key()).independent();
		if (revision > 0) {
			spec.startRevision(revision + 1);
		}
	}

	private EtcdWatchContainer container(EtcdConnection connection) {
		return this.containers.stream()
			.filter((container) -> container.uses(connection))
			.findFirst()
			.orElseGet(() -> ownContainer(connection));
	}

	private EtcdWatchContainer ownContainer(EtcdConnection connection) {
		EtcdWatchContainer container = this.ownContainer;
		if (container == null) {
			container = new EtcdWatchContainer(connection, EtcdValueConverter.create(),
					EtcdWatchSettings.builder().streams(1).build());
			this.ownContainer = container;
		}
		return container;
	}

	@Override
	public void stop() {
		this.running = false;
		this.registrations.forEach(EtcdWatchRegistration::cancel);
		this.registrations.clear();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return BEFORE_WEB_SERVER;
	}

	@Override
	public void destroy() {
		stop();
		if (this.refresher != null) {
			this.refresher.close();
		}
		EtcdWatchContainer container = this.ownContainer;
		if (container != null) {
			container.close();
		}
	}

	/**
	 * Passes on that something has changed.
	 *
	 * @param refresher takes changes over
	 * @param outdated whether what was imported may be different from what is watched
	 */
	private record ChangeListener(EtcdConfigRefresher refresher,
			boolean outdated) implements EtcdWatchListener<byte[]> {

		@Override
		public void onEvents(EtcdWatchBatch<byte[]> batch) {
			this.refresher.changed(batch.revision());
		}

		@Override
		public void onCreated(long revision) {
			if (this.outdated) {
				this.refresher.changed(Long.MAX_VALUE);
			}
		}

		@Override
		public void onResync(long fromRevision, long toRevision) {
			this.refresher.changed(Long.MAX_VALUE);
		}

	}

}
