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

package io.github.etcdspring.boot;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the registry of an application context that does not exist yet. Nothing is
 * observed before it does.
 *
 * @author The etcd-spring authors
 */
final class LateObservationRegistry implements ObservationRegistry {

	private volatile ObservationRegistry delegate = ObservationRegistry.NOOP;

	void delegate(ObservationRegistry delegate) {
		this.delegate = delegate;
	}

	@Override
	public @Nullable Observation getCurrentObservation() {
		return this.delegate.getCurrentObservation();
	}

	@Override
	public Observation.@Nullable Scope getCurrentObservationScope() {
		return this.delegate.getCurrentObservationScope();
	}

	@Override
	public void setCurrentObservationScope(Observation.@Nullable Scope current) {
		this.delegate.setCurrentObservationScope(current);
	}

	@Override
	public ObservationConfig observationConfig() {
		return this.delegate.observationConfig();
	}

	@Override
	public boolean isNoop() {
		return this.delegate.isNoop();
	}

}
