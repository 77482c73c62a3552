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

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;

/**
 * Watches of raw jetcd.
 *
 * @author The etcd-spring authors
 */
final class JetcdWatches implements WatchSubject {

	private final Watch watches;

	JetcdWatches(String endpoint) {
		this.watches = Client.builder().endpoints(endpoint).build().getWatchClient();
	}

	@Override
	public void watch(String key, boolean prefix, Runnable created, Consumer<byte[]> listener) {
		WatchOption options = WatchOption.builder().withCreateNotify(true).isPrefix(prefix).build();
		this.watches.watch(ByteSequence.from(key, StandardCharsets.UTF_8), options, (response) -> {
			if (response.isCreatedNotify()) {
				created.run();
			}
			response.getEvents().forEach((event) -> listener.accept(event.getKeyValue().getValue().getBytes()));
		});
	}

}
