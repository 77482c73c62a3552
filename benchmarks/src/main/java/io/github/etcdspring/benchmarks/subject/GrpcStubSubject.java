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

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * gRPC itself: one event loop, everything on its thread.
 *
 * @author The etcd-spring authors
 */
final class GrpcStubSubject implements Subject {

	private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final ManagedChannel channel;

	GrpcStubSubject(String endpoint) {
		URI uri = URI.create(endpoint);
		this.channel = NettyChannelBuilder.forAddress(uri.getHost(), uri.getPort())
			.usePlaintext()
			.eventLoopGroup(this.eventLoop)
			.channelType(NioSocketChannel.class)
			.directExecutor()
			.build();
	}

	@Override
	public void call(Workload workload, String key, byte[] value) throws Exception {
		CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
		callAsync(workload, key, value, end::complete);
		if (end.get() instanceof Exception failure) {
			throw failure;
		}
	}

	@Override
	public void callAsync(Workload workload, String key, byte[] value, Consumer<@Nullable Throwable> done) {
		ByteString keyBytes = ByteString.copyFromUtf8(key);
		switch (workload) {
			case GET,
					SERIALIZABLE_GET ->
				send(KVGrpc.getRangeMethod(),
						RangeRequest.newBuilder()
							.setKey(keyBytes)
							.setSerializable(workload == Workload.SERIALIZABLE_GET)
							.build(),
						done);
			case PUT -> send(KVGrpc.getPutMethod(), put(keyBytes, value), done);
			case TXN -> send(KVGrpc.getTxnMethod(),
					TxnRequest.newBuilder()
						.addCompare(Compare.newBuilder()
							.setKey(keyBytes)
							.setTarget(Compare.CompareTarget.VERSION)
							.setResult(Compare.CompareResult.GREATER)
							.setVersion(0))
						.addSuccess(RequestOp.newBuilder().setRequestPut(put(keyBytes, value)))
						.build(),
					done);
		}
	}

	private static PutRequest put(ByteString key, byte[] value) {
		return PutRequest.newBuilder().setKey(key).setValue(UnsafeByteOperations.unsafeWrap(value)).build();
	}

	private <Q, R> void send(MethodDescriptor<Q, R> method, Q request, Consumer<@Nullable Throwable> done) {
		ClientCalls.asyncUnaryCall(this.channel.newCall(method, CallOptions.DEFAULT), request, new StreamObserver<>() {

			@Override
			public void onNext(R response) {
				if (response instanceof RangeResponse range) {
					range.getKvs(0).getValue().toByteArray();
				}
			}

			@Override
			public void onError(Throwable failure) {
				done.accept(failure);
			}

			@Override
			public void onCompleted() {
				done.accept(null);
			}

		});
	}

	@Override
	public void close() {
		this.channel.shutdownNow();
		this.eventLoop.shutdownGracefully();
	}

}
