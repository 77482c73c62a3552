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

import com.google.protobuf.ByteString;
import com.ibm.etcd.client.EtcdClient;
import com.ibm.etcd.client.kv.KvClient;
import com.ibm.etcd.client.kv.WatchUpdate;
import io.grpc.stub.StreamObserver;

/**
 * Watches of etcd-java.
 *
 * @author The etcd-spring authors
 */
final class EtcdJavaWatches implements WatchSubject {

	private final KvClient client;

	EtcdJavaWatches(String endpoint) {
		this.client = EtcdClient.forEndpoints(endpoint).withPlainText().build().getKvClient();
	}

	@Override
	public void watch(String key, boolean prefix, Runnable created, Consumer<byte[]> listener) {
		KvClient.FluentWatchRequest watch = this.client.watch(ByteString.copyFromUtf8(key));
		((prefix) ? watch.asPrefix() : watch).start(new StreamObserver<>() {

			@Override
			public void onNext(WatchUpdate update) {
				update.getEvents().forEach((event) -> listener.accept(event.getKv().getValue().toByteArray()));
			}

			@Override
			public void onError(Throwable failure) {
				failure.printStackTrace();
			}

			@Override
			public void onCompleted() {
			}

		}).addListener(created, Runnable::run);
	}

}
