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

package io.github.etcdspring.lease;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a listener heard, and when.
 *
 * @author The etcd-spring authors
 */
final class LeaseHistory implements EtcdLeaseListener {

	private final List<EtcdLeaseEvent> events = new CopyOnWriteArrayList<>();

	private final List<Long> times = new CopyOnWriteArrayList<>();

	@Override
	public void onStateChange(EtcdLeaseEvent event) {
		this.times.add(System.nanoTime());
		this.events.add(event);
	}

	List<EtcdLease.State> states() {
		return this.events.stream().map(EtcdLeaseEvent::state).toList();
	}

	// Return when a state was heard of first.
	long time(EtcdLease.State state) {
		return this.times.get(states().indexOf(state));
	}

}
