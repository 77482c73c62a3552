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

package io.github.etcdspring.benchmarks.lock;

import java.net.URI;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.lock.LockGrpc;
import io.etcd.jetcd.api.lock.LockRequest;
import io.etcd.jetcd.api.lock.UnlockRequest;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;

/**
 * The lock service of etcd with nothing around it but gRPC.
 *
 * @author The etcd-spring authors
 */
final class GrpcStubLocks implements LockSubject {

	private final ManagedChannel channel;

	private final long lease;

	GrpcStubLocks(String endpoint) {
		URI uri = URI.create(endpoint);
		this.channel = NettyChannelBuilder.forAddress(uri.getHost(), uri.getPort())
			.usePlaintext()
			.directExecutor()
			.build();
		this.lease = ClientCalls
			.blockingUnaryCall(this.channel, LeaseGrpc.getLeaseGrantMethod(), CallOptions.DEFAULT,
					LeaseGrantRequest.newBuilder().setTTL(LockBenchmark.TTL_SECONDS).build())
			.getID();
	}

	@Override
	public void lockAndUnlock(String name) {
		ByteString key = ClientCalls
			.blockingUnaryCall(this.channel, LockGrpc.getLockMethod(), CallOptions.DEFAULT,
					LockRequest.newBuilder().setName(ByteString.copyFromUtf8(name)).setLease(this.lease).build())
			.getKey();
		ClientCalls.blockingUnaryCall(this.channel, LockGrpc.getUnlockMethod(), CallOptions.DEFAULT,
				UnlockRequest.newBuilder().setKey(key).build());
	}

	@Override
	public void close() {
		this.channel.shutdownNow();
	}

}
