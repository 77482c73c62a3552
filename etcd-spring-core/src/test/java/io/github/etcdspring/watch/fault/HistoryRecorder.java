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

package io.github.etcdspring.watch.fault;

import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.test.gateway.KeySpan;
import io.github.etcdspring.test.oracle.EtcdHistory;
import io.github.etcdspring.test.oracle.WatchedEvent;

/**
 * Reads what happens a part at a time while it happens, past all relays: a server needs
 * very long to tell much history at once while others want history, too.
 *
 * @author The etcd-spring authors
 */
final class HistoryRecorder implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(HistoryRecorder.class);

	private static final int PART = 2_000;

	private static final long INTERVAL_MILLIS = 200;

	private final EtcdCluster cluster;

	private final Thread thread = new Thread(this::run, "history-recorder");

	private final List<WatchedEvent> events = new ArrayList<>();

	private long lastRevision;

	private volatile boolean closed;

	HistoryRecorder(EtcdCluster cluster) {
		this.cluster = cluster;
		this.thread.setDaemon(true);
	}

	/**
	 * Begin to read in the background.
	 */
	void start() {
		if (this.thread.getState() == Thread.State.NEW) {
			this.thread.start();
		}
	}

	/**
	 * Read the rest, and no more.
	 * @return what has happened since the first revision
	 */
	EtcdHistory finish() {
		close();
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		read(this.cluster.gateway());
		return new EtcdHistory(1, this.lastRevision, this.events);
	}

	@Override
	public void close() {
		this.closed = true;
	}

	private void run() {
		EtcdGateway gateway = null;
		while (!this.closed) {
			FaultScene.pause(INTERVAL_MILLIS);
			try {
				gateway = (gateway != null) ? gateway : this.cluster.gateway();
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
		EtcdHistory part = EtcdHistory.read(gateway, KeySpan.prefix(WriteLoad.PREFIX), this.lastRevision + 1);
		this.events.addAll(part.events());
		this.lastRevision = part.lastRevision();
	}

}
