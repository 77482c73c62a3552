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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdResponseTooLargeException;
import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdCalls;

/**
 * Reads the ranges of watches, each at one revision, page by page, few at a time. Belongs
 * to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchLists {

	private static final Log logger = LogFactory.getLog(WatchLists.class);

	private static final int CONCURRENCY = 8;

	private static final int FIRST_LIMIT = 128;

	private static final int MAX_LIMIT = 8192;

	private static final int PAGE_BYTES = 512 * 1024;

	private final WatchEngine engine;

	private final EtcdCalls calls;

	private final Map<Watch, Reading> readings = new HashMap<>();

	private final Queue<Reading> waiting = new ArrayDeque<>();

	private int active;

	WatchLists(WatchEngine engine, EtcdCalls calls) {
		this.engine = engine;
		this.calls = calls;
	}

	// Read the range of a watch, which hears of it when all of it is there.
	// revision: the revision to read at, or 0 for now
	void add(Watch watch, boolean keysOnly, EtcdEvent.Origin origin, long revision) {
		if (!this.readings.containsKey(watch)) {
			Reading reading = new Reading(watch, keysOnly, origin, revision);
			this.readings.put(watch, reading);
			this.waiting.add(reading);
			next();
		}
	}

	// Forget about a watch: what it would have heard does not matter any more.
	void remove(Watch watch) {
		Reading reading = this.readings.remove(watch);
		if (reading != null) {
			this.waiting.remove(reading);
		}
	}

	private void next() {
		while (this.active < CONCURRENCY && !this.waiting.isEmpty()) {
			this.active++;
			this.waiting.remove().readPage();
		}
	}

	private void ended(Reading reading) {
		this.active--;
		this.readings.remove(reading.watch, reading);
		// After the current task, which may add others
		this.engine.execute(this::next);
	}

	/**
	 * One range on its way.
	 */
	private final class Reading {

		private final Watch watch;

		private final boolean keysOnly;

		private final EtcdEvent.Origin origin;

		private final long wantedRevision;

		private final List<RawEvent> entries = new ArrayList<>();

		private @Nullable ResponseHeader header;

		private long revision;

		private @Nullable ByteString last;

		private int limit = FIRST_LIMIT;

		private int failures;

		Reading(Watch watch, boolean keysOnly, EtcdEvent.Origin origin, long revision) {
			this.watch = watch;
			this.keysOnly = keysOnly;
			this.origin = origin;
			this.wantedRevision = revision;
			this.revision = revision;
		}

		void readPage() {
			if (WatchLists.this.readings.get(this.watch) != this) {
				ended(this);
				return;
			}
			RangeRequest request = WatchMessages.page(this.watch.range(), this.last, this.revision, this.limit,
					this.keysOnly);
			WatchLists.this.calls
				.callAsync(WatchAnchors.RANGE, request, EtcdCallSpec.of(this.watch.range(), null),
						(response) -> response)
				.whenComplete((response, ex) -> WatchLists.this.engine.execute(() -> {
					if (WatchLists.this.readings.get(this.watch) != this) {
						ended(this);
					}
					else if (ex == null) {
						read(response);
					}
					else {
						failed(WatchAnchors.unwrap(ex));
					}
				}));
		}

		private void read(RangeResponse response) {
			this.failures = 0;
			ResponseHeader header = this.header;
			if (header == null) {
				header = WatchMessages.header(response);
				this.header = header;
				this.revision = (this.revision > 0) ? this.revision : header.revision();
			}
			for (KeyValue entry : response.getKvsList()) {
				this.entries.add(RawEvent.found(entry, this.origin, this.revision));
				this.last = entry.getKey();
			}
			if (response.getMore()) {
				if (response.getSerializedSize() < PAGE_BYTES) {
					this.limit = Math.min(this.limit * 2, MAX_LIMIT);
				}
				readPage();
				return;
			}
			ended(this);
			WatchLists.this.engine.cluster().read(header);
			WatchLists.this.engine.listed(this.watch, new WatchListing(header, this.revision, this.entries));
		}

		private void failed(EtcdException reason) {
			logger.debug("Could not read the range of %s".formatted(this.watch), reason);
			if (reason.isTransient()) {
				WatchLists.this.engine.later(RetryDelay.afterFailures(++this.failures), this::readPage);
			}
			else if (reason instanceof EtcdResponseTooLargeException && this.limit > 1) {
				this.limit = Math.max(1, this.limit / 8);
				readPage();
			}
			else if (reason instanceof EtcdCompactedException && this.wantedRevision == 0) {
				startAgain();
			}
			else {
				ended(this);
				WatchLists.this.engine.notListed(this.watch, reason);
			}
		}

		private void startAgain() {
			this.entries.clear();
			this.header = null;
			this.revision = 0;
			this.last = null;
			readPage();
		}

	}

}
