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

import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdCalls;

/**
 * Notices that the cluster was replaced by another one, or restored from a backup, so
 * that positions mean nothing any more. What a member says on a stream is no proof, as it
 * may lag behind: a linearizable read decides. Belongs to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchCluster {

	private static final Log logger = LogFactory.getLog(WatchCluster.class);

	/**
	 * How long to believe a read that proved a suspicion wrong.
	 */
	private static final long RECHECK_MILLIS = 1000;

	private final WatchEngine engine;

	private final EtcdCalls calls;

	private long id;

	private long term;

	/**
	 * The highest revision that a member has told.
	 */
	private long latest;

	/**
	 * How often the cluster was replaced.
	 */
	private int generation;

	/**
	 * The revision when it was noticed last that the cluster was replaced.
	 */
	private long revision;

	private boolean checking;

	/**
	 * A watch that gave reason for another check meanwhile.
	 */
	private @Nullable Watch suspect;

	WatchCluster(WatchEngine engine, EtcdCalls calls) {
		this.engine = engine;
		this.calls = calls;
	}

	// Take note of the header of a linearizable read.
	void read(ResponseHeader header) {
		if (this.id == 0) {
			this.id = header.clusterId();
		}
		if (this.id == header.clusterId()) {
			this.term = Math.max(this.term, header.raftTerm());
			seen(header);
		}
	}

	// Take note of the header of any message.
	void seen(ResponseHeader header) {
		if (header.revision() > this.latest && header.clusterId() == this.id) {
			this.latest = header.revision();
		}
	}

	// Return the highest revision that a member has told.
	long latest() {
		return this.latest;
	}

	// A member has confirmed a watch.
	void confirmed(Watch watch, ResponseHeader header) {
		boolean suspicious = isReplaced(header)
				|| (watch.history().hasMoved() && watch.history().resume() - 1 > header.revision());
		if (suspicious && this.checking) {
			this.suspect = watch;
		}
		else if (suspicious) {
			this.checking = true;
			check(watch, 0);
		}
	}

	// Return how often the cluster was replaced so far.
	int generation() {
		return this.generation;
	}

	// Return the revision when it was noticed last that the cluster was replaced.
	long revision() {
		return this.revision;
	}

	private void check(Watch asked, int failures) {
		// Only what was known before the read was made can be contradicted by it
		long knownTerm = this.term;
		Map<Watch, Long> positions = this.engine.positions();
		this.calls
			.callAsync(WatchAnchors.RANGE, WatchMessages.revisionOf(asked.range()),
					EtcdCallSpec.of(asked.range(), null), WatchMessages::header)
			.whenComplete((header, ex) -> this.engine.execute(() -> {
				if (ex == null) {
					checked(header, knownTerm, positions);
				}
				else if (WatchAnchors.unwrap(ex).isTransient()) {
					this.engine.later(RetryDelay.afterFailures(failures + 1), () -> check(asked, failures + 1));
				}
				else {
					this.checking = false;
				}
			}));
	}

	private void checked(ResponseHeader header, long knownTerm, Map<Watch, Long> positions) {
		boolean replaced = this.id != 0 && (header.clusterId() != this.id || header.raftTerm() < knownTerm);
		// One position that the cluster has not reached proves it for all the others
		if (replaced || positions.values().stream().anyMatch((resume) -> resume - 1 > header.revision())) {
			logger.warn("The etcd cluster was replaced or restored from a backup");
			this.id = header.clusterId();
			this.term = header.raftTerm();
			this.revision = header.revision();
			this.latest = header.revision();
			this.generation++;
			positions.keySet().forEach(this.engine::restored);
		}
		read(header);
		this.engine.later(RECHECK_MILLIS, this::checkAgain);
	}

	private void checkAgain() {
		Watch watch = this.suspect;
		this.suspect = null;
		this.checking = watch != null;
		if (watch != null) {
			check(watch, 0);
		}
	}

	private boolean isReplaced(ResponseHeader header) {
		return this.id != 0 && (header.clusterId() != this.id || header.raftTerm() < this.term);
	}

}
