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

package io.github.etcdspring.lock;

import java.time.Duration;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.lock.LockGrpc;
import io.etcd.jetcd.api.lock.LockRequest;
import io.etcd.jetcd.api.lock.LockResponse;
import io.etcd.jetcd.api.lock.UnlockRequest;
import io.etcd.jetcd.api.lock.UnlockResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdRpc;

/**
 * Makes calls of the Lock service out of arguments.
 *
 * @author The etcd-spring authors
 */
final class LockCalls {

	private static final EtcdRpc<LockRequest, LockResponse> LOCK = EtcdRpc.write("lock.lock", LockGrpc.getLockMethod());

	private static final EtcdRpc<UnlockRequest, UnlockResponse> UNLOCK = EtcdRpc.write("lock.unlock",
			LockGrpc.getUnlockMethod());

	private LockCalls() {
	}

	static EtcdCall<String> lock(String name, long leaseId, @Nullable Duration timeout) {
		Assert.hasLength(name, "'name' must not be empty");
		Assert.isTrue(leaseId != 0, "'leaseId' must not be 0: a lock needs a lease");
		LockRequest request = LockRequest.newBuilder().setName(ByteString.copyFromUtf8(name)).setLease(leaseId).build();
		return EtcdCall.of(LOCK, request, EtcdCallSpec.of("lock '%s'".formatted(name), timeout),
				(response) -> response.getKey().toStringUtf8());
	}

	static EtcdCall<@Nullable Void> unlock(String key) {
		Assert.hasLength(key, "'key' must not be empty");
		return EtcdCall.of(UNLOCK, UnlockRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build(),
				EtcdCallSpec.of("lock key '%s'".formatted(key), null), (response) -> null);
	}

}
