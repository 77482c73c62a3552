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

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.test.oracle.EtcdHistory;
import io.github.etcdspring.watch.EtcdEvent.Type;

/**
 * Watches of several kinds in each application, one of them with a cursor that is
 * cancelled and registered again, and writes of several kinds.
 *
 * @author The etcd-spring authors
 */
final class WatchLoad extends Load {

	private static final int GROUPS = 4;

	private static final int KEYS_OF_A_GROUP = 8;

	private static final long INTERVAL = 8;

	private static final long BOOKMARK_INTERVAL = 250;

	private static final long RESTART_INTERVAL = 15_000;

	private final List<Application> applications;

	private final Random random;

	private final List<ObservedWatch> watches = new CopyOnWriteArrayList<>();

	private final AtomicLong values = new AtomicLong();

	WatchLoad(List<Application> applications, Random random) {
		this.applications = applications;
		this.random = random;
	}

	@Override
	void start() {
		// Before the first write: each is to be told everything
		this.applications.forEach(this::watch);
		for (Application application : this.applications) {
			Random choices = new Random(this.random.nextLong());
			repeat("writes", () -> write(application.template(), choices));
		}
		repeat("bookmarks", () -> {
			awaitInterval(BOOKMARK_INTERVAL);
			this.watches.forEach(ObservedWatch::noteBookmark);
		});
	}

	private void watch(Application application) {
		ObservedWatch restarted = ObservedWatch.withCursor(application, KeyRange.prefix(Keys.WATCHED));
		this.watches.add(restarted);
		this.watches.add(ObservedWatch.of(application, KeyRange.prefix(Keys.WATCHED), Type.values()));
		this.watches.add(ObservedWatch.of(application, KeyRange.prefix(Keys.WATCHED), Type.DELETE));
		this.watches.add(ObservedWatch.of(application, KeyRange.prefix(group(1)), Type.PUT));
		this.watches.add(ObservedWatch.of(application, KeyRange.key(group(2) + 3), Type.values()));
		repeat("restarts", () -> {
			awaitInterval(RESTART_INTERVAL);
			restarted.restart();
			count("restarts of cursors");
		});
	}

	private void awaitInterval(long millis) {
		for (long waited = 0; waited < millis && !isStopped(); waited += BOOKMARK_INTERVAL) {
			pause(BOOKMARK_INTERVAL);
		}
	}

	private void write(EtcdTemplate template, Random choices) {
		pause(choices.nextLong(2 * INTERVAL));
		int kind = choices.nextInt(10);
		int group = choices.nextInt(GROUPS);
		if (kind < 6) {
			template.put(key(group, choices), value());
		}
		else if (kind < 7) {
			template.delete(key(group, choices));
		}
		else if (kind < 8) {
			template.delete(KeyRange.prefix(group(group)));
		}
		else {
			template.txn((txn) -> txn.then(puts(choices)));
		}
		count("writes");
	}

	private List<TxnOperation<?>> puts(Random choices) {
		// Etcd refuses to change a key twice in one transaction
		TreeSet<String> keys = new TreeSet<>();
		Stream.generate(() -> key(choices.nextInt(GROUPS), choices)).limit(6).forEach(keys::add);
		List<TxnOperation<?>> puts = new ArrayList<>();
		keys.forEach((key) -> puts.add(TxnOperation.put(key, value())));
		return puts;
	}

	private String value() {
		return String.valueOf(this.values.incrementAndGet());
	}

	private static String group(int group) {
		return Keys.WATCHED + group + "/";
	}

	private static String key(int group, Random choices) {
		return group(group) + choices.nextInt(KEYS_OF_A_GROUP);
	}

	/**
	 * Wait until the watches have been told everything.
	 * @param timeout how long to wait for a single revision, in milliseconds
	 */
	void awaitArrival(long lastRevision, long timeout) {
		for (ObservedWatch watch : this.watches) {
			if (!watch.awaitRevision(lastRevision, timeout)) {
				found("%s did not come to revision %d".formatted(watch, lastRevision));
			}
		}
	}

	@Override
	List<String> check(EtcdHistory history) {
		List<String> findings = new ArrayList<>();
		for (ObservedWatch watch : this.watches) {
			watch.check(history).forEach((finding) -> findings.add("%s: %s".formatted(watch, finding)));
		}
		return findings;
	}

}
