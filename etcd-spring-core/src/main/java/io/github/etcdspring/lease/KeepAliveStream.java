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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdAuthenticationException;
import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.connection.EtcdStream;
import io.github.etcdspring.connection.EtcdStreamListener;

/**
 * Renews some leases on one stream, and opens another one when it ends or does not
 * answer. Belongs to the thread that owns the leases; the callbacks of the transport only
 * pass on what they get.
 *
 * @author The etcd-spring authors
 */
final class KeepAliveStream {

	/**
	 * How many renewals may be unanswered: the server renews one after the other.
	 */
	private static final int WINDOW = 256;

	/**
	 * How long a stream may be away before its leases are told.
	 */
	private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(500);

	private static final long LONGEST_SLEEP = TimeUnit.SECONDS.toNanos(1);

	private final LeaseKeeper keeper;

	private final Map<Long, KeptLease> leases = new HashMap<>();

	private @Nullable Attempt current;

	private boolean open;

	private boolean closed;

	private int unanswered;

	private int failures;

	/**
	 * Whether nothing has been answered since the last stream ended.
	 */
	private boolean broken;

	private long brokenSince;

	KeepAliveStream(LeaseKeeper keeper) {
		this.keeper = keeper;
	}

	void add(long id, KeptLease lease) {
		this.leases.put(id, lease);
		lease.renewal().stream = this;
		if (this.current == null && !this.closed) {
			open("", false);
		}
	}

	void remove(long id, KeptLease lease) {
		if (this.leases.remove(id, lease) && lease.renewal().isWaiting()) {
			this.unanswered--;
		}
		lease.renewal().stream = null;
	}

	int size() {
		return this.leases.size();
	}

	String endpoint() {
		Attempt attempt = this.current;
		return (attempt != null && attempt.stream != null) ? attempt.stream.endpoint() : "";
	}

	void close() {
		this.closed = true;
		cancel();
	}

	private void cancel() {
		Attempt attempt = this.current;
		this.current = null;
		this.open = false;
		if (attempt != null && attempt.stream != null) {
			attempt.stream.cancel();
		}
	}

	private void open(String avoid, boolean freshToken) {
		Attempt attempt = new Attempt();
		this.current = attempt;
		Set<String> crowded = this.keeper.crowded(this, avoid);
		attempt.stream = this.keeper.calls().open(LeaseCalls.KEEP_ALIVE, crowded, freshToken, attempt);
	}

	private void opened() {
		this.open = true;
		long now = this.keeper.now();
		// One answer tells that the stream works
		this.leases.values()
			.stream()
			.min(Comparator.comparingLong((lease) -> left(lease, now)))
			.ifPresent((lease) -> lease.renewal().hurry(now));
		this.keeper.tickSoon(0);
	}

	private static long left(KeptLease lease, long now) {
		EtcdLeaseTerm term = lease.term();
		return (term != null) ? term.deadline() - now : 0;
	}

	/**
	 * Do what is due.
	 * @param now the time
	 * @return when to come back
	 */
	long tick(long now) {
		List<KeptLease> over = new ArrayList<>();
		List<KeptLease> due = new ArrayList<>();
		boolean silent = this.broken && now - this.brokenSince > GRACE;
		long next = now + LONGEST_SLEEP;
		KeptLease overdue = null;
		for (KeptLease lease : this.leases.values()) {
			EtcdLeaseTerm term = lease.term();
			Renewal renewal = lease.renewal();
			if (term == null || !term.isAlive()) {
				over.add(lease);
				continue;
			}
			if (silent && lease.state() == EtcdLease.State.ACTIVE) {
				lease.change(EtcdLease.State.DISCONNECTED);
			}
			if (this.open && renewal.isOverdue(now)
					&& (overdue == null || renewal.sent() - overdue.renewal().sent() < 0)) {
				overdue = lease;
			}
			if (this.open && renewal.isDue(now)) {
				due.add(lease);
				next = earlier(next, now + renewal.patience());
			}
			else if (this.open) {
				next = earlier(next, renewal.next());
			}
			next = earlier(next, term.deadline());
		}
		over.forEach(this.keeper::ended);
		if (overdue != null) {
			redial(overdue.renewal().sent(), now);
		}
		else {
			send(due, now);
		}
		return (this.broken && !silent) ? earlier(next, this.brokenSince + GRACE + 1) : next;
	}

	private static long earlier(long one, long other) {
		return (other - one < 0) ? other : one;
	}

	private void send(List<KeptLease> due, long now) {
		if (due.size() > WINDOW - this.unanswered) {
			due.sort(Comparator.comparingLong((lease) -> left(lease, now)));
		}
		for (KeptLease lease : due) {
			Attempt attempt = this.current;
			EtcdLeaseTerm term = lease.term();
			if (this.unanswered >= WINDOW || attempt == null || attempt.stream == null) {
				return;
			}
			if (term != null) {
				this.unanswered++;
				lease.renewal().sending(this.keeper.now());
				attempt.stream.send(LeaseKeepAliveRequest.newBuilder().setID(term.id()).build());
			}
		}
	}

	private void answered(LeaseKeepAliveResponse response) {
		KeptLease lease = this.leases.get(response.getID());
		if (lease == null || !lease.renewal().isWaiting()) {
			return;
		}
		this.unanswered--;
		this.failures = 0;
		this.broken = false;
		this.keeper.answered(lease, response.getTTL());
		if (this.unanswered == WINDOW / 2) {
			this.keeper.tickSoon(0);
		}
	}

	private void redial(long since, long now) {
		String endpoint = endpoint();
		cancel();
		reopen(since, now, endpoint, false);
	}

	private void ended(EtcdException reason) {
		String endpoint = endpoint();
		this.current = null;
		this.open = false;
		if (reason instanceof EtcdClosedException) {
			this.closed = true;
			return;
		}
		boolean freshToken = reason instanceof EtcdAuthenticationException
				|| reason instanceof EtcdPermissionDeniedException;
		long now = this.keeper.now();
		reopen(now, now, endpoint, freshToken);
		this.keeper.tickSoon(GRACE + 1);
	}

	private void reopen(long since, long now, String avoid, boolean freshToken) {
		this.keeper.counters().failed();
		this.unanswered = 0;
		this.leases.values().forEach((lease) -> lease.renewal().interrupted(now));
		if (!this.broken) {
			this.broken = true;
			this.brokenSince = since;
		}
		long delay = (this.failures == 0) ? 0 : LeaseRetryDelay.nanosAfter(this.failures);
		this.failures++;
		this.keeper.later(delay, () -> {
			if (!this.closed && this.current == null) {
				open(avoid, freshToken);
			}
		});
	}

	/**
	 * One stream from its opening to its end.
	 */
	private final class Attempt implements EtcdStreamListener<LeaseKeepAliveResponse> {

		private @Nullable EtcdStream<LeaseKeepAliveRequest> stream;

		@Override
		public void onOpen() {
			pass(KeepAliveStream.this::opened);
		}

		@Override
		public void onNext(LeaseKeepAliveResponse response) {
			pass(() -> answered(response));
		}

		@Override
		public void onClosed(EtcdException reason) {
			pass(() -> ended(reason));
		}

		private void pass(Runnable task) {
			KeepAliveStream.this.keeper.execute(() -> {
				if (KeepAliveStream.this.current == this) {
					task.run();
				}
			});
		}

	}

}
