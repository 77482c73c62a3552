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

/**
 * What is known of an observed call of a listener.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdWatchObservationContext extends Observation.Context {

	private final String watch;

	private final EtcdWatchBatch<?> batch;

	EtcdWatchObservationContext(String watch, EtcdWatchBatch<?> batch) {
		this.watch = watch;
		this.batch = batch;
	}

	/**
	 * Return the watch.
	 * @return its id
	 */
	public String getWatch() {
		return this.watch;
	}

	/**
	 * Return what the listener is called with.
	 * @return the changes
	 */
	public EtcdWatchBatch<?> getBatch() {
		return this.batch;
	}

}
