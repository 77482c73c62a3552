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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.lock.LockGrpc;
import io.etcd.jetcd.api.lock.LockRequest;
import io.etcd.jetcd.api.lock.LockResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.BeanUtils;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Giving up a call, here and on the server. A lock that somebody else holds is a call
 * that never ends by itself, and its place in the queue is a key that can be looked at.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class CancellationTests {

	private static final EtcdRpc<LockRequest, LockResponse> LOCK = EtcdRpc.write("lock.lock", LockGrpc.getLockMethod());

	@RegisterExtension
	static final EtcdExtension etcd = new EtcdExtension();

	private EtcdConnection connection;

	private LockRequest request;

	@BeforeEach
	void takeLock() {
		this.connection = TestConnections.connect(Duration.ofSeconds(30), etcd.endpoint());
		lock(1).join();
		this.request = request(2);
	}

	@AfterEach
	void close() {
		this.connection.close();
	}

	@Test
	void interruptingCancelsTheCallOnTheServer() throws Exception {
		CompletableFuture<Boolean> flagged = new CompletableFuture<>();
		Thread caller = new Thread(() -> {
			try {
				this.connection.calls().call(LOCK, this.request, EtcdCallSpec.DEFAULT, (response) -> response);
			}
			catch (EtcdInterruptedException ex) {
				flagged.complete(Thread.currentThread().isInterrupted());
			}
		});
		caller.start();
		Awaitility.await().until(() -> queued() == 2);
		caller.interrupt();
		assertThat(flagged.get(5, TimeUnit.SECONDS)).isTrue();
		Awaitility.await().untilAsserted(() -> assertThat(queued()).isEqualTo(1));
	}

	@Test
	void cancellingTheFutureCancelsTheCallOnTheServer() {
		CompletableFuture<LockResponse> waiting = this.connection.calls()
			.callAsync(LOCK, this.request, EtcdCallSpec.DEFAULT, (response) -> response);
		Awaitility.await().until(() -> queued() == 2);
		waiting.cancel(true);
		Awaitility.await().untilAsserted(() -> assertThat(queued()).isEqualTo(1));
	}

	@Test
	void deadlineEndsTheCallOnTheServer() {
		assertThatExceptionOfType(EtcdTimeoutException.class).isThrownBy(() -> this.connection.calls()
			.call(LOCK, this.request, EtcdCallSpec.of(null, Duration.ofMillis(500)), (response) -> response));
		Awaitility.await().untilAsserted(() -> assertThat(queued()).isEqualTo(1));
	}

	@Test
	void closingFailsCallsUnderWayAndLeavesNoThread() {
		CompletableFuture<LockResponse> waiting = this.connection.calls()
			.callAsync(LOCK, this.request, EtcdCallSpec.DEFAULT, (response) -> response);
		Awaitility.await().until(() -> queued() == 2);
		this.connection.close();
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> waiting.orTimeout(5, TimeUnit.SECONDS).join())
			.withCauseInstanceOf(EtcdClosedException.class);
		assertThatExceptionOfType(EtcdClosedException.class)
			.isThrownBy(() -> TestConnections.get(this.connection, "key"));
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("etcd-io-") || name.startsWith("etcd-timer-")));
	}

	@Test
	void closingFailsCallsThatWaitForAServer() {
		EtcdServer server = EtcdServer.start();
		EtcdConnection away = TestConnections.connect(Duration.ofSeconds(30), server.endpoint());
		server.close();
		CompletableFuture<LockResponse> waiting = away.calls()
			.callAsync(LOCK, this.request, EtcdCallSpec.DEFAULT, (response) -> response);
		away.close();
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> waiting.orTimeout(5, TimeUnit.SECONDS).join())
			.withCauseInstanceOf(EtcdClosedException.class);
	}

	@Test
	void cancellingACallThatIsBeingStartedHarmsNoOther() {
		CountDownLatch starting = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		try (EtcdConnection own = connectAnd(() -> {
			starting.countDown();
			await(cancelled);
		})) {
			CompletableFuture<PutResponse> write = own.calls()
				.callAsync(TestConnections.PUT, TestConnections.put("key", "value"), EtcdCallSpec.DEFAULT,
						(response) -> response);
			CompletableFuture<Long> read = own.calls()
				.callAsync(TestConnections.RANGE, TestConnections.range("key"), EtcdCallSpec.DEFAULT,
						(response) -> response.getCount());
			await(starting);
			write.cancel(true);
			cancelled.countDown();
			assertThat(read).succeedsWithin(3, TimeUnit.SECONDS);
		}
	}

	@Test
	void interceptorThatThrowsHarmsNoOtherCall() {
		try (EtcdConnection own = connectAnd(() -> {
			throw new IllegalStateException("thrown by an interceptor");
		})) {
			CompletableFuture<PutResponse> write = own.calls()
				.callAsync(TestConnections.PUT, TestConnections.put("key", "value"), EtcdCallSpec.DEFAULT,
						(response) -> response);
			CompletableFuture<Long> read = own.calls()
				.callAsync(TestConnections.RANGE, TestConnections.range("key"), EtcdCallSpec.DEFAULT,
						(response) -> response.getCount());
			assertThat(read).succeedsWithin(3, TimeUnit.SECONDS);
			assertThat(write).failsWithin(3, TimeUnit.SECONDS)
				.withThrowableThat()
				.withCauseInstanceOf(EtcdException.class)
				.withRootCauseInstanceOf(IllegalStateException.class)
				.satisfies(
						(ex) -> assertThat(((EtcdException) ex.getCause()).getOutcome()).isEqualTo(EtcdOutcome.UNSENT));
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { RejectedExecutionException.class, IllegalStateException.class })
	void callbackExecutorThatRefusesEverythingHarmsNoCall(Class<? extends RuntimeException> refusal) {
		EtcdConnectionSettings settings = EtcdConnectionSettings.builder().callbackExecutor((task) -> {
			throw BeanUtils.instantiateClass(refusal);
		}).build();
		try (EtcdConnection own = new EtcdConnection(TestConnections.builder(etcd.endpoints()), settings)) {
			TestConnections.put(own, "key", "value");
			String thread = own.calls()
				.callAsync(TestConnections.RANGE, TestConnections.range("key"), EtcdCallSpec.DEFAULT,
						(response) -> Thread.currentThread().getName())
				.orTimeout(5, TimeUnit.SECONDS)
				.join();
			assertThat(thread).doesNotStartWith("etcd-");
		}
	}

	@Test
	void timeoutMayBeForEver() {
		Long count = this.connection.calls()
			.call(TestConnections.RANGE, TestConnections.range("key"),
					EtcdCallSpec.of(null, Duration.ofSeconds(Long.MAX_VALUE)), (response) -> response.getCount());
		assertThat(count).isNotNull();
	}

	@Test
	void asynchronousCallsCompleteOnAThreadThatMayBlock() {
		Set<String> thread = this.connection.calls()
			.callAsync(TestConnections.RANGE, TestConnections.range("key"), EtcdCallSpec.DEFAULT,
					(response) -> Set.of(Thread.currentThread().getName()))
			.join();
		assertThat(thread).singleElement().asString().startsWith("etcd-callback-");
	}

	private static EtcdConnection connectAnd(Runnable beforeWrites) {
		return new EtcdConnection(
				TestConnections.builder(etcd.endpoints())
					.interceptor(new StartInterceptor(TestConnections.PUT.method(), beforeWrites)),
				EtcdConnectionSettings.defaults());
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private CompletableFuture<LockResponse> lock(long holder) {
		return this.connection.calls().callAsync(LOCK, request(holder), EtcdCallSpec.DEFAULT, (response) -> response);
	}

	private LockRequest request(long holder) {
		long lease = this.connection.calls()
			.call(EtcdRpc.write("lease.grant", LeaseGrpc.getLeaseGrantMethod()),
					LeaseGrantRequest.newBuilder().setTTL(60).build(), EtcdCallSpec.DEFAULT,
					(response) -> response.getID());
		return LockRequest.newBuilder().setName(lockName()).setLease(lease).build();
	}

	private long queued() {
		RangeRequest range = RangeRequest.newBuilder()
			.setKey(lockName().concat(ByteString.copyFromUtf8("/")))
			.setRangeEnd(lockName().concat(ByteString.copyFromUtf8("0")))
			.build();
		return this.connection.calls()
			.call(TestConnections.RANGE, range, EtcdCallSpec.DEFAULT, (response) -> response.getCount());
	}

	private ByteString lockName() {
		return ByteString.copyFromUtf8("lock-" + System.identityHashCode(this));
	}

}
