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

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Follows the membership of the cluster: from time to time the endpoints become the
 * client URLs that the voting members advertise. Learners are left out, since they refuse
 * most calls, and so are addresses that mean another machine here than there.
 *
 * @author The etcd-spring authors
 */
final class EndpointSync {

	private static final Log logger = LogFactory.getLog(EtcdConnection.class);

	private static final EtcdRpc<MemberListRequest, MemberListResponse> MEMBER_LIST = EtcdRpc.read("cluster.members",
			ClusterGrpc.getMemberListMethod());

	/**
	 * Asks for the members as the majority knows them, a field that the messages lack:
	 * one that is cut off, or no longer a member, would tell of the past.
	 */
	private static final MemberListRequest REQUEST = MemberListRequest.newBuilder()
		.setUnknownFields(UnknownFieldSet.newBuilder()
			.addField(1, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
			.build())
		.build();

	private final EtcdCalls calls;

	private final EndpointGroup endpoints;

	private final String scheme;

	private final boolean local;

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	/**
	 * Create a synchronization.
	 * @param calls the way to ask for the members
	 * @param endpoints the endpoints to change
	 * @param channels knows the endpoints that are configured
	 */
	EndpointSync(EtcdCalls calls, EndpointGroup endpoints, ChannelFactory channels) {
		this.calls = calls;
		this.endpoints = endpoints;
		this.scheme = channels.isTls() ? "https" : "http";
		this.local = channels.addresses().stream().anyMatch((address) -> isLoopback(host(channels.uri(address))));
	}

	void start(ScheduledExecutorService scheduler, Duration interval) {
		scheduler.scheduleWithFixedDelay(this::sync, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void sync() {
		if (this.endpoints.isStarted()) {
			this.calls.callAsync(MEMBER_LIST, REQUEST, EtcdCallSpec.DEFAULT, MemberListResponse::getMembersList)
				.whenComplete((members, failure) -> {
					if (failure != null) {
						logger.debug("The members of the cluster could not be listed", failure);
					}
					else {
						follow(members);
					}
				});
		}
	}

	void follow(List<Member> members) {
		Set<String> addresses = new LinkedHashSet<>();
		boolean complete = true;
		for (Member member : members) {
			// One that has not been started yet advertises nothing
			if (!member.getIsLearner() && member.getClientURLsCount() > 0) {
				List<String> usable = member.getClientURLsList().stream().filter(this::isUsable).toList();
				usable.stream().map((url) -> URI.create(url).getAuthority()).forEach(addresses::add);
				if (usable.isEmpty()) {
					complete = false;
					warnOnce(member.getName(), member.getClientURLsList());
				}
			}
		}
		if (!addresses.isEmpty()) {
			this.endpoints.advertised(addresses, complete);
		}
	}

	private boolean isUsable(String url) {
		String host = host(url);
		return host != null && url.startsWith(this.scheme + "://") && !isWildcard(host)
				&& (this.local || !isLoopback(host));
	}

	private void warnOnce(String member, Collection<String> urls) {
		if (this.warned.add(member + urls)) {
			logger.warn("The member '%s' of etcd advertises %s, of which nothing is of use from here by %s: the "
				.formatted(member, urls, this.scheme)
					+ "configured endpoints are kept. Correct its --advertise-client-urls, or set "
					+ "'etcd.endpoint-sync.interval' to 0");
		}
	}

	private static @Nullable String host(String url) {
		try {
			return new URI(url).getHost();
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static boolean isLoopback(@Nullable String host) {
		return host != null && ("localhost".equals(host) || (isLiteral(host) && address(host).isLoopbackAddress()));
	}

	private static boolean isWildcard(String host) {
		return isLiteral(host) && address(host).isAnyLocalAddress();
	}

	private static boolean isLiteral(String host) {
		return host.startsWith("[") || host.matches("[\\d.]+");
	}

	private static InetAddress address(String literal) {
		try {
			return InetAddress.getByName(literal);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
