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

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import org.jspecify.annotations.Nullable;

/**
 * Raw jetcd.
 *
 * @author The etcd-spring authors
 */
final class JetcdSubject implements Subject {

	private static final GetOption SERIALIZABLE = GetOption.builder().withSerializable(true).build();

	private final Client client;

	private final KV kv;

	JetcdSubject(String endpoint, UnaryOperator<ClientBuilder> customizer) {
		this.client = customizer.apply(Client.builder().endpoints(endpoint)).build();
		this.kv = this.client.getKVClient();
	}

	@Override
	public void call(Workload workload, String key, byte[] value) throws Exception {
		start(workload, key, value).get();
	}

	@Override
	public void callAsync(Workload workload, String key, byte[] value, Consumer<@Nullable Throwable> done) {
		start(workload, key, value).whenComplete((result, failure) -> done.accept(failure));
	}

	private CompletableFuture<?> start(Workload workload, String key, byte[] value) {
		ByteSequence keyBytes = ByteSequence.from(key, StandardCharsets.UTF_8);
		return switch (workload) {
			case GET -> this.kv.get(keyBytes).thenApply(JetcdSubject::value);
			case SERIALIZABLE_GET -> this.kv.get(keyBytes, SERIALIZABLE).thenApply(JetcdSubject::value);
			case PUT -> this.kv.put(keyBytes, ByteSequence.from(value));
			case TXN -> this.kv.txn()
				.If(new Cmp(keyBytes, Cmp.Op.GREATER, CmpTarget.version(0)))
				.Then(Op.put(keyBytes, ByteSequence.from(value), PutOption.DEFAULT))
				.commit();
		};
	}

	private static byte[] value(GetResponse response) {
		return response.getKvs().get(0).getValue().getBytes();
	}

	@Override
	public void close() {
		this.client.close();
	}

}
