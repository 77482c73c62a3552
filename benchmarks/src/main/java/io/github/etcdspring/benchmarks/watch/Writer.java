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

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;

/**
 * Puts what is watched. Each value begins with the time.
 *
 * @author The etcd-spring authors
 */
final class Writer implements AutoCloseable {

	private static final int VALUE_SIZE = 256;

	private static final int BATCH = 100;

	private static final int MAX_REQUESTS_PER_SECOND = 500;

	private final ManagedChannel channel;

	private final KVGrpc.KVBlockingStub etcd;

	Writer(String endpoint) {
		URI uri = URI.create(endpoint);
		this.channel = NettyChannelBuilder.forAddress(uri.getHost(), uri.getPort()).usePlaintext().build();
		this.etcd = KVGrpc.newBlockingStub(this.channel).withWaitForReady();
	}

	/**
	 * Put each key as fast as possible, a hundred in a transaction.
	 * @param keys how many keys there are
	 * @param times how often each is put
	 */
	void burst(int keys, int times) {
		for (int round = 0; round < times; round++) {
			for (int first = 0; first < keys; first += BATCH) {
				put(IntStream.range(first, Math.min(first + BATCH, keys)));
			}
		}
	}

	/**
	 * Put one key after the other at a rate, several in a transaction above 500 a second.
	 * @param keys how many keys there are
	 * @param count how many times
	 * @param perSecond how often in a second
	 */
	void pace(int keys, int count, int perSecond) {
		int together = Math.min(keys, (perSecond + MAX_REQUESTS_PER_SECOND - 1) / MAX_REQUESTS_PER_SECOND);
		long interval = together * TimeUnit.SECONDS.toNanos(1) / perSecond;
		long next = System.nanoTime();
		for (int i = 0; i < count; i += together) {
			LockSupport.parkNanos(next - System.nanoTime());
			put(IntStream.range(i, Math.min(i + together, count)).map((key) -> key % keys));
			next += interval;
		}
	}

	private void put(IntStream keys) {
		TxnRequest.Builder transaction = TxnRequest.newBuilder();
		keys.forEach((key) -> transaction.addSuccess(RequestOp.newBuilder().setRequestPut(put(key))));
		this.etcd.withDeadlineAfter(1, TimeUnit.MINUTES).txn(transaction.build());
	}

	private static PutRequest put(int key) {
		byte[] value = ByteBuffer.allocate(VALUE_SIZE).putLong(System.nanoTime()).array();
		return PutRequest.newBuilder()
			.setKey(ByteString.copyFromUtf8(WatchBenchmark.key(key)))
			.setValue(ByteString.copyFrom(value))
			.build();
	}

	@Override
	public void close() {
		this.channel.shutdownNow();
	}

}
