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
import java.util.concurrent.Executor;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * The settings of a container of watches.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdWatchSettings {

	/**
	 * The greatest number of streams that may be asked for.
	 */
	public static final int MAX_STREAMS = 8;

	private static final Duration LONGEST_TIMEOUT = Duration.ofDays(36_500);

	private final Duration startTimeout;

	private final Duration stopTimeout;

	private final int streams;

	private final Duration progressInterval;

	private final int maxBacklogEvents;

	private final long maxBacklogBytes;

	private final long maxRevisionBytes;

	private final int catchUpStreams;

	private final BackOff handlerBackOff;

	private final @Nullable Executor executor;

	private final EtcdWatchMetrics metrics;

	private final ObservationRegistry observationRegistry;

	private final @Nullable EtcdWatchObservationConvention observationConvention;

	private final boolean autoStartup;

	private final int phase;

	private EtcdWatchSettings(Builder builder) {
		this.startTimeout = builder.startTimeout;
		this.stopTimeout = builder.stopTimeout;
		this.streams = builder.streams;
		this.progressInterval = builder.progressInterval;
		this.maxBacklogEvents = builder.maxBacklogEvents;
		this.maxBacklogBytes = builder.maxBacklogBytes;
		this.maxRevisionBytes = builder.maxRevisionBytes;
		this.catchUpStreams = builder.catchUpStreams;
		this.handlerBackOff = builder.handlerBackOff;
		this.executor = builder.executor;
		this.metrics = builder.metrics;
		this.observationRegistry = builder.observationRegistry;
		this.observationConvention = builder.observationConvention;
		this.autoStartup = builder.autoStartup;
		this.phase = builder.phase;
	}

	/**
	 * Return the default settings.
	 * @return the settings
	 */
	public static EtcdWatchSettings defaults() {
		return builder().build();
	}

	// The nanoseconds of longer ones do not fit into 64 bits
	static Duration atMostLongest(Duration timeout) {
		return (timeout.compareTo(LONGEST_TIMEOUT) < 0) ? timeout : LONGEST_TIMEOUT;
	}

	/**
	 * Return a builder that starts with the defaults.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return how long starting the container waits for its watches.
	 * @return the timeout, five seconds by default
	 */
	public Duration startTimeout() {
		return this.startTimeout;
	}

	/**
	 * Return how long stopping the container waits for listeners that are being called.
	 * @return the timeout, five seconds by default
	 */
	public Duration stopTimeout() {
		return this.stopTimeout;
	}

	/**
	 * Return the greatest number of streams that the watches share.
	 * @return the number of streams, four by default
	 */
	public int streams() {
		return this.streams;
	}

	/**
	 * Return how often the server is asked how far quiet watches are.
	 * @return the interval, thirty seconds by default
	 */
	public Duration progressInterval() {
		return this.progressInterval;
	}

	/**
	 * Return how many events may wait for the listener of a watch before the watch is
	 * parked.
	 * @return the number of events, 10,000 by default
	 */
	public int maxBacklogEvents() {
		return this.maxBacklogEvents;
	}

	/**
	 * Return how many bytes of keys and values may wait for the listener of a watch
	 * before the watch is parked.
	 * @return the number of bytes, 16 MiB by default
	 */
	public long maxBacklogBytes() {
		return this.maxBacklogBytes;
	}

	/**
	 * Return how many bytes of keys and values one revision may have for one watch. A
	 * larger one is not delivered in parts: the watch fails.
	 * @return the number of bytes, 64 MiB by default
	 */
	public long maxRevisionBytes() {
		return this.maxRevisionBytes;
	}

	/**
	 * Return how many streams read history at a time for watches that are far behind.
	 * @return the number of streams, two by default
	 */
	public int catchUpStreams() {
		return this.catchUpStreams;
	}

	/**
	 * Return how often and at which intervals a listener that threw is called again.
	 * @return the back-off, three times after 100 ms, 400 ms and 1.6 s by default
	 */
	public BackOff handlerBackOff() {
		return this.handlerBackOff;
	}

	/**
	 * Return where listeners are called.
	 * @return the executor, or {@code null} for one of the container's own
	 */
	public @Nullable Executor executor() {
		return this.executor;
	}

	/**
	 * Return who hears what the container does.
	 * @return the metrics, without any effect by default
	 */
	public EtcdWatchMetrics metrics() {
		return this.metrics;
	}

	/**
	 * Return where calls of listeners are observed.
	 * @return the registry, without any effect by default
	 */
	public ObservationRegistry observationRegistry() {
		return this.observationRegistry;
	}

	/**
	 * Return the names and key values of observed calls of listeners.
	 * @return the convention, or {@code null} for that of the registry or the default one
	 */
	public @Nullable EtcdWatchObservationConvention observationConvention() {
		return this.observationConvention;
	}

	/**
	 * Return whether the container starts with its application context.
	 * @return whether it does, {@code true} by default
	 */
	public boolean autoStartup() {
		return this.autoStartup;
	}

	/**
	 * Return the phase in which the container starts and stops.
	 * @return the phase, by default the one that starts last and stops first
	 */
	public int phase() {
		return this.phase;
	}

	/**
	 * Builds {@link EtcdWatchSettings}.
	 */
	public static final class Builder {

		private Duration startTimeout = Duration.ofSeconds(5);

		private Duration stopTimeout = Duration.ofSeconds(5);

		private int streams = 4;

		private Duration progressInterval = Duration.ofSeconds(30);

		private int maxBacklogEvents = 10_000;

		private long maxBacklogBytes = 16 * 1024 * 1024;

		private long maxRevisionBytes = 64 * 1024 * 1024;

		private int catchUpStreams = 2;

		private BackOff handlerBackOff = defaultBackOff();

		private @Nullable Executor executor;

		private EtcdWatchMetrics metrics = EtcdWatchMetrics.NOOP;

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private @Nullable EtcdWatchObservationConvention observationConvention;

		private boolean autoStartup = true;

		private int phase = SmartLifecycle.DEFAULT_PHASE;

		private Builder() {
		}

		private static BackOff defaultBackOff() {
			ExponentialBackOff backOff = new ExponentialBackOff(100, 4);
			backOff.setMaxAttempts(3);
			return backOff;
		}

		/**
		 * Set how long starting the container waits for its watches at the most. It waits
		 * no longer than it takes to find out that etcd
		 * {@linkplain io.github.etcdspring.connection.EtcdConnection#isUnreachable()
		 * cannot be reached}, and starts all the same.
		 * @param startTimeout the timeout; zero for not to wait
		 * @return this builder
		 */
		public Builder startTimeout(Duration startTimeout) {
			Assert.isTrue(!startTimeout.isNegative(), "'startTimeout' must not be negative");
			this.startTimeout = atMostLongest(startTimeout);
			return this;
		}

		/**
		 * Set how long stopping the container waits for listeners that are being called.
		 * @param stopTimeout the timeout; zero for not to wait
		 * @return this builder
		 */
		public Builder stopTimeout(Duration stopTimeout) {
			Assert.isTrue(!stopTimeout.isNegative(), "'stopTimeout' must not be negative");
			this.stopTimeout = atMostLongest(stopTimeout);
			return this;
		}

		/**
		 * Set the greatest number of streams that the watches share. A few watches share
		 * one.
		 * @param streams the number of streams, between 1 and {@value #MAX_STREAMS}
		 * @return this builder
		 */
		public Builder streams(int streams) {
			Assert.isTrue(streams >= 1 && streams <= MAX_STREAMS,
					() -> "'streams' must be between 1 and " + MAX_STREAMS);
			this.streams = streams;
			return this;
		}

		/**
		 * Set how often the server is asked how far quiet watches are, so that they can
		 * go on after their last event has been compacted away.
		 * @param progressInterval the interval, positive
		 * @return this builder
		 */
		public Builder progressInterval(Duration progressInterval) {
			Assert.isTrue(!progressInterval.isNegative() && !progressInterval.isZero(),
					"'progressInterval' must be positive");
			this.progressInterval = progressInterval;
			return this;
		}

		/**
		 * Set how many events may wait for the listener of a watch before the watch is
		 * parked. A single revision may be larger.
		 * @param maxBacklogEvents the number of events, positive
		 * @return this builder
		 */
		public Builder maxBacklogEvents(int maxBacklogEvents) {
			Assert.isTrue(maxBacklogEvents > 0, "'maxBacklogEvents' must be positive");
			this.maxBacklogEvents = maxBacklogEvents;
			return this;
		}

		/**
		 * Set how many bytes of keys and values may wait for the listener of a watch
		 * before the watch is parked. A single revision may be larger. What is left of
		 * the message that found no room, which is seldom more than 2 MiB, is kept
		 * besides.
		 * @param maxBacklogBytes the number of bytes, positive
		 * @return this builder
		 */
		public Builder maxBacklogBytes(long maxBacklogBytes) {
			Assert.isTrue(maxBacklogBytes > 0, "'maxBacklogBytes' must be positive");
			this.maxBacklogBytes = maxBacklogBytes;
			return this;
		}

		/**
		 * Set how many bytes of keys and values one revision may have for one watch. Such
		 * a revision is held in memory until all of it has arrived.
		 * @param maxRevisionBytes the number of bytes, positive
		 * @return this builder
		 */
		public Builder maxRevisionBytes(long maxRevisionBytes) {
			Assert.isTrue(maxRevisionBytes > 0, "'maxRevisionBytes' must be positive");
			this.maxRevisionBytes = maxRevisionBytes;
			return this;
		}

		/**
		 * Set how many streams, besides those that watches share, read history at a time
		 * for watches that are far behind: those with slow listeners, and those that
		 * begin or go on with a revision of long ago. Listeners that have been found slow
		 * have one more of their own if there is room, so that the others do not wait for
		 * them. With all others they are never more than {@value #MAX_STREAMS}.
		 * @param catchUpStreams the number of streams, between 1 and
		 * {@value #MAX_STREAMS}
		 * @return this builder
		 */
		public Builder catchUpStreams(int catchUpStreams) {
			Assert.isTrue(catchUpStreams >= 1 && catchUpStreams <= MAX_STREAMS,
					() -> "'catchUpStreams' must be between 1 and " + MAX_STREAMS);
			this.catchUpStreams = catchUpStreams;
			return this;
		}

		/**
		 * Set how often and at which intervals a listener that threw is called again with
		 * the same events before they are skipped.
		 * @param handlerBackOff the back-off
		 * @return this builder
		 */
		public Builder handlerBackOff(BackOff handlerBackOff) {
			this.handlerBackOff = handlerBackOff;
			return this;
		}

		/**
		 * Set where listeners are called. A listener that blocks holds a thread: choose
		 * an executor with as many threads as there may be such listeners, or with
		 * virtual threads. It must not run tasks in the thread that submits them.
		 * @param executor the executor, which the container never closes, or {@code null}
		 * for one of the container's own
		 * @return this builder
		 */
		public Builder executor(@Nullable Executor executor) {
			this.executor = executor;
			return this;
		}

		/**
		 * Set who hears what the container does.
		 * @param metrics the metrics
		 * @return this builder
		 */
		public Builder metrics(EtcdWatchMetrics metrics) {
			this.metrics = metrics;
			return this;
		}

		/**
		 * Set where calls of listeners are observed.
		 * @param observationRegistry the registry
		 * @return this builder
		 * @see EtcdWatchObservation
		 */
		public Builder observationRegistry(ObservationRegistry observationRegistry) {
			this.observationRegistry = observationRegistry;
			return this;
		}

		/**
		 * Set names and key values of observed calls of listeners.
		 * @param observationConvention the convention, or {@code null} for that of the
		 * registry, or else {@link DefaultEtcdWatchObservationConvention}
		 * @return this builder
		 */
		public Builder observationConvention(@Nullable EtcdWatchObservationConvention observationConvention) {
			this.observationConvention = observationConvention;
			return this;
		}

		/**
		 * Set whether the container starts with its application context.
		 * @param autoStartup whether it does
		 * @return this builder
		 */
		public Builder autoStartup(boolean autoStartup) {
			this.autoStartup = autoStartup;
			return this;
		}

		/**
		 * Set the phase in which the container starts and stops.
		 * @param phase the phase
		 * @return this builder
		 */
		public Builder phase(int phase) {
			this.phase = phase;
			return this;
		}

		/**
		 * Build the settings.
		 * @return the settings
		 */
		public EtcdWatchSettings build() {
			return new EtcdWatchSettings(this);
		}

	}

}
