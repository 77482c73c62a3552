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

package io.github.etcdspring.watch.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;

import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdRpc;
import io.github.etcdspring.kv.KeyRange;

/**
 * Writes a given number of times, many at once: puts, transactions of several keys,
 * deletes, and deletes of ranges. A write that fails is tried until it succeeds; the
 * history knows how often it happened.
 *
 * @author The etcd-spring authors
 */
final class WriteLoad implements AutoCloseable {

	static final String PREFIX = "/load/";

	static final int GROUPS = 8;

	static final int KEYS_OF_A_GROUP = 16;

	private static final int AT_ONCE = 64;

	private static final EtcdCallSpec CALL = EtcdCallSpec.of(null, Duration.ofSeconds(3));

	private static final Executor AFTER_FAILURE = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

	private static final EtcdRpc<TxnRequest, TxnResponse> TXN = EtcdRpc.write("kv.txn", KVGrpc.getTxnMethod());

	private final EtcdConnection connection;

	private final Semaphore wanted = new Semaphore(0);

	private final Semaphore free = new Semaphore(AT_ONCE);

	private final AtomicLong open = new AtomicLong();

	private final AtomicLong values = new AtomicLong();

	private final Thread thread = new Thread(this::run, "write-load");

	private volatile boolean closed;

	private volatile Runnable onWritten = () -> {
	};

	WriteLoad(EtcdConnection connection) {
		this.connection = connection;
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Tell somebody of each write.
	 * @param onWritten is told
	 */
	void tell(Runnable onWritten) {
		this.onWritten = onWritten;
	}

	static String group(int group) {
		return PREFIX + group + "/";
	}

	static String key(int group, int key) {
		return group(group) + key;
	}

	/**
	 * Write, without waiting for it.
	 * @param count how often
	 */
	void write(int count) {
		this.open.addAndGet(count);
		this.wanted.release(count);
	}

	/**
	 * Wait until few writes are left.
	 * @param count how many may be left
	 * @param timeout how long to wait for a single one
	 */
	void awaitAtMostOpen(int count, Duration timeout) {
		long open = this.open.get();
		long deadline = System.nanoTime() + timeout.toNanos();
		while (open > count) {
			if (System.nanoTime() > deadline) {
				throw new AssertionError("Nothing could be written for " + timeout);
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
			long left = this.open.get();
			if (left < open) {
				deadline = System.nanoTime() + timeout.toNanos();
			}
			open = left;
		}
	}

	void put(String key, String value) {
		send(TxnRequest.newBuilder().addSuccess(putOf(key, value)).build()).join();
	}

	/**
	 * Put keys of all groups in one transaction, so that every watch hears of it.
	 */
	void writeToAll() {
		TxnRequest.Builder deletes = TxnRequest.newBuilder();
		TxnRequest.Builder puts = TxnRequest.newBuilder();
		for (int group = 0; group < GROUPS; group++) {
			deletes.addSuccess(deleteOf(group(group)));
			for (int key = 0; key < 4; key++) {
				puts.addSuccess(putOf(key(group, key), value()));
			}
		}
		send(puts.build()).join();
		send(deletes.build()).join();
		send(puts.build()).join();
	}

	@Override
	public void close() {
		this.closed = true;
		this.thread.interrupt();
	}

	private void run() {
		Random random = new Random();
		try {
			while (!this.closed) {
				this.wanted.acquire();
				this.free.acquire();
				send(next(random)).thenRun(() -> {
					this.open.decrementAndGet();
					this.free.release();
				});
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private CompletableFuture<Void> send(TxnRequest request) {
		CompletableFuture<Void> written = new CompletableFuture<>();
		send(request, written);
		return written;
	}

	private void send(TxnRequest request, CompletableFuture<Void> written) {
		this.connection.calls().callAsync(TXN, request, CALL, (response) -> response).whenComplete((response, ex) -> {
			if (ex == null) {
				this.onWritten.run();
				written.complete(null);
			}
			else if (this.closed) {
				written.completeExceptionally(ex);
			}
			else {
				AFTER_FAILURE.execute(() -> send(request, written));
			}
		});
	}

	private TxnRequest next(Random random) {
		int kind = random.nextInt(100);
		int group = random.nextInt(GROUPS);
		TxnRequest.Builder txn = TxnRequest.newBuilder();
		if (kind < 60) {
			return txn.addSuccess(putOf(key(group, random.nextInt(KEYS_OF_A_GROUP)), value())).build();
		}
		if (kind < 68) {
			return txn.addSuccess(deleteOf(key(group, random.nextInt(KEYS_OF_A_GROUP)), false)).build();
		}
		if (kind < 71) {
			txn.addSuccess(deleteOf(group(group)));
		}
		else if (kind < 75) {
			txn.addSuccess(deleteOf(group(group) + 1));
		}
		// Etcd refuses to change a key twice in one transaction
		putsOutside(group, 1 + random.nextInt(6), random).forEach(txn::addSuccess);
		return txn.build();
	}

	private Stream<RequestOp> putsOutside(int group, int count, Random random) {
		Set<String> keys = new LinkedHashSet<>();
		for (int i = 0; i < count; i++) {
			keys.add(key((group + 1 + random.nextInt(GROUPS - 1)) % GROUPS, random.nextInt(KEYS_OF_A_GROUP)));
		}
		return new ArrayList<>(keys).stream().map((key) -> putOf(key, value()));
	}

	private String value() {
		return String.valueOf(this.values.incrementAndGet());
	}

	private static RequestOp putOf(String key, String value) {
		return RequestOp.newBuilder()
			.setRequestPut(PutRequest.newBuilder()
				.setKey(ByteString.copyFromUtf8(key))
				.setValue(ByteString.copyFromUtf8(value)))
			.build();
	}

	private static RequestOp deleteOf(String prefix) {
		return deleteOf(prefix, true);
	}

	private static RequestOp deleteOf(String key, boolean prefix) {
		DeleteRangeRequest.Builder request = DeleteRangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key));
		if (prefix) {
			request.setRangeEnd(ByteString.copyFrom(KeyRange.prefix(key).rangeEndBytes()));
		}
		return RequestOp.newBuilder().setRequestDeleteRange(request).build();
	}

}
