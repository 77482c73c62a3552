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

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.etcdspring.EtcdAuthenticationException;
import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.EtcdResponseTooLargeException;

/**
 * What becomes of watches that the server refuses, or whose changes are too large to be
 * taken in: they are left alone for a while. Belongs to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchRefusals {

	/**
	 * How long such watches are left alone.
	 */
	private static final long INTERVAL_MILLIS = 15_000;

	/**
	 * After how many intervals changes that were too large are asked for again: they may
	 * have been compacted away by then, but if not, all of them are sent in vain.
	 */
	private static final int LARGE_INTERVALS = 16;

	private final WatchEngine engine;

	private final WatchLog log;

	private final long maxRevisionBytes;

	private final Set<Watch> refused = new HashSet<>();

	private boolean scheduled;

	private int round;

	WatchRefusals(WatchEngine engine, WatchLog log, long maxRevisionBytes) {
		this.engine = engine;
		this.log = log;
		this.maxRevisionBytes = maxRevisionBytes;
	}

	// The server has refused to create a watch.
	void refused(WatchPlace place, WatchReply reply) {
		Watch watch = place.watch;
		EtcdException reason = refusal(watch, reply.reason());
		if (reply.compactRevision() > 0) {
			this.engine.losses().canceled(place, reply);
		}
		else if (reason instanceof EtcdInvalidRequestException) {
			fail(List.of(watch), reason);
		}
		else if (watch.refusedCreate != null && place.stream.link().isFresherThan(watch.refusedCreate)) {
			fail(List.of(watch), reason);
		}
		else {
			// The token of a stream is fixed for its life and may be outdated
			watch.refusedCreate = place.sent;
			this.engine.streams().placeOnFresh(watch, place.sent);
			if (reason instanceof EtcdAuthenticationException) {
				this.engine.streams().retire(place.stream);
			}
		}
		this.engine.streams().closeIfEmpty(place.stream);
	}

	private static EtcdException refusal(Watch watch, String reason) {
		String message = "The server refuses %s: %s".formatted(watch, reason);
		if (reason.contains("permission denied")) {
			return new EtcdPermissionDeniedException(
					message + ". Grant the role of the user of 'etcd.username' the permission to read the range",
					EtcdOutcome.REFUSED, null);
		}
		if (reason.contains("token") || reason.contains("auth store") || reason.contains("user name")) {
			return new EtcdAuthenticationException(message + ". Check 'etcd.username' and 'etcd.password'",
					EtcdOutcome.REFUSED, null);
		}
		return new EtcdInvalidRequestException(message, EtcdOutcome.REFUSED, null);
	}

	// A revision is larger than allowed. It is not delivered in parts.
	void tooLarge(Watch watch) {
		long revision = watch.history().resume();
		this.engine.streams().remove(watch);
		watch.history().interrupted();
		fail(List.of(watch),
				new EtcdResponseTooLargeException(
						"A revision from %d on changes more than %d bytes of %s. Raise 'etcd.watch.max-revision-size'"
							.formatted(revision, this.maxRevisionBytes, watch),
						EtcdOutcome.UNKNOWN, null));
	}

	// Give up on watches until they are tried again, all at the same time.
	void fail(Collection<Watch> watches, EtcdException reason) {
		List<Watch> news = watches.stream().filter((watch) -> watch.failed(reason)).toList();
		if (this.engine.isRunning()) {
			String words = " failed and will be tried again every %d s: %s".formatted(intervalMillis(reason) / 1000,
					reason.getMessage());
			news.forEach((watch) -> this.log.warn(reason.getClass(), watch, "%s" + words));
		}
		if (!(reason instanceof EtcdClosedException)) {
			this.refused.addAll(watches);
			schedule();
		}
	}

	private void schedule() {
		if (!this.scheduled && !this.refused.isEmpty()) {
			this.scheduled = true;
			this.engine.later(INTERVAL_MILLIS, this::retry);
		}
	}

	private static long intervalMillis(EtcdException reason) {
		return (reason instanceof EtcdResponseTooLargeException) ? LARGE_INTERVALS * INTERVAL_MILLIS : INTERVAL_MILLIS;
	}

	// A watch that had failed is on the server again.
	void recovered(Watch watch) {
		this.log.info(watch, "%s recovered");
	}

	void remove(Watch watch) {
		this.refused.remove(watch);
	}

	private void retry() {
		this.scheduled = false;
		List<Watch> watches = List.copyOf(this.refused);
		this.refused.clear();
		this.round++;
		long now = System.nanoTime();
		for (Watch watch : watches) {
			boolean large = watch.failure() instanceof EtcdResponseTooLargeException;
			if (large && this.round % LARGE_INTERVALS != 0) {
				this.refused.add(watch);
			}
			else if (this.engine.isMissing(watch) && !this.engine.prepare(watch)) {
				retry(watch, large, now);
			}
		}
		schedule();
	}

	private void retry(Watch watch, boolean large, long now) {
		if (large) {
			this.engine.streams().placeAlone(watch);
		}
		else {
			watch.refusedCreate = now;
			this.engine.streams().placeOnFresh(watch, now);
		}
	}

}
