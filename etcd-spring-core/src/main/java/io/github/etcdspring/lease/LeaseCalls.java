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

package io.github.etcdspring.lease;

import java.time.Duration;
import java.util.List;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdHeaders;
import io.github.etcdspring.connection.EtcdRpc;

/**
 * Makes calls of the Lease service out of arguments.
 *
 * @author The etcd-spring authors
 */
final class LeaseCalls {

	private static final long MAX_TTL_SECONDS = 9_000_000_000L;

	private static final EtcdRpc<LeaseGrantRequest, LeaseGrantResponse> GRANT = EtcdRpc.write("lease.grant",
			LeaseGrpc.getLeaseGrantMethod());

	private static final EtcdRpc<LeaseRevokeRequest, LeaseRevokeResponse> REVOKE = EtcdRpc.write("lease.revoke",
			LeaseGrpc.getLeaseRevokeMethod());

	// Repeating a renewal is harmless. A stream of one request, ended by this side, has
	// one answer
	static final EtcdRpc<LeaseKeepAliveRequest, LeaseKeepAliveResponse> KEEP_ALIVE = EtcdRpc.read("lease.keep-alive",
			LeaseGrpc.getLeaseKeepAliveMethod());

	private static final EtcdRpc<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse> TIME_TO_LIVE = EtcdRpc
		.read("lease.time-to-live", LeaseGrpc.getLeaseTimeToLiveMethod());

	private static final EtcdRpc<Empty, Empty> LIST = EtcdRpc.read("lease.list", LeaseListMethod.DESCRIPTOR);

	private LeaseCalls() {
	}

	static long chosen(long id) {
		Assert.isTrue(id != 0, "'id' must not be 0");
		return id;
	}

	static EtcdCall<LeaseGrant> grant(long id, Duration ttl) {
		LeaseGrantRequest request = LeaseGrantRequest.newBuilder().setID(id).setTTL(seconds(ttl)).build();
		return EtcdCall.of(GRANT, request, (id != 0) ? about(id) : EtcdCallSpec.DEFAULT,
				(response) -> new LeaseGrant(EtcdHeaders.of(response.getHeader()), response.getID(),
						Duration.ofSeconds(response.getTTL())));
	}

	static long seconds(Duration ttl) {
		Assert.notNull(ttl, "'ttl' must not be null");
		Assert.isTrue(!ttl.isNegative() && !ttl.isZero(), () -> "'ttl' must be positive, but is " + ttl);
		long seconds = (ttl.getNano() > 0) ? ttl.getSeconds() + 1 : ttl.getSeconds();
		Assert.isTrue(seconds <= MAX_TTL_SECONDS,
				() -> "'ttl' must not be longer than etcd's limit of %d seconds, but is %s".formatted(MAX_TTL_SECONDS,
						ttl));
		return seconds;
	}

	static EtcdCall<ResponseHeader> revoke(long id) {
		return EtcdCall.of(REVOKE, LeaseRevokeRequest.newBuilder().setID(id).build(), about(id),
				(response) -> EtcdHeaders.of(response.getHeader()));
	}

	static EtcdCall<Duration> keepAliveOnce(long id) {
		return EtcdCall.of(KEEP_ALIVE, LeaseKeepAliveRequest.newBuilder().setID(id).build(), about(id),
				(response) -> renewed(id, response.getTTL()));
	}

	private static Duration renewed(long id, long ttl) {
		if (ttl <= 0) {
			throw new EtcdLeaseNotFoundException(
					"lease.keep-alive of lease %s failed: the lease does not exist. It has expired or was revoked: grant a new one"
						.formatted(Long.toHexString(id)),
					EtcdOutcome.REFUSED, null);
		}
		return Duration.ofSeconds(ttl);
	}

	static EtcdCall<@Nullable LeaseInfo> timeToLive(long id, boolean withKeys) {
		LeaseTimeToLiveRequest request = LeaseTimeToLiveRequest.newBuilder().setID(id).setKeys(withKeys).build();
		return EtcdCall.of(TIME_TO_LIVE, request, about(id), LeaseCalls::info);
	}

	private static @Nullable LeaseInfo info(LeaseTimeToLiveResponse response) {
		if (response.getTTL() < 0) {
			return null;
		}
		return new LeaseInfo(EtcdHeaders.of(response.getHeader()), response.getID(),
				Duration.ofSeconds(response.getTTL()), Duration.ofSeconds(response.getGrantedTTL()),
				response.getKeysList().stream().map(ByteString::toByteArray).toList());
	}

	static EtcdCall<List<Long>> list() {
		return EtcdCall.of(LIST, Empty.getDefaultInstance(), EtcdCallSpec.DEFAULT, LeaseListMethod::ids);
	}

	private static EtcdCallSpec about(long id) {
		return EtcdCallSpec.of("lease " + Long.toHexString(id), null);
	}

}
