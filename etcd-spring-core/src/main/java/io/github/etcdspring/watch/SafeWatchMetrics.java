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

/**
 * Keeps what metrics throw from the watches.
 *
 * @param metrics the metrics
 * @author The etcd-spring authors
 */
record SafeWatchMetrics(EtcdWatchMetrics metrics) implements EtcdWatchMetrics {

	private static final Log logger = LogFactory.getLog(EtcdWatchMetrics.class);

	static EtcdWatchMetrics of(EtcdWatchMetrics metrics) {
		return (metrics != EtcdWatchMetrics.NOOP) ? new SafeWatchMetrics(metrics) : metrics;
	}

	@Override
	public void registered(EtcdWatchRegistration registration) {
		run(() -> this.metrics.registered(registration));
	}

	@Override
	public void cancelled(EtcdWatchRegistration registration) {
		run(() -> this.metrics.cancelled(registration));
	}

	@Override
	public void received(String watch, int events) {
		run(() -> this.metrics.received(watch, events));
	}

	@Override
	public void handled(String watch, int events, long nanos) {
		run(() -> this.metrics.handled(watch, events, nanos));
	}

	@Override
	public void handlerFailed(String watch, int events, long nanos, boolean skipped) {
		run(() -> this.metrics.handlerFailed(watch, events, nanos, skipped));
	}

	@Override
	public void reconnected(String watch) {
		run(() -> this.metrics.reconnected(watch));
	}

	@Override
	public void parked(String watch) {
		run(() -> this.metrics.parked(watch));
	}

	@Override
	public void compacted(String watch) {
		run(() -> this.metrics.compacted(watch));
	}

	@Override
	public void failed(String watch) {
		run(() -> this.metrics.failed(watch));
	}

	private static void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException ex) {
			logger.debug("Metrics failed", ex);
		}
	}

}
