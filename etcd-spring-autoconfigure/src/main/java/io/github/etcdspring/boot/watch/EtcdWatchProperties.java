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

package io.github.etcdspring.boot.watch;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties for watches.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@ConfigurationProperties("etcd.watch")
public class EtcdWatchProperties {

	/**
	 * Whether watches start with the application.
	 */
	private boolean autoStartup = true;

	/**
	 * Time that the start of the application waits for watches to be confirmed at the
	 * most. While etcd is away, the application starts all the same, within the connect
	 * timeout, and the watches as soon as etcd can be reached.
	 */
	private Duration startTimeout = Duration.ofSeconds(5);

	/**
	 * Time that the stop of the application waits for methods that are being called.
	 */
	private Duration stopTimeout = Duration.ofSeconds(5);

	/**
	 * Greatest number of streams that the watches share, between 1 and 8.
	 */
	private int streams = 4;

	/**
	 * Interval at which the server is asked how far quiet watches are, so that they can
	 * go on after their last event has been compacted away.
	 */
	private Duration progressInterval = Duration.ofSeconds(30);

	/**
	 * Number of events that may wait for the method of a watch before the watch is taken
	 * from the server until the method has caught up.
	 */
	private int maxBacklogEvents = 10_000;

	/**
	 * Size of keys and values that may wait for the method of a watch before the watch is
	 * taken from the server until the method has caught up.
	 */
	private DataSize maxBacklogSize = DataSize.ofMegabytes(16);

	/**
	 * Size of keys and values that one transaction may change of what a watch sees. A
	 * larger one is not delivered in parts: the watch fails.
	 */
	private DataSize maxRevisionSize = DataSize.ofMegabytes(64);

	/**
	 * Number of streams, besides those that the watches share, that read history for
	 * watches that are far behind, between 1 and 8.
	 */
	private int catchUpStreams = 2;

	private final Retry retry = new Retry();

	private final Cursor cursor = new Cursor();

	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	public void setAutoStartup(boolean autoStartup) {
		this.autoStartup = autoStartup;
	}

	public Duration getStartTimeout() {
		return this.startTimeout;
	}

	public void setStartTimeout(Duration startTimeout) {
		this.startTimeout = startTimeout;
	}

	public Duration getStopTimeout() {
		return this.stopTimeout;
	}

	public void setStopTimeout(Duration stopTimeout) {
		this.stopTimeout = stopTimeout;
	}

	public int getStreams() {
		return this.streams;
	}

	public void setStreams(int streams) {
		this.streams = streams;
	}

	public Duration getProgressInterval() {
		return this.progressInterval;
	}

	public void setProgressInterval(Duration progressInterval) {
		this.progressInterval = progressInterval;
	}

	public int getMaxBacklogEvents() {
		return this.maxBacklogEvents;
	}

	public void setMaxBacklogEvents(int maxBacklogEvents) {
		this.maxBacklogEvents = maxBacklogEvents;
	}

	public DataSize getMaxBacklogSize() {
		return this.maxBacklogSize;
	}

	public void setMaxBacklogSize(DataSize maxBacklogSize) {
		this.maxBacklogSize = maxBacklogSize;
	}

	public DataSize getMaxRevisionSize() {
		return this.maxRevisionSize;
	}

	public void setMaxRevisionSize(DataSize maxRevisionSize) {
		this.maxRevisionSize = maxRevisionSize;
	}

	public int getCatchUpStreams() {
		return this.catchUpStreams;
	}

	public void setCatchUpStreams(int catchUpStreams) {
		this.catchUpStreams = catchUpStreams;
	}

	public Retry getRetry() {
		return this.retry;
	}

	public Cursor getCursor() {
		return this.cursor;
	}

	/**
	 * Durable positions of watches.
	 */
	public static class Cursor {

		/**
		 * Prefix of the keys in which cursors and the owners of groups are stored.
		 */
		private String prefix = "/etcd-spring/cursors/";

		/**
		 * Time after which the position of a watch is stored once an event was handled,
		 * with that of all events that were handled meanwhile.
		 */
		private Duration saveInterval = Duration.ofSeconds(1);

		public String getPrefix() {
			return this.prefix;
		}

		public void setPrefix(String prefix) {
			this.prefix = prefix;
		}

		public Duration getSaveInterval() {
			return this.saveInterval;
		}

		public void setSaveInterval(Duration saveInterval) {
			this.saveInterval = saveInterval;
		}

	}

	/**
	 * Repetition of calls of methods that handle events.
	 */
	public static class Retry {

		/**
		 * Number of times that a method which threw is called again with the same event
		 * before the event is skipped.
		 */
		private long maxRetries = 3;

		/**
		 * Delay before the first repetition.
		 */
		private Duration delay = Duration.ofMillis(100);

		/**
		 * Longest delay between two repetitions.
		 */
		private Duration maxDelay = Duration.ofSeconds(30);

		/**
		 * By how much each delay grows.
		 */
		private double multiplier = 4;

		public long getMaxRetries() {
			return this.maxRetries;
		}

		public void setMaxRetries(long maxRetries) {
			this.maxRetries = maxRetries;
		}

		public Duration getDelay() {
			return this.delay;
		}

		public void setDelay(Duration delay) {
			this.delay = delay;
		}

		public Duration getMaxDelay() {
			return this.maxDelay;
		}

		public void setMaxDelay(Duration maxDelay) {
			this.maxDelay = maxDelay;
		}

		public double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(double multiplier) {
			this.multiplier = multiplier;
		}

	}

}
