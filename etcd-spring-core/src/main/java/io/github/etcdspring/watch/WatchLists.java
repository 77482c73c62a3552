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
 * Reads the ranges of watches, each at one revision, page by page, few at a time, and no
 * faster than listeners take what is found. Belongs to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchLists {

	private static final Log logger = LogFactory.getLog(WatchLists.class);

	private static final int CONCURRENCY = 8;

	private static final int FIRST_LIMIT = 128;

	private static final int MAX_LIMIT = 8192;

	private static final int PAGE_BYTES = 512 * 1024;

	/**
	 * How many bytes are told in one call at the most, but for a single page.
	 */
	private static final long PART_BYTES = 4 * 1024 * 1024;

	private final WatchEngine engine;

	private final EtcdCalls calls;

	private final long partBytes;

	private final int partEntries;

	private final Map<Watch, Reading> readings = new HashMap<>();

	private final Queue<Reading> waiting = new ArrayDeque<>();

	private int active;

	WatchLists(WatchEngine engine, EtcdCalls calls, EtcdWatchSettings settings) {
		this.engine = engine;
		this.calls = calls;
		this.partBytes = Math.min(PART_BYTES, settings.maxBacklogBytes());
		this.partEntries = settings.maxBacklogEvents();
	}

	// Read the range of a watch, which hears of what is there part by part.
	void add(Watch watch) {
		if (!this.readings.containsKey(watch)) {
			Reading reading = new Reading(watch);
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

	// The lane of a watch has room again.
	void proceed(Watch watch) {
		Reading reading = this.readings.get(watch);
		if (reading != null && reading.stalled) {
			reading.stalled = false;
			this.waiting.add(reading);
			next();
		}
	}

	private void next() {
		while (this.active < CONCURRENCY && !this.waiting.isEmpty()) {
			this.active++;
			this.waiting.remove().readPage();
		}
	}

	private void released() {
		this.active--;
		// After the current task, which may add others
		this.engine.execute(this::next);
	}

	/**
	 * One range on its way.
	 */
	private final class Reading {

		private final Watch watch;

		private final boolean told;

		private final long wantedRevision;

		private List<RawEvent> entries = new ArrayList<>();

		private long bytes;

		private @Nullable ResponseHeader header;

		private EtcdEvent.Origin origin;

		private long revision;

		private @Nullable ByteString last;

		private boolean first = true;

		private int limit = FIRST_LIMIT;

		private int failures;

		/**
		 * Whether the listener must take what it has got before more is read.
		 */
		private boolean stalled;

		Reading(Watch watch) {
			this.watch = watch;
			this.told = watch.history().isListingTold();
			this.origin = watch.history().listingOrigin();
			this.wantedRevision = watch.history().listingRevision();
			this.revision = this.wantedRevision;
		}

		void readPage() {
			if (isForgotten()) {
				return;
			}
			RangeRequest request = WatchMessages.page(this.watch.range(), this.last, this.revision, this.limit,
					!this.told);
			WatchLists.this.calls
				.callAsync(WatchAnchors.RANGE, request, EtcdCallSpec.of(this.watch.range(), null),
						(response) -> response)
				.whenComplete((response, ex) -> WatchLists.this.engine.execute(() -> {
					if (isForgotten()) {
						return;
					}
					if (ex == null) {
						read(response);
					}
					else {
						failed(WatchAnchors.unwrap(ex));
					}
				}));
		}

		private boolean isForgotten() {
			boolean forgotten = WatchLists.this.readings.get(this.watch) != this;
			if (forgotten) {
				released();
			}
			return forgotten;
		}

		private void read(RangeResponse response) {
			this.failures = 0;
			if (this.header == null) {
				this.header = WatchMessages.header(response);
				this.revision = (this.revision > 0) ? this.revision : this.header.revision();
			}
			for (KeyValue entry : response.getKvsList()) {
				this.entries.add(RawEvent.found(entry, this.origin, this.revision));
				this.last = entry.getKey();
			}
			int size = response.getSerializedSize();
			this.bytes += size;
			if (!response.getMore()) {
				ended();
				WatchLists.this.engine.cluster().read(this.header);
				tell(this.header, true);
				WatchLists.this.engine.listed(this.watch);
				return;
			}
			adjustLimit(size);
			boolean enough = !this.told || this.bytes >= WatchLists.this.partBytes
					|| this.entries.size() >= WatchLists.this.partEntries;
			if (enough && tell(this.header, false)) {
				this.stalled = true;
				released();
			}
			else {
				readPage();
			}
		}

		private void adjustLimit(int size) {
			if (size < PAGE_BYTES) {
				this.limit = Math.min(this.limit * 2, MAX_LIMIT);
			}
			else if (size > 2 * PAGE_BYTES) {
				this.limit = (int) Math.max(1, (long) this.limit * PAGE_BYTES / size);
			}
		}

		// Returns whether there is no room for more
		private boolean tell(ResponseHeader header, boolean last) {
			WatchListing part = new WatchListing(header, this.revision, this.entries, this.first, last);
			this.entries = new ArrayList<>();
			this.bytes = 0;
			this.first = false;
			return this.watch.listed(part);
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
				ended();
				WatchLists.this.engine.notListed(this.watch, reason);
			}
		}

		private void startAgain() {
			this.entries = new ArrayList<>();
			this.bytes = 0;
			this.header = null;
			this.revision = 0;
			this.last = null;
			this.first = true;
			this.origin = this.watch.history().listingOrigin();
			readPage();
		}

		private void ended() {
			WatchLists.this.readings.remove(this.watch, this);
			released();
		}

	}

}
