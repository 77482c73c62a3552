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

package io.github.etcdspring.connection;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The observation of one call, or nothing where nobody observes.
 *
 * @author The etcd-spring authors
 */
final class CallObservation {

	private static final CallObservation NONE = new CallObservation(null);

	private static final EtcdRequestObservationConvention DEFAULT = new DefaultEtcdRequestObservationConvention();

	private final @Nullable Observation observation;

	private CallObservation(@Nullable Observation observation) {
		this.observation = observation;
	}

	static CallObservation start(EtcdConnectionSettings settings, EtcdRpc<?, ?> rpc, EtcdCallSpec spec) {
		ObservationRegistry registry = settings.observationRegistry();
		if (registry.isNoop() || !spec.observed()) {
			return NONE;
		}
		EtcdRequestObservationContext context = new EtcdRequestObservationContext(rpc.operation(), spec.subject());
		Observation observation = EtcdRequestObservation.REQUEST
			.observation(settings.observationConvention(), DEFAULT, () -> context, registry)
			.start();
		return new CallObservation(observation);
	}

	void stop(@Nullable Throwable failure) {
		if (this.observation != null) {
			if (failure != null) {
				this.observation.error(failure);
			}
			this.observation.stop();
		}
	}

}
