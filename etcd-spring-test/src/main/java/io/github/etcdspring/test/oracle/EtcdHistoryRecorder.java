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

package io.github.etcdspring.test.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.test.gateway.KeySpan;

/**
 * Reads the history of a range a part at a time while it happens, in the background: a
 * server needs very long to tell much history at once while others want history, too, and
 * what it has compacted it can't tell any more.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdHistoryRecorder implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(EtcdHistoryRecorder.class);

	private static final int PART = 2_000;

	private static final long INTERVAL_MILLIS = 200;

	private final Supplier<EtcdGateway> gateways;

	private final KeySpan span;

	private final Thread thread = new Thread(this::run, "history-recorder");

	private final List<WatchedEvent> events = new ArrayList<>();

	private volatile long lastRevision;

	private volatile boolean closed;

	/**
	 * Create a recorder, which does nothing before it is {@linkplain #start() started}.
	 * @param gateways gives a member to ask, another one after a failure; may throw while
	 * there is none
	 * @param span the keys
	 */
	public EtcdHistoryRecorder(Supplier<EtcdGateway> gateways, KeySpan span) {
		this.gateways = gateways;
		this.span = span;
		this.thread.setDaemon(true);
	}

	/**
	 * Begin to read, unless that has happened.
	 */
	public void start() {
		if (this.thread.getState() == Thread.State.NEW) {
			this.thread.start();
		}
	}

	/**
	 * The last revision that has been read: history up to it is not needed any more.
	 * @return the revision, or 0 if nothing has been read
	 */
	public long lastRevision() {
		return this.lastRevision;
	}

	/**
	 * Read the rest, and no more.
	 * @return what has happened since the first revision
	 */
	public EtcdHistory finish() {
		close();
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		read(this.gateways.get());
		return new EtcdHistory(1, this.lastRevision, this.events);
	}

	@Override
	public void close() {
		this.closed = true;
	}

	private void run() {
		@Nullable EtcdGateway gateway = null;
		while (!this.closed) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS));
			try {
				gateway = (gateway != null) ? gateway : this.gateways.get();
				if (gateway.revision() >= this.lastRevision + PART) {
					read(gateway);
				}
			}
			catch (RuntimeException ex) {
				// The member is away: what is missing is read later
				logger.debug("Could not read history", ex);
				gateway = null;
			}
		}
	}

	private void read(EtcdGateway gateway) {
		EtcdHistory part = EtcdHistory.read(gateway, this.span, this.lastRevision + 1);
		this.events.addAll(part.events());
		this.lastRevision = part.lastRevision();
	}

}
