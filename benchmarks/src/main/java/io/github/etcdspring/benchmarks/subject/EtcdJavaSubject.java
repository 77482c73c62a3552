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

package io.github.etcdspring.benchmarks.subject;

import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.ibm.etcd.api.RangeResponse;
import com.ibm.etcd.client.EtcdClient;
import com.ibm.etcd.client.FluentRequest;
import com.ibm.etcd.client.kv.KvClient;
import org.jspecify.annotations.Nullable;

/**
 * etcd-java.
 *
 * @author The etcd-spring authors
 */
final class EtcdJavaSubject implements Subject {

	private final EtcdClient client;

	private final KvClient kv;

	EtcdJavaSubject(String endpoint) {
		this.client = EtcdClient.forEndpoints(endpoint).withPlainText().build();
		this.kv = this.client.getKvClient();
	}

	@Override
	public void call(Workload workload, String key, byte[] value) {
		read(request(workload, key, value).sync());
	}

	@Override
	public void callAsync(Workload workload, String key, byte[] value, Consumer<@Nullable Throwable> done) {
		var future = request(workload, key, value).async();
		future.addListener(() -> {
			Throwable failure = null;
			try {
				read(future.get());
			}
			catch (ExecutionException ex) {
				failure = ex.getCause();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				failure = ex;
			}
			done.accept(failure);
		}, Runnable::run);
	}

	private FluentRequest<?, ?, ?> request(Workload workload, String key, byte[] value) {
		ByteString keyBytes = ByteString.copyFromUtf8(key);
		return switch (workload) {
			case GET -> this.kv.get(keyBytes);
			case SERIALIZABLE_GET -> this.kv.get(keyBytes).serializable();
			case PUT -> this.kv.put(keyBytes, UnsafeByteOperations.unsafeWrap(value));
			case TXN -> this.kv.txnIf()
				.exists(keyBytes)
				.then()
				.put(this.kv.put(keyBytes, ByteString.copyFrom(value)).asRequest());
		};
	}

	private static void read(Object response) {
		if (response instanceof RangeResponse range) {
			range.getKvs(0).getValue().toByteArray();
		}
	}

	@Override
	public void close() {
		this.client.close();
	}

}
