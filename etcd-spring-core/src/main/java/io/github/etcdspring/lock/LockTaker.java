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

package io.github.etcdspring.lock;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCalls;

/**
 * Takes locks when it is the turn of those of this connection who want them, and observes
 * how long that takes, unless they are those of groups.
 *
 * @author The etcd-spring authors
 */
final class LockTaker {

	private final LockManager manager;

	private final LockCounters counters;

	private final ObservationRegistry observations;

	LockTaker(LockManager manager, LockCounters counters, ObservationRegistry observations) {
		this.manager = manager;
		this.counters = counters;
		this.observations = observations;
	}

	/**
	 * Take a lock.
	 * @param calls makes the calls
	 * @param request what to take
	 * @param wait how long to wait
	 * @return the lock, or {@code null} if others held it all the time
	 * @throws InterruptedException if the thread was interrupted
	 */
	@Nullable HeldLock acquire(EtcdCalls calls, LockRequest request, LockWait wait) throws InterruptedException {
		return acquire(calls, request, wait, null);
	}

	private @Nullable HeldLock acquire(EtcdCalls calls, LockRequest request, LockWait wait,
			@Nullable Observation parent) throws InterruptedException {
		if (request.kind() == LockRequest.Kind.GROUP) {
			// To stand by for hours is what members of a group are for
			return acquireInTurn(calls, request, wait);
		}
		long begin = System.nanoTime();
		String outcome = "failed";
		Observation observation = EtcdLockObservation.ACQUIRE.observation(this.observations)
			.lowCardinalityKeyValue(EtcdLockObservation.LowCardinality.KIND.withValue(request.kind().toString()))
			.highCardinalityKeyValue(EtcdLockObservation.HighCardinality.NAME.withValue(request.name()));
		if (parent != null) {
			observation.parentObservation(parent);
		}
		observation.start();
		Observation.Scope scope = observation.openScope();
		try {
			HeldLock taken = acquireInTurn(calls, request, wait);
			outcome = (taken != null) ? "acquired" : "timeout";
			return taken;
		}
		catch (InterruptedException | RuntimeException ex) {
			observation.error(ex);
			throw ex;
		}
		finally {
			scope.close();
			this.counters.waited(outcome.equals("acquired"), System.nanoTime() - begin);
			observation.lowCardinalityKeyValue(EtcdLockObservation.LowCardinality.OUTCOME.withValue(outcome)).stop();
		}
	}

	private @Nullable HeldLock acquireInTurn(EtcdCalls calls, LockRequest request, LockWait wait)
			throws InterruptedException {
		this.manager.checkOpen();
		LockQueue queue = this.manager.queues().take(request.name(), wait);
		if (queue == null) {
			return null;
		}
		this.manager.sessions().join(request);
		LockAcquisition acquisition = new LockAcquisition(this.manager, calls, queue, request, wait);
		HeldLock taken = null;
		try {
			taken = acquisition.run();
			return taken;
		}
		finally {
			if (taken == null) {
				this.manager.sessions().leave(request);
				this.manager.queues().passAfter(queue, acquisition.leftover());
			}
		}
	}

	/**
	 * Take over a lock that a process before this one held.
	 * @param calls makes the calls
	 * @param request the lock
	 * @param key its key
	 * @param token its fencing token
	 * @return the lock, or {@code null} if it is not held any more
	 * @throws InterruptedException if the thread was interrupted
	 */
	@Nullable HeldLock resume(EtcdCalls calls, LockRequest request, String key, long token) throws InterruptedException {
		this.manager.checkOpen();
		LockQueue queue = this.manager.queues().take(request.name(), LockWait.of(Duration.ZERO));
		Assert.state(queue != null,
				() -> "The %s cannot be resumed: this connection wants or has it already".formatted(request));
		long begin = System.nanoTime();
		LockResumption resumption = new LockResumption(this.manager, calls, queue, request);
		HeldLock taken = null;
		try {
			taken = resumption.run(key, token);
			return taken;
		}
		finally {
			this.counters.waited(taken != null, System.nanoTime() - begin);
			if (taken == null) {
				this.manager.queues().passAfter(queue, resumption.leftover());
			}
		}
	}

	/**
	 * Take a lock on a thread of the library.
	 * @param calls makes the calls
	 * @param request what to take
	 * @param wait how long to wait
	 * @return a future of the lock, or of {@code null} if others held it all the time.
	 * Once it is completed by others, such as cancelled, nothing is taken any more
	 */
	CompletableFuture<@Nullable EtcdLock> acquireAsync(EtcdCalls calls, LockRequest request, LockWait wait) {
		this.manager.checkOpen();
		Observation caller = this.observations.getCurrentObservation();
		CompletableFuture<@Nullable EtcdLock> result = new CompletableFuture<>();
		AtomicBoolean over = new AtomicBoolean();
		Future<?> task = submit(() -> {
			try {
				HeldLock taken = acquire(calls, request, wait, caller);
				over.set(true);
				this.manager.callback(() -> {
					if (!result.complete(taken) && taken != null) {
						taken.unlock();
					}
				});
			}
			catch (InterruptedException | RuntimeException | Error ex) {
				over.set(true);
				this.manager.callback(() -> result.completeExceptionally(ex));
			}
		});
		result.whenComplete((taken, failure) -> {
			if (!over.get()) {
				task.cancel(true);
			}
		});
		return result;
	}

	private Future<?> submit(Runnable task) {
		try {
			return this.manager.threads().own().submit(task);
		}
		catch (RejectedExecutionException ex) {
			this.manager.checkOpen();
			throw ex;
		}
	}

}
