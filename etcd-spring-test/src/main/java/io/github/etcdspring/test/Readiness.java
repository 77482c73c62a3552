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

package io.github.etcdspring.test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.test.process.ChildProcess;

/**
 * Waits until a starting etcd serves, or says why it does not.
 *
 * @author The etcd-spring authors
 */
final class Readiness {

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

	private static final Duration ATTEMPT = Duration.ofSeconds(1);

	private Readiness() {
	}

	static void await(ChildProcess process, EtcdGateway gateway, ServerLog log, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		EtcdGateway impatient = gateway.within(ATTEMPT);
		while (!impatient.isReady()) {
			if (!process.isAlive()) {
				String message = "etcd has ended at once. Its log:\n" + log.summary();
				throw (log.contains("address already in use")) ? new PortInUseException(message)
						: new IllegalStateException(message);
			}
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException(
						"etcd is not ready after %s. Its log:%n%s".formatted(timeout, log.summary()));
			}
			if (Thread.currentThread().isInterrupted()) {
				throw new IllegalStateException("Interrupted while waiting for etcd");
			}
			LockSupport.parkNanos(PAUSE);
		}
		if (!process.isAlive()) {
			throw new PortInUseException(
					"Another etcd answers on the port of this one, which has ended:\n" + log.summary());
		}
	}

}
