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

package io.github.etcdspring.watch;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdRpc;

/**
 * Asks the members how far quiet watches are, but only those members whose answer does
 * not overtake events: older ones say so too early. Belongs to the engine's thread.
 *
 * @author The etcd-spring authors
 * @see <a href="https://github.com/etcd-io/etcd/issues/15220">etcd issue 15220</a>
 */
final class WatchProgress {

	private static final EtcdRpc<StatusRequest, StatusResponse> STATUS = EtcdRpc
		.read("maintenance.status", MaintenanceGrpc.getStatusMethod())
		.withoutLeader();

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)(-.*)?");

	private final WatchEngine engine;

	private final EtcdCalls calls;

	/**
	 * What is known of the member behind a stream that is open.
	 */
	private final Map<WatchStream, Member> members = new HashMap<>();

	/**
	 * The streams whose member is being asked, or was and is to be left alone for a
	 * while.
	 */
	private final Set<WatchStream> asking = new HashSet<>();

	/**
	 * How often in a row a member could not be asked.
	 */
	private final Map<WatchStream, Integer> failures = new HashMap<>();

	WatchProgress(WatchEngine engine, EtcdCalls calls) {
		this.engine = engine;
		this.calls = calls;
	}

	void request(WatchStream stream) {
		if (isAnsweredOn(stream)) {
			stream.requestProgress();
		}
	}

	// Whether it is known that the answer can be trusted. Finds out if it is not known.
	boolean isAnsweredOn(WatchStream stream) {
		this.members.keySet().removeIf((known) -> !known.link().isOpen());
		this.failures.keySet().removeIf((asked) -> !asked.link().isOpen());
		if (!stream.link().isOpen() || stream.memberId() == 0
				|| !this.engine.streams().endpoints().isMember(stream.link().endpoint())) {
			return false;
		}
		Member member = this.members.get(stream);
		if (member == null) {
			findOut(stream);
			return false;
		}
		return member.answersInOrder() && member.id() == stream.memberId();
	}

	private void findOut(WatchStream stream) {
		if (!this.asking.add(stream)) {
			return;
		}
		this.calls
			.callAsync(STATUS, StatusRequest.getDefaultInstance(), EtcdCallSpec.at(stream.link().endpoint(), TIMEOUT),
					(status) -> new Member(status.getHeader().getMemberId(), answersInOrder(status.getVersion())))
			.whenComplete((member, ex) -> this.engine.execute(() -> {
				this.asking.remove(stream);
				if (stream.link().isOpen()) {
					found(stream, member, ex);
				}
			}));
	}

	private void found(WatchStream stream, @Nullable Member member, @Nullable Throwable ex) {
		if (member != null) {
			this.members.put(stream, member);
			request(stream);
		}
		else if (ex != null && WatchAnchors.unwrap(ex) instanceof EtcdPermissionDeniedException) {
			// Only versions from 3.5.28 and 3.6.9 on keep their status from ordinary
			// users
			this.members.put(stream, new Member(stream.memberId(), true));
			request(stream);
		}
		else {
			// Those who want to know ask again and again
			int attempts = this.failures.merge(stream, 1, Integer::sum);
			this.asking.add(stream);
			this.engine.later(RetryDelay.afterFailures(attempts), () -> this.asking.remove(stream));
		}
	}

	// Return whether progress of this version of the server never overtakes events.
	static boolean answersInOrder(String version) {
		Matcher matcher = VERSION.matcher(version);
		if (!matcher.matches()) {
			return false;
		}
		int major = Integer.parseInt(matcher.group(1));
		int minor = Integer.parseInt(matcher.group(2));
		int patch = Integer.parseInt(matcher.group(3));
		if (major != 3) {
			return major > 3;
		}
		return switch (minor) {
			case 4 -> patch >= 25;
			case 5 -> patch >= 8;
			default -> minor > 5;
		};
	}

	private record Member(long id, boolean answersInOrder) {
	}

}
