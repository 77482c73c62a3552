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

package io.github.etcdspring.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdOutcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threads that write all the time, and remember what they were told about each write. A
 * write is a plain put of a key of its own, or a transaction that adds one to a counter
 * which all threads share, if nobody else has changed it, and puts a key of its own.
 *
 * @author The etcd-spring authors
 */
final class WriteLoad implements AutoCloseable {

	private static final EtcdRpc<TxnRequest, TxnResponse> TXN = EtcdRpc.write("kv.txn", KVGrpc.getTxnMethod());

	private final EtcdConnection connection;

	private final String prefix;

	private final Duration timeout;

	private final List<Thread> threads = new ArrayList<>();

	private final Map<String, Told> told = new ConcurrentHashMap<>();

	private volatile boolean ended;

	WriteLoad(EtcdConnection connection, String prefix, int threads, Duration timeout) {
		this.connection = connection;
		this.prefix = prefix;
		this.timeout = timeout;
		for (int i = 0; i < threads; i++) {
			int number = i;
			Thread thread = new Thread(() -> write(number), "writer-" + i);
			this.threads.add(thread);
			thread.start();
		}
	}

	/**
	 * Compare what was said of each write with what is in the store.
	 */
	void assertConsistent() {
		Map<String, KeyValue> store = store();
		assertThat(this.told).isNotEmpty();
		this.told.forEach((key, said) -> {
			KeyValue entry = store.get(key);
			if (said == Told.APPLIED) {
				assertThat(entry).as("%s was acknowledged", key).isNotNull();
			}
			else if (said != Told.UNKNOWN) {
				assertThat(entry).as("%s was reported as %s", key, said).isNull();
			}
			if (entry != null) {
				assertThat(entry.getVersion()).as("%s was written once", key).isEqualTo(1);
			}
		});
		long counted = store.keySet().stream().filter((key) -> key.contains("counted")).count();
		KeyValue counter = store.get(counter());
		assertThat((counter != null) ? Long.parseLong(counter.getValue().toStringUtf8()) : 0).as("the counter")
			.isEqualTo(counted);
		assertThat(store.keySet()).filteredOn((key) -> !key.equals(counter())).allMatch(this.told::containsKey);
	}

	private void write(int thread) {
		for (int i = 0; !this.ended; i++) {
			if (i % 2 == 0) {
				put(this.prefix + "/" + thread + "/plain-" + i);
			}
			else {
				count(this.prefix + "/" + thread + "/counted-" + i);
			}
		}
	}

	private void put(String key) {
		tell(key, () -> {
			this.connection.calls()
				.call(TestConnections.PUT, TestConnections.put(key, "value"), spec(key), (response) -> response);
			return Told.APPLIED;
		});
	}

	private void count(String key) {
		RangeResponse before;
		try {
			before = this.connection.calls()
				.call(TestConnections.RANGE, TestConnections.range(counter()), spec(counter()), (response) -> response);
		}
		catch (EtcdException ex) {
			return;
		}
		KeyValue entry = (before.getKvsCount() > 0) ? before.getKvs(0) : KeyValue.getDefaultInstance();
		String next = String
			.valueOf((before.getKvsCount() > 0) ? Long.parseLong(entry.getValue().toStringUtf8()) + 1 : 1);
		TxnRequest request = TxnRequest.newBuilder()
			.addCompare(Compare.newBuilder()
				.setKey(ByteString.copyFromUtf8(counter()))
				.setTarget(Compare.CompareTarget.MOD)
				.setResult(Compare.CompareResult.EQUAL)
				.setModRevision(entry.getModRevision()))
			.addSuccess(RequestOp.newBuilder().setRequestPut(TestConnections.put(counter(), next)))
			.addSuccess(RequestOp.newBuilder().setRequestPut(TestConnections.put(key, next)))
			.build();
		tell(key, () -> this.connection.calls()
			.call(TXN, request, spec(key), (response) -> response.getSucceeded() ? Told.APPLIED : Told.REFUSED));
	}

	private void tell(String key, Supplier<Told> write) {
		try {
			this.told.put(key, write.get());
		}
		catch (EtcdException ex) {
			this.told.put(key, Told.of(ex.getOutcome()));
		}
	}

	private EtcdCallSpec spec(String key) {
		return EtcdCallSpec.of(key, this.timeout);
	}

	private String counter() {
		return this.prefix + "/counter";
	}

	private Map<String, KeyValue> store() {
		ByteString start = ByteString.copyFromUtf8(this.prefix + "/");
		ByteString end = ByteString.copyFromUtf8(this.prefix + "0");
		return this.connection.calls()
			.call(TestConnections.RANGE, RangeRequest.newBuilder().setKey(start).setRangeEnd(end).build(),
					EtcdCallSpec.of(this.prefix, Duration.ofSeconds(20)), RangeResponse::getKvsList)
			.stream()
			.collect(Collectors.toMap((entry) -> entry.getKey().toStringUtf8(), (entry) -> entry));
	}

	@Override
	public void close() {
		this.ended = true;
		try {
			for (Thread thread : this.threads) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What a writer was told.
	 */
	enum Told {

		/**
		 * The write is there.
		 */
		APPLIED,

		/**
		 * It never left.
		 */
		UNSENT,

		/**
		 * The cluster did not do it.
		 */
		REFUSED,

		/**
		 * Nobody knows.
		 */
		UNKNOWN;

		static Told of(EtcdOutcome outcome) {
			return valueOf(outcome.name());
		}

	}

}
