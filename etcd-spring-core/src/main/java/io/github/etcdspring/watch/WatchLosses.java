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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdCompactedException;

/**
 * What becomes of watches whose history is gone: compacted away, or that of a cluster
 * that was replaced. Belongs to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchLosses {

	private static final Log logger = LogFactory.getLog(EtcdWatchContainer.class);

	private final WatchEngine engine;

	private final WatchLog log;

	WatchLosses(WatchEngine engine, WatchLog log) {
		this.engine = engine;
		this.log = log;
	}

	// The server has ended a watch.
	void canceled(WatchPlace place, WatchReply reply) {
		Watch watch = place.watch;
		long next = watch.history().resume();
		watch.history().interrupted();
		watch.connecting();
		if (reply.compactRevision() > next) {
			compacted(watch, reply.compactRevision());
		}
		else {
			logger.debug("%s was ended by the server: %s".formatted(watch, reply.reason()));
			this.engine.later(RetryDelay.afterFailures(5), () -> this.engine.connect(watch));
		}
		this.engine.streams().closeIfEmpty(place.stream);
	}

	private void compacted(Watch watch, long compactRevision) {
		if (watch.history().seeksEarliest()) {
			watch.history().startAt(compactRevision);
			this.engine.connect(watch);
		}
		else {
			lost(watch, compactRevision,
					"revisions before %d were compacted away before they were sent".formatted(compactRevision));
		}
	}

	// The start revision of a watch is gone.
	void startCompacted(Watch watch) {
		lost(watch, watch.history().resume(), "the start revision has been compacted away");
	}

	// The cluster is not what it was when the position of a watch was found out.
	void replaced(Watch watch) {
		long revision = this.engine.cluster().revision();
		watch.history().clusterReplaced();
		lost(watch, revision + 1,
				"the cluster was replaced or restored from a backup and has revision %d".formatted(revision));
	}

	// The stored position of a watch cannot be relied on.
	void positionDoubtful(Watch watch, EtcdWatchCursor.@Nullable Position stored, String reason) {
		long from = (stored != null) ? stored.revision() : 0;
		switch (watch.plan().onCompaction()) {
			case RESYNC, RESET -> {
				this.log.warn(watch, "Reading the keys of %s again: " + reason);
				watch.reset(from);
				this.engine.connect(watch);
			}
			case SKIP -> {
				this.log.warn(watch, "Changes of %s may be lost: " + reason);
				watch.goOnAnyway(from);
				this.engine.connect(watch);
			}
			case STOP -> {
				this.log.warn(watch, "Changes of %s may be lost, which ends it: " + reason);
				watch.endWithoutHistory(new EtcdCompactedException(
						"Changes of %s may be lost: %s".formatted(watch, reason), from, null));
			}
		}
	}

	// The cluster has not come to the stored position of a watch.
	void positionNotReached(Watch watch) {
		this.log.warn(watch, "Reading the keys of %s again: the cluster has not come to the stored position; "
				+ "it was replaced or restored from a backup");
		watch.reset(Math.max(watch.history().resume(), watch.cursor().snapshotRevision()));
		this.engine.connect(watch);
	}

	// The revision of a snapshot is gone of which a part has been told.
	void snapshotCompacted(Watch watch) {
		this.log.info(watch, "Reading the keys of %s again: the snapshot that was interrupted has been compacted away");
		watch.reset(watch.cursor().snapshotRevision());
		this.engine.connect(watch);
	}

	private void lost(Watch watch, long nextRevision, String reason) {
		switch (watch.plan().onCompaction()) {
			case RESYNC -> {
				this.log.info(watch, "Reading the keys of %s again: " + reason);
				watch.resync();
				this.engine.connect(watch);
			}
			case RESET -> {
				this.log.info(watch, "Reading the keys of %s again: " + reason);
				watch.reset(watch.history().resume());
				this.engine.connect(watch);
			}
			case SKIP -> {
				this.log.warn(watch, "Changes of %s are lost: " + reason);
				watch.skipTo(nextRevision);
				this.engine.connect(watch);
			}
			case STOP -> {
				this.log.warn(watch, "Changes of %s are lost, which ends it: " + reason);
				watch
					.endWithoutHistory(new EtcdCompactedException("Changes of %s are lost: %s, the watch had come to %d"
						.formatted(watch, reason, watch.history().resume() - 1), nextRevision, null));
			}
		}
	}

}
