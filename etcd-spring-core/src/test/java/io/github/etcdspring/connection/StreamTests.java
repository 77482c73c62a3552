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
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.SnapshotRequest;
import io.etcd.jetcd.api.SnapshotResponse;
import io.grpc.Context;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The beginning and the end of streams.
 *
 * @author The etcd-spring authors
 */
@Timeout(30)
class StreamTests {

	private static final EtcdRpc<LeaseKeepAliveRequest, LeaseKeepAliveResponse> KEEP_ALIVE = EtcdRpc
		.write("lease.keepAlive", LeaseGrpc.getLeaseKeepAliveMethod());

	private static final EtcdRpc<SnapshotRequest, SnapshotResponse> SNAPSHOT = EtcdRpc.read("maintenance.snapshot",
			MaintenanceGrpc.getSnapshotMethod());

	private static final LeaseKeepAliveRequest REQUEST = LeaseKeepAliveRequest.newBuilder().setID(1).build();

	@RegisterExtension
	static final EtcdExtension etcd = new EtcdExtension();

	private final Recorder recorder = new Recorder();

	@Test
	void closingEndsAStreamOnce() {
		EtcdConnection connection = TestConnections.connect(etcd.endpoint());
		open(connection);
		Awaitility.await().until(() -> this.recorder.opened.getCount() == 0);
		connection.close();
		Awaitility.await().until(() -> !this.recorder.ends.isEmpty());
		assertThat(this.recorder.ends).singleElement().isInstanceOf(EtcdClosedException.class);
		assertThat(connection.isConnected()).isFalse();
	}

	@Test
	void closingEndsAStreamThatWaitsForAServer() {
		EtcdServer server = EtcdServer.start();
		EtcdConnection connection = TestConnections.connect(server.endpoint());
		server.close();
		open(connection);
		connection.close();
		assertThat(this.recorder.ends).singleElement().isInstanceOf(EtcdClosedException.class);
		open(connection);
		assertThat(this.recorder.ends).hasSize(2);
	}

	@Test
	void closingEndsAStreamOfWhichMessagesWaitHere() {
		EtcdConnection connection = TestConnections.connect(etcd.endpoint());
		for (int i = 0; i < 20; i++) {
			TestConnections.put(connection, "large/" + i, "x".repeat(100_000));
		}
		EtcdServerStream<SnapshotRequest, SnapshotResponse> stream = connection.serverStreams()
			.open(SNAPSHOT, SnapshotRequest.getDefaultInstance(), etcd.endpoint(), Duration.ofSeconds(5));
		assertThat(stream.next()).isNotNull();
		Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
		connection.close();
		assertThatExceptionOfType(EtcdClosedException.class).isThrownBy(() -> {
			while (stream.next() != null) {
				assertThat(connection.isConnected()).isFalse();
			}
		}).withMessageContaining("maintenance.snapshot");
		assertThat(stream.next()).isNull();
	}

	@Test
	void aStreamOutlivesTheGrpcCallInWhichItIsOpened() throws InterruptedException {
		try (EtcdConnection connection = TestConnections.connect(etcd.endpoint())) {
			TestConnections.put(connection, "key", "value");
			Context.CancellableContext call = Context.current().withCancellation();
			CompletableFuture<EtcdStream<LeaseKeepAliveRequest>> stream = new CompletableFuture<>();
			call.run(() -> stream.complete(open(connection)));
			assertThat(this.recorder.opened.await(5, TimeUnit.SECONDS)).isTrue();
			call.cancel(null);
			stream.join().send(REQUEST);
			Awaitility.await().until(() -> !this.recorder.answers.isEmpty());
			assertThat(this.recorder.ends).isEmpty();
		}
	}

	@Test
	void nothingIsHeardOfAStreamThatIsCancelledWhileItStarts() throws InterruptedException {
		CountDownLatch starting = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		ClientBuilder builder = TestConnections.builder(List.of(etcd.endpoint()))
			.interceptor(new StartInterceptor(KEEP_ALIVE.method(), () -> {
				starting.countDown();
				await(cancelled);
			}));
		try (EtcdConnection connection = new EtcdConnection(builder, EtcdConnectionSettings.defaults())) {
			EtcdStream<LeaseKeepAliveRequest> stream = open(connection);
			CompletableFuture<Long> other = connection.calls()
				.callAsync(TestConnections.RANGE, TestConnections.range("key"), EtcdCallSpec.DEFAULT,
						(response) -> response.getCount());
			await(starting);
			CompletableFuture<Void> cancellation = CompletableFuture.runAsync(stream::cancel);
			assertThat(cancellation.orTimeout(5, TimeUnit.SECONDS)).succeedsWithin(5, TimeUnit.SECONDS);
			cancelled.countDown();
			assertThat(other).succeedsWithin(3, TimeUnit.SECONDS);
			stream.send(REQUEST);
			assertThat(this.recorder.ends).isEmpty();
			assertThat(this.recorder.answers).isEmpty();
		}
	}

	@Test
	void anInterceptorThatThrowsEndsTheStreamAlone() {
		ClientBuilder builder = TestConnections.builder(List.of(etcd.endpoint()))
			.interceptor(new StartInterceptor(KEEP_ALIVE.method(), () -> {
				throw new IllegalStateException("thrown by an interceptor");
			}));
		try (EtcdConnection connection = new EtcdConnection(builder, EtcdConnectionSettings.defaults())) {
			open(connection);
			assertThat(TestConnections.get(connection, "key")).isEmpty();
			Awaitility.await().until(() -> !this.recorder.ends.isEmpty());
			assertThat(this.recorder.ends).singleElement()
				.satisfies((end) -> assertThat(end).hasRootCauseMessage("thrown by an interceptor"));
		}
	}

	private EtcdStream<LeaseKeepAliveRequest> open(EtcdConnection connection) {
		return connection.calls().open(KEEP_ALIVE, Set.of(), false, this.recorder);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static final class Recorder implements EtcdStreamListener<LeaseKeepAliveResponse> {

		private final CountDownLatch opened = new CountDownLatch(1);

		private final Queue<LeaseKeepAliveResponse> answers = new ConcurrentLinkedQueue<>();

		private final Queue<EtcdException> ends = new ConcurrentLinkedQueue<>();

		@Override
		public void onOpen() {
			this.opened.countDown();
		}

		@Override
		public void onNext(LeaseKeepAliveResponse response) {
			this.answers.add(response);
		}

		@Override
		public void onClosed(EtcdException reason) {
			this.ends.add(reason);
		}

	}

}
