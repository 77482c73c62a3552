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

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

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

	private final Supplier<List<String>> endpoints;

	/**
	 * Create a call.
	 * @param memberId the member that shall lead
	 * @param endpoints the endpoints to ask, none while they are not known
	 */
	MoveLeaderCall(long memberId, Supplier<List<String>> endpoints) {
		this.memberId = memberId;
		this.endpoints = endpoints;
	}

	@Override
	public @Nullable Void execute(EtcdCalls calls) {
		Search search = new Search(calls);
		if (this.endpoints.get().isEmpty()) {
			MaintenanceCalls.anyStatus().execute(search.bound());
		}
		for (String endpoint : search.begin()) {
			if (isLeader(endpoint, search)) {
				return MaintenanceCalls.moveLeader(endpoint, this.memberId).execute(search.bound());
			}
		}
		throw search.failure();
	}

	private boolean isLeader(String endpoint, Search search) {
		try {
			return MaintenanceCalls.status(endpoint).execute(search.share()).isLeader();
		}
		catch (EtcdException ex) {
			if (!ex.isTransient()) {
				throw ex;
			}
			search.last = ex;
			return false;
		}
	}

	@Override
	public CompletableFuture<@Nullable Void> executeAsync(EtcdCalls calls) {
		EtcdCallChain<@Nullable Void> chain = new EtcdCallChain<>();
		Search search = new Search(calls);
		if (this.endpoints.get().isEmpty()) {
			chain.then(MaintenanceCalls.anyStatus().executeAsync(search.bound()),
					(status) -> ask(search.begin().iterator(), search, chain));
		}
		else {
			ask(search.begin().iterator(), search, chain);
		}
		return chain;
	}

	private void ask(Iterator<String> rest, Search search, EtcdCallChain<@Nullable Void> chain) {
		if (!rest.hasNext()) {
			chain.completeExceptionally(search.failure());
			return;
		}
		String endpoint = rest.next();
		chain.then(MaintenanceCalls.status(endpoint).executeAsync(search.share()), (status) -> {
			if (status.isLeader()) {
				chain.then(MaintenanceCalls.moveLeader(endpoint, this.memberId).executeAsync(search.bound()),
						chain::complete);
			}
			else {
				ask(rest, search, chain);
			}
		}, (ex) -> {
			if (ex instanceof EtcdException failure && failure.isTransient()) {
				search.last = failure;
				ask(rest, search, chain);
			}
			else {
				chain.completeExceptionally(ex);
			}
		});
	}

	/**
	 * The search for the leader: each endpoint gets an equal share of the time that is
	 * left.
	 */
	private final class Search {

		private final EtcdCalls calls;

		private final EtcdDeadline deadline;

		private List<String> found = List.of();

		private int asked;

		private @Nullable EtcdException last;

		Search(EtcdCalls calls) {
			this.calls = calls;
			this.deadline = EtcdDeadline.in(calls.timeout());
		}

		List<String> begin() {
			this.found = MoveLeaderCall.this.endpoints.get();
			return this.found;
		}

		EtcdCalls bound() {
			return this.deadline.bound(this.calls);
		}

		// One of the time is for the leader itself
		EtcdCalls share() {
			return this.calls.withTimeout(this.deadline.remaining().dividedBy(this.found.size() + 1L - this.asked++));
		}

		EtcdNoLeaderException failure() {
			return new EtcdNoLeaderException(
					"maintenance.move-leader failed: none of %s says that it is the leader. Check 'etcd.endpoints'"
						.formatted(this.found),
					EtcdOutcome.UNSENT, this.last);
		}

	}

}
