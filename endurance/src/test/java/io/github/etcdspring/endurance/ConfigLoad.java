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
import java.util.stream.IntStream;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.boot.config.EtcdConfigChangedEvent;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.test.oracle.EtcdHistory;

/**
 * Changes the imported configuration, all of it at a time: each application hears of all
 * of it at a time, in order, and has the last values in the end.
 *
 * @author The etcd-spring authors
 */
final class ConfigLoad extends Load {

	private static final int PROPERTIES = 10;

	private static final long INTERVAL = 1_000;

	private final List<Application> applications;

	private volatile long number;

	ConfigLoad(List<Application> applications) {
		this.applications = applications;
	}

	/**
	 * Write the configuration with which applications start.
	 * @param gateway the member to write to
	 */
	static void prepare(EtcdGateway gateway) {
		IntStream.range(0, PROPERTIES).forEach((i) -> gateway.put(Keys.CONFIG + name(i), "0"));
	}

	@Override
	void start() {
		for (Application application : this.applications) {
			Revisions revisions = new Revisions();
			application.onConfigChange((event) -> {
				count("changes heard of");
				revisions.check(application, event);
			});
		}
		repeat("config", () -> {
			pause(INTERVAL);
			change();
		});
	}

	private void change() {
		long next = this.number + 1;
		List<TxnOperation<?>> puts = new ArrayList<>();
		IntStream.range(0, PROPERTIES)
			.forEach((i) -> puts.add(TxnOperation.put(Keys.CONFIG + name(i), String.valueOf(next))));
		this.number = next;
		this.applications.get(0).template().txn((txn) -> txn.then(puts));
		count("changes");
	}

	/**
	 * Change the configuration once more, and see that it arrives.
	 * @param timeout how long that may take, in milliseconds
	 */
	void awaitArrival(long timeout) {
		long deadline = System.currentTimeMillis() + timeout;
		while (!tryChange()) {
			if (System.currentTimeMillis() > deadline) {
				found("the configuration cannot be changed any more");
				return;
			}
			pause(INTERVAL);
		}
		for (Application application : this.applications) {
			while (!hasArrived(application)) {
				if (System.currentTimeMillis() > deadline) {
					found("%s has not got the configuration %d".formatted(application.name(), this.number));
					return;
				}
				pause(50);
			}
		}
	}

	private boolean tryChange() {
		try {
			change();
			return true;
		}
		catch (EtcdException ex) {
			return false;
		}
	}

	private boolean hasArrived(Application application) {
		return IntStream.range(0, PROPERTIES)
			.allMatch((i) -> String.valueOf(this.number).equals(application.property(name(i))));
	}

	private static String name(int property) {
		return "endurance.property" + property;
	}

	@Override
	List<String> check(EtcdHistory history) {
		return List.of();
	}

	/**
	 * What an application heard last.
	 */
	private final class Revisions {

		private long revision;

		private void check(Application application, EtcdConfigChangedEvent event) {
			if (event.getRevision() <= this.revision) {
				found("%s was told of %s after %d".formatted(application.name(), event, this.revision));
			}
			if (event.getProperties().size() != PROPERTIES) {
				found("%s was told of a part: %s".formatted(application.name(), event));
			}
			this.revision = event.getRevision();
		}

	}

}
