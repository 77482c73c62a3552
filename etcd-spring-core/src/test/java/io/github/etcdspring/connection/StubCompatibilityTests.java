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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthRoleListRequest;
import io.etcd.jetcd.api.AuthUserListRequest;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.etcd.jetcd.api.lock.LockGrpc;
import io.etcd.jetcd.api.lock.LockRequest;
import io.etcd.jetcd.api.lock.UnlockRequest;
import io.grpc.MethodDescriptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.test.EtcdExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * jetcd's stubs on the gRPC, Netty and protobuf that Spring Boot manages.
 *
 * @author The etcd-spring authors
 */
class StubCompatibilityTests {

	@RegisterExtension
	static final EtcdExtension etcd = new EtcdExtension();

	private static EtcdConnection connection;

	@BeforeAll
	static void connect() {
		connection = TestConnections.connect(etcd.endpoint());
	}

	@AfterAll
	static void close() {
		connection.close();
	}

	static Stream<Arguments> unaryCalls() {
		ByteString key = ByteString.copyFromUtf8("k");
		return Stream.of(unary(KVGrpc.getPutMethod(), TestConnections.put("k", "v")),
				unary(KVGrpc.getRangeMethod(), TestConnections.range("k")),
				unary(KVGrpc.getDeleteRangeMethod(), DeleteRangeRequest.newBuilder().setKey(key).build()),
				unary(KVGrpc.getTxnMethod(), TxnRequest.getDefaultInstance()),
				unary(KVGrpc.getCompactMethod(), CompactionRequest.newBuilder().setRevision(1).build()),
				unary(LeaseGrpc.getLeaseGrantMethod(), LeaseGrantRequest.newBuilder().setTTL(60).build()),
				unary(LeaseGrpc.getLeaseTimeToLiveMethod(), LeaseTimeToLiveRequest.newBuilder().setID(1).build()),
				unary(ClusterGrpc.getMemberListMethod(), MemberListRequest.getDefaultInstance()),
				unary(MaintenanceGrpc.getStatusMethod(), StatusRequest.getDefaultInstance()),
				unary(MaintenanceGrpc.getAlarmMethod(), AlarmRequest.getDefaultInstance()),
				unary(AuthGrpc.getUserListMethod(), AuthUserListRequest.getDefaultInstance()),
				unary(AuthGrpc.getRoleListMethod(), AuthRoleListRequest.getDefaultInstance()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void unaryCalls(MethodDescriptor<Message, Message> method, Message request) {
		Message response = connection.calls()
			.call(EtcdRpc.read(method.getFullMethodName(), method), request, EtcdCallSpec.DEFAULT, Function.identity());
		assertThat(response.getDescriptorForType().findFieldByName("header")).isNotNull();
		assertThat(response.getSerializedSize()).isPositive();
	}

	@Test
	void locks() {
		long lease = connection.calls()
			.call(EtcdRpc.write("lease.grant", LeaseGrpc.getLeaseGrantMethod()),
					LeaseGrantRequest.newBuilder().setTTL(60).build(), EtcdCallSpec.DEFAULT,
					(response) -> response.getID());
		ByteString key = connection.calls()
			.call(EtcdRpc.write("lock.lock", LockGrpc.getLockMethod()),
					LockRequest.newBuilder().setName(ByteString.copyFromUtf8("lock")).setLease(lease).build(),
					EtcdCallSpec.DEFAULT, (response) -> response.getKey());
		assertThat(key.toStringUtf8()).startsWith("lock/");
		boolean hasHeader = connection.calls()
			.call(EtcdRpc.write("lock.unlock", LockGrpc.getUnlockMethod()),
					UnlockRequest.newBuilder().setKey(key).build(), EtcdCallSpec.DEFAULT,
					(response) -> response.hasHeader());
		assertThat(hasHeader).isTrue();
	}

	@Test
	void watchStream() {
		Recorder<WatchRequest, WatchResponse> recorder = new Recorder<>(WatchRequest.newBuilder()
			.setCreateRequest(WatchCreateRequest.newBuilder().setKey(ByteString.copyFromUtf8("w")))
			.build());
		recorder.open(EtcdRpc.read("watch", WatchGrpc.getWatchMethod()));
		assertThat(recorder.first()).satisfies((response) -> assertThat(response.getCreated()).isTrue());
	}

	@Test
	void leaseKeepAliveStream() {
		Recorder<LeaseKeepAliveRequest, LeaseKeepAliveResponse> recorder = new Recorder<>(
				LeaseKeepAliveRequest.newBuilder().setID(4711).build());
		recorder.open(EtcdRpc.read("lease.keepalive", LeaseGrpc.getLeaseKeepAliveMethod()));
		assertThat(recorder.first()).satisfies((response) -> assertThat(response.getID()).isEqualTo(4711));
	}

	private static Arguments unary(MethodDescriptor<?, ?> method, Message request) {
		return Arguments.of(method, request);
	}

	/**
	 * Sends one request and keeps the first answer.
	 */
	private static final class Recorder<Q, R> implements EtcdStreamListener<R> {

		private final Q request;

		private final CompletableFuture<R> first = new CompletableFuture<>();

		private final CompletableFuture<EtcdStream<Q>> stream = new CompletableFuture<>();

		private Recorder(Q request) {
			this.request = request;
		}

		private void open(EtcdRpc<Q, R> rpc) {
			this.stream.complete(connection.calls().open(rpc, java.util.Set.of(), false, this));
		}

		private R first() {
			R response = this.first.orTimeout(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS).join();
			this.stream.join().cancel();
			return response;
		}

		@Override
		public void onOpen() {
			this.stream.thenAccept((opened) -> opened.send(this.request));
		}

		@Override
		public void onNext(R response) {
			this.first.complete(response);
		}

		@Override
		public void onClosed(EtcdException reason) {
			this.first.completeExceptionally(reason);
		}

	}

}
