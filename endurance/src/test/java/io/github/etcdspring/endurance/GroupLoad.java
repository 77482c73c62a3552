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

package io.github.etcdspring.endurance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdFencedException;
import io.github.etcdspring.consumer.EtcdCursor;
import io.github.etcdspring.consumer.EtcdCursors;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.test.oracle.EtcdHistory;
import io.github.etcdspring.test.oracle.WatchedEvent;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdEventListener;
import io.github.etcdspring.watch.EtcdWatchListener;
import io.github.etcdspring.watch.EtcdWatchRegistration;

/**
 * A group of watches that does jobs: each job is done once, in order, whichever
 * application does it.
 *
 * @author The etcd-spring authors
 */
final class GroupLoad extends Load {

	private static final long INTERVAL = 30;

	private static final long PAUSE_AFTER_FAILURE = 100;

	private final List<Application> applications;

	private final List<EtcdWatchRegistration> registrations = new ArrayList<>();

	private final AtomicLong jobs = new AtomicLong();

	GroupLoad(List<Application> applications) {
		this.applications = applications;
	}

	@Override
	void start() {
		for (Application application : this.applications) {
			EtcdTemplate template = application.template();
			EtcdCursor cursor = EtcdCursors.create().named("jobs");
			EtcdEventListener<String> worker = (event) -> doJob(template, cursor, event);
			this.registrations.add(template.watch(KeyRange.prefix(Keys.JOBS), String.class,
					EtcdWatchListener.each(worker), (spec) -> spec.eachEvent().cursor(cursor).group("workers")));
		}
		// From the first job on: the position that a group begins with is that of its
		// owner
		awaitOwner();
		repeat("jobs", this::addJob);
		repeat("handing over", this::handOver);
	}

	private void awaitOwner() {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> this.registrations.stream()
				.anyMatch((each) -> each.state() == EtcdWatchRegistration.State.ACTIVE));
	}

	private void addJob() {
		pause(INTERVAL);
		long job = this.jobs.incrementAndGet();
		EtcdTemplate template = this.applications.get((int) (job % this.applications.size())).template();
		template.put(Keys.JOBS + job, "job");
		count("jobs");
	}

	/**
	 * Take the work from whoever has it.
	 */
	private void handOver() {
		for (int i = 0; i < 100 && !isStopped(); i++) {
			pause(PAUSE_AFTER_FAILURE);
		}
		this.registrations.stream()
			.filter((each) -> each.state() == EtcdWatchRegistration.State.ACTIVE)
			.findFirst()
			.ifPresent((owner) -> {
				owner.pause();
				pause(PAUSE_AFTER_FAILURE);
				owner.resume();
				count("hand-overs");
			});
	}

	private void doJob(EtcdTemplate template, EtcdCursor cursor, EtcdEvent<String> event) {
		String job = event.key().substring(Keys.JOBS.length());
		while (true) {
			try {
				template
					.txn(cursor.advance().andThen((txn) -> txn.then(TxnOperation.put(Keys.DONE_JOBS + job, "done"))));
				return;
			}
			catch (EtcdFencedException ex) {
				count("fenced");
				throw ex;
			}
			catch (EtcdClosedException ex) {
				throw ex;
			}
			catch (EtcdException ex) {
				count("attempts that failed");
				pause(PAUSE_AFTER_FAILURE);
			}
		}
	}

	/**
	 * Wait until all jobs are done.
	 * @param template asks
	 * @param timeout how long to wait for a single one, in milliseconds
	 */
	void awaitEnd(EtcdTemplate template, long timeout) {
		long done = 0;
		long deadline = System.currentTimeMillis() + timeout;
		while (done < template.count(KeyRange.prefix(Keys.JOBS))) {
			long now = template.count(KeyRange.prefix(Keys.DONE_JOBS));
			if (now > done) {
				done = now;
				deadline = System.currentTimeMillis() + timeout;
			}
			if (System.currentTimeMillis() > deadline) {
				found("%d jobs are done, and no more".formatted(done));
				return;
			}
			pause(PAUSE_AFTER_FAILURE);
		}
	}

	@Override
	List<String> check(EtcdHistory history) {
		List<String> wanted = names(history, Keys.JOBS);
		List<String> done = names(history, Keys.DONE_JOBS);
		if (wanted.equals(done)) {
			return List.of();
		}
		int same = 0;
		while (same < Math.min(wanted.size(), done.size()) && wanted.get(same).equals(done.get(same))) {
			same++;
		}
		return List.of("%d jobs, %d done; after the first %d come %s, but %s were done".formatted(wanted.size(),
				done.size(), same, part(wanted, same), part(done, same)));
	}

	private static List<String> names(EtcdHistory history, String prefix) {
		return Histories.of(history, prefix)
			.events()
			.stream()
			.map(WatchedEvent::key)
			.map((key) -> key.substring(prefix.length()))
			.toList();
	}

	private static List<String> part(List<String> names, int from) {
		return names.subList(from, Math.min(names.size(), from + 5));
	}

}
