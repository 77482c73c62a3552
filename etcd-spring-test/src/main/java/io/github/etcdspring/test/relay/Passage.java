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

package io.github.etcdspring.test.relay;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What data has to pass on its way: nothing, a delay, or a closed gate.
 *
 * @author The etcd-spring authors
 */
final class Passage {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private boolean blocked;

	private Duration delay = Duration.ZERO;

	void block() {
		change(() -> this.blocked = true);
	}

	void delay(Duration delay) {
		change(() -> this.delay = delay);
	}

	void heal() {
		change(() -> {
			this.blocked = false;
			this.delay = Duration.ZERO;
		});
	}

	void wake() {
		change(() -> {
		});
	}

	void pass(BooleanSupplier givenUp) {
		Duration wait;
		this.lock.lock();
		try {
			while (this.blocked && !givenUp.getAsBoolean()) {
				this.changed.awaitUninterruptibly();
			}
			wait = this.delay;
		}
		finally {
			this.lock.unlock();
		}
		if (!wait.isZero()) {
			sleep(wait);
		}
	}

	static boolean sleep(Duration duration) {
		try {
			TimeUnit.NANOSECONDS.sleep(duration.toNanos());
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void change(Runnable change) {
		this.lock.lock();
		try {
			change.run();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
