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

package io.github.etcdspring.watch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdOutcome;

/**
 * Whether the server has confirmed a watch, or refused it, and who waits for that.
 *
 * @author The etcd-spring authors
 */
final class WatchCreation {

	private volatile CompletableFuture<Boolean> created = new CompletableFuture<>();

	/**
	 * Completes when somebody else does what the watch is for, which happens in groups.
	 */
	private final @Nullable CompletableFuture<Boolean> standby;

	WatchCreation(boolean grouped) {
		this.standby = (grouped) ? new CompletableFuture<>() : null;
	}

	void confirmed() {
		if (!this.created.complete(true)) {
			// It was refused at first
			this.created = CompletableFuture.completedFuture(true);
		}
	}

	void refused() {
		this.created.complete(false);
	}

	// Somebody else does what the watch is for.
	void standsBy() {
		if (this.standby != null) {
			this.standby.complete(false);
		}
	}

	// Return a future that completes when nobody need wait for the watch any more.
	CompletableFuture<?> started() {
		return (this.standby != null) ? CompletableFuture.anyOf(this.created, this.standby) : this.created;
	}

	boolean await(Duration timeout, String watch) {
		Assert.notNull(timeout, "'timeout' must not be null");
		try {
			return this.created.get(EtcdWatchSettings.atMostLongest(timeout).toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new EtcdInterruptedException("Interrupted while waiting for watch '%s'".formatted(watch),
					EtcdOutcome.UNSENT, ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
