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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

import io.etcd.jetcd.Client;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;

/**
 * Reads all keys of an etcd, in a virtual machine of its own with little memory, and
 * prints what it has read.
 *
 * @author The etcd-spring authors
 */
public final class RangeReader {

	private long entries;

	private long bytes;

	private String last = "";

	private RangeReader() {
	}

	/**
	 * Read.
	 * @param arguments the endpoint, and {@code blocking} or {@code async}
	 */
	public static void main(String[] arguments) {
		RangeReader reader = new RangeReader();
		try (EtcdConnection connection = new EtcdConnection(Client.builder().endpoints(arguments[0]),
				EtcdConnectionSettings.defaults())) {
			EtcdTemplate template = new EtcdTemplate(connection, EtcdValueConverter.create());
			if (arguments[1].equals("async")) {
				reader.readAsync(template);
			}
			else {
				template.stream(KeyRange.all(), byte[].class).forEach(reader::take);
			}
		}
		System.out.println("read %d entries with %d bytes in order, limit of the heap %d MiB".formatted(reader.entries,
				reader.bytes, Runtime.getRuntime().maxMemory() >> 20));
	}

	private void readAsync(EtcdTemplate template) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		template.async().stream(KeyRange.all(), byte[].class).subscribe(new Flow.Subscriber<>() {

			@Override
			public void onSubscribe(Flow.Subscription subscription) {
				subscription.request(Long.MAX_VALUE);
			}

			@Override
			public void onNext(EtcdEntry<byte[]> entry) {
				take(entry);
			}

			@Override
			public void onError(Throwable failure) {
				done.completeExceptionally(failure);
			}

			@Override
			public void onComplete() {
				done.complete(null);
			}

		});
		done.join();
	}

	private void take(EtcdEntry<byte[]> entry) {
		if (entry.key().compareTo(this.last) <= 0) {
			throw new IllegalStateException("%s came after %s".formatted(entry.key(), this.last));
		}
		this.last = entry.key();
		this.entries++;
		this.bytes += entry.value().length;
	}

}
