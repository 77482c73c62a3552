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

import java.util.function.Consumer;

import io.github.etcdspring.benchmarks.subject.BenchmarkConnection;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdWatchBatch;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchListener;
import io.github.etcdspring.watch.EtcdWatchSettings;

/**
 * Watches of this project.
 *
 * @author The etcd-spring authors
 */
final class EtcdSpringWatches implements WatchSubject {

	private final EtcdWatchContainer container;

	EtcdSpringWatches(String endpoint) {
		EtcdConnection connection = BenchmarkConnection.open(endpoint);
		this.container = new EtcdWatchContainer(connection, EtcdValueConverter.create(), EtcdWatchSettings.defaults());
		this.container.start();
	}

	@Override
	public void watch(String key, boolean prefix, Runnable created, Consumer<byte[]> listener) {
		KeyRange range = (prefix) ? KeyRange.prefix(key) : KeyRange.key(key);
		this.container.register(range, byte[].class, new EtcdWatchListener<byte[]>() {

			@Override
			public void onCreated(long revision) {
				created.run();
			}

			@Override
			public void onEvents(EtcdWatchBatch<byte[]> batch) {
				batch.events().forEach((event) -> listener.accept(event.value()));
			}

		});
	}

}
