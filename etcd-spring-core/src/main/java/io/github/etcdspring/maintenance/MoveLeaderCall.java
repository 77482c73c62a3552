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

package io.github.etcdspring.maintenance;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdNoLeaderException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCallChain;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdDeadline;

/**
 * Asks one endpoint after the other whether it is the leader, and the leader to let
 * another member lead: no other member takes that request.
 *
 * @author The etcd-spring authors
 */
final class MoveLeaderCall implements EtcdCall<@Nullable Void> {

	private final long memberId;

	private final List<String> endpoints;

	MoveLeaderCall(long memberId, List<String> endpoints) {
		this.memberId = memberId;
		this.endpoints = endpoints;
	}

	@Override
	public @Nullable Void execute(EtcdCalls calls) {
		EtcdDeadline deadline = EtcdDeadline.in(calls.timeout());
		for (String endpoint : this.endpoints) {
			if (isLeader(endpoint, deadline.bound(calls))) {
				return MaintenanceCalls.moveLeader(endpoint, this.memberId).execute(deadline.bound(calls));
			}
		}
		throw noLeader();
	}

	private boolean isLeader(String endpoint, EtcdCalls calls) {
		try {
			return MaintenanceCalls.status(endpoint).execute(calls).isLeader();
		}
		catch (EtcdException ex) {
			return false;
		}
	}

	@Override
	public CompletableFuture<@Nullable Void> executeAsync(EtcdCalls calls) {
		EtcdCallChain<@Nullable Void> chain = new EtcdCallChain<>();
		ask(0, calls, EtcdDeadline.in(calls.timeout()), chain);
		return chain;
	}

	private void ask(int index, EtcdCalls calls, EtcdDeadline deadline, EtcdCallChain<@Nullable Void> chain) {
		if (index == this.endpoints.size()) {
			chain.completeExceptionally(noLeader());
			return;
		}
		String endpoint = this.endpoints.get(index);
		Runnable next = () -> ask(index + 1, calls, deadline, chain);
		chain.then(MaintenanceCalls.status(endpoint).executeAsync(deadline.bound(calls)), (status) -> {
			if (status.isLeader()) {
				chain.then(MaintenanceCalls.moveLeader(endpoint, this.memberId).executeAsync(deadline.bound(calls)),
						chain::complete);
			}
			else {
				next.run();
			}
		}, (ex) -> next.run());
	}

	private EtcdNoLeaderException noLeader() {
		return new EtcdNoLeaderException(
				"maintenance.move-leader failed: none of %s says that it is the leader. Check 'etcd.endpoints'"
					.formatted(this.endpoints),
				EtcdOutcome.UNSENT, null);
	}

}
