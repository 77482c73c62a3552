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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.test.EtcdExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls that are for one endpoint while the connection has others.
 *
 * @author The etcd-spring authors
 */
@Timeout(30)
class OneEndpointTests {

	private static final EtcdRpc<StatusRequest, StatusResponse> STATUS = EtcdRpc.read("maintenance.status",
			MaintenanceGrpc.getStatusMethod());

	@RegisterExtension
	static final EtcdExtension etcd = new EtcdExtension();

	private final AtomicInteger attempts = new AtomicInteger();

	private final TestContext context = new TestContext();

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void endpointThatIsNoneOfTheConnectionIsRefused() {
		try (EtcdConnection connection = TestConnections.connect(etcd.endpoint())) {
			EtcdCallSpec elsewhere = EtcdCallSpec.at("http://elsewhere:2379", null);
			assertThatExceptionOfType(EtcdInvalidRequestException.class)
				.isThrownBy(() -> connection.calls()
					.call(STATUS, StatusRequest.getDefaultInstance(), elsewhere, (response) -> response))
				.withMessageContainingAll("http://elsewhere:2379", etcd.endpoint());
			assertThat(connection.calls()
				.callAsync(STATUS, StatusRequest.getDefaultInstance(), elsewhere, (response) -> response))
				.failsWithin(5, TimeUnit.SECONDS)
				.withThrowableThat()
				.withCauseInstanceOf(EtcdInvalidRequestException.class);
		}
	}

	@Test
	void repetitionsAreSpacedThoughOtherEndpointsAreUntried() throws IOException {
		String other = etcd.endpoint().replace("127.0.0.1", "localhost");
		ClientBuilder builder = TestConnections.builder(List.of(etcd.endpoint(), other))
			.interceptor(new Refusing(this.attempts));
		DefaultEtcdCalls calls = this.context.calls(builder);
		Awaitility.await().until(() -> this.context.connected() == 2);
		assertThatExceptionOfType(EtcdException.class)
			.isThrownBy(() -> status(calls, etcd.endpoint(), Duration.ofMillis(500)));
		assertThat(this.attempts.get()).isBetween(2, 10);
	}

	@Test
	void waitingForItIsIdle() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			String endpoint = "http://127.0.0.1:" + silent.getLocalPort();
			ClientBuilder builder = TestConnections.builder(List.of(etcd.endpoint(), endpoint))
				.connectTimeout(Duration.ofSeconds(20));
			DefaultEtcdCalls calls = this.context.calls(builder);
			Awaitility.await().until(() -> this.context.connected() == 1);
			ScheduledThreadPoolExecutor timer = (ScheduledThreadPoolExecutor) this.context.get().threads().scheduler();
			long before = timer.getCompletedTaskCount();
			assertThatExceptionOfType(EtcdTimeoutException.class)
				.isThrownBy(() -> status(calls, endpoint, Duration.ofMillis(500)))
				.withMessageContaining(endpoint)
				.withMessageNotContaining(etcd.endpoint());
			assertThat(timer.getCompletedTaskCount() - before).isLessThan(100);
		}
	}

	@Test
	void nothingRemainsOfACallToOneThatIsAway() throws IOException {
		int port;
		try (ServerSocket closed = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			port = closed.getLocalPort();
		}
		String endpoint = "http://127.0.0.1:" + port;
		DefaultEtcdCalls calls = this.context.calls(TestConnections.builder(List.of(etcd.endpoint(), endpoint)));
		Awaitility.await()
			.until(() -> this.context.get().endpoints().named(endpoint).state() == EtcdEndpoint.State.DISCONNECTED);
		assertThatExceptionOfType(EtcdUnavailableException.class)
			.isThrownBy(() -> status(calls, endpoint, Duration.ofSeconds(5)));
		assertThat(this.context.get().waiting()).isEmpty();
	}

	private static void status(EtcdCalls calls, String endpoint, Duration timeout) {
		calls.call(STATUS, StatusRequest.getDefaultInstance(), EtcdCallSpec.at(endpoint, timeout),
				(response) -> response);
	}

	/**
	 * Answers as a member does that is being stopped, without asking one.
	 */
	private record Refusing(AtomicInteger attempts) implements ClientInterceptor {

		@Override
		public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> called, CallOptions options, Channel next) {
			if (!called.getFullMethodName().equals(STATUS.method().getFullMethodName())) {
				return next.newCall(called, options);
			}
			return new ClientCall<>() {

				@Override
				public void start(Listener<R> listener, Metadata headers) {
					Refusing.this.attempts.incrementAndGet();
					listener.onClose(Status.UNAVAILABLE, new Metadata());
				}

				@Override
				public void request(int numMessages) {
				}

				@Override
				public void cancel(String message, Throwable cause) {
				}

				@Override
				public void halfClose() {
				}

				@Override
				public void sendMessage(Q message) {
				}

			};
		}

	}

}
