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

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The observation of one call of a listener, or nothing where nobody observes. What
 * observers throw is kept from the watches.
 *
 * @author The etcd-spring authors
 */
final class WatchObservation {

	private static final Log logger = LogFactory.getLog(EtcdWatchObservation.class);

	private static final WatchObservation NONE = new WatchObservation(Observation.NOOP, Observation.Scope.NOOP);

	private static final EtcdWatchObservationConvention DEFAULT = new DefaultEtcdWatchObservationConvention();

	private final Observation observation;

	private final Observation.Scope scope;

	private WatchObservation(Observation observation, Observation.Scope scope) {
		this.observation = observation;
		this.scope = scope;
	}

	static WatchObservation start(EtcdWatchSettings settings, String watch, EtcdWatchBatch<?> batch) {
		ObservationRegistry registry = settings.observationRegistry();
		if (registry.isNoop()) {
			return NONE;
		}
		try {
			Observation observation = EtcdWatchObservation.HANDLER
				.observation(settings.observationConvention(), DEFAULT,
						() -> new EtcdWatchObservationContext(watch, batch), registry)
				.start();
			return new WatchObservation(observation, observation.openScope());
		}
		catch (RuntimeException ex) {
			logger.debug("A call of the listener of watch '%s' cannot be observed".formatted(watch), ex);
			return NONE;
		}
	}

	void stop(@Nullable Throwable failure) {
		if (this == NONE) {
			return;
		}
		try {
			this.scope.close();
			if (failure != null) {
				this.observation.error(failure);
			}
			this.observation.stop();
		}
		catch (RuntimeException ex) {
			logger.debug("The observation of a listener failed", ex);
		}
	}

}
