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
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.lock.EtcdLock;
import io.github.etcdspring.test.oracle.EtcdHistory;

/**
 * Contenders of each application for a few locks, which write what the locks guard.
 *
 * @author The etcd-spring authors
 */
final class LockLoad extends Load {

	private static final int LOCKS = 2;

	private static final int CONTENDERS = 2;

	private static final Duration WAIT = Duration.ofSeconds(3);

	private static final int HOLD_MILLIS = 300;

	private final List<Application> applications;

	private final Random random;

	private final Queue<Claim> claims = new ConcurrentLinkedQueue<>();

	LockLoad(List<Application> applications, Random random) {
		this.applications = applications;
		this.random = random;
	}

	@Override
	void start() {
		for (int lock = 0; lock < LOCKS; lock++) {
			for (Application application : this.applications) {
				for (int contender = 0; contender < CONTENDERS; contender++) {
					String name = String.valueOf(lock);
					String holder = application.name() + " " + contender;
					Random choices = new Random(this.random.nextLong());
					repeat("lock " + name, () -> contend(application.template(), name, holder, choices));
				}
			}
		}
	}

	private void contend(EtcdTemplate template, String name, String holder, Random choices) {
		EtcdLock lock = template.locks().tryLock(Keys.LOCKS + name, WAIT);
		if (lock == null) {
			count("waits in vain");
			return;
		}
		try (lock) {
			hold(template, name, holder, lock, choices);
		}
	}

	private void hold(EtcdTemplate template, String name, String holder, EtcdLock lock, Random choices) {
		long from = System.nanoTime();
		long held = from;
		EtcdKvOperations guarded = template.guardedBy(lock);
		try {
			for (int left = choices.nextInt(HOLD_MILLIS); left > 0; left -= 10) {
				long now = System.nanoTime();
				if (!lock.isHeld()) {
					count("lost");
					break;
				}
				held = now;
				if (left % 50 < 10) {
					guarded.put(Keys.FENCED + name, LockChecker.fencedValue(lock.key(), lock.fencingToken()));
					count("fenced writes");
				}
				pause(10);
			}
		}
		finally {
			this.claims.add(new Claim(name, holder, lock.key(), lock.fencingToken(), from, held));
			count("holds");
		}
	}

	@Override
	List<String> check(EtcdHistory history) {
		return LockChecker.check(
				Histories.of(history,
						(event) -> event.key().startsWith(Keys.LOCKS) || event.key().startsWith(Keys.FENCED)),
				this.claims);
	}

}
