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

package io.github.etcdspring.maintenance;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdServerStreams;

/**
 * Makes each call and waits for its answer.
 *
 * @author The etcd-spring authors
 */
final class DefaultEtcdMaintenanceOperations implements EtcdMaintenanceOperations {

	private final EtcdCalls calls;

	private final EtcdServerStreams streams;

	private final Supplier<List<String>> endpoints;

	DefaultEtcdMaintenanceOperations(EtcdCalls calls, EtcdServerStreams streams, Supplier<List<String>> endpoints) {
		this.calls = calls;
		this.streams = streams;
		this.endpoints = endpoints;
	}

	@Override
	public EtcdMemberStatus status(String endpoint) {
		return MaintenanceCalls.status(endpoint).execute(this.calls);
	}

	@Override
	public List<EtcdAlarm> alarms() {
		return MaintenanceCalls.alarms().execute(this.calls);
	}

	@Override
	public void disarm(EtcdAlarm alarm) {
		MaintenanceCalls.disarm(alarm).execute(this.calls);
	}

	@Override
	public void defragment(String endpoint) {
		MaintenanceCalls.defragment(endpoint).execute(this.calls);
	}

	@Override
	public EtcdHash hash(String endpoint, long revision) {
		return MaintenanceCalls.hash(endpoint, revision).execute(this.calls);
	}

	@Override
	public void moveLeader(long memberId) {
		new MoveLeaderCall(memberId, this.endpoints).execute(this.calls);
	}

	@Override
	public EtcdSnapshot snapshot(Path file) {
		return new SnapshotCall(this.streams, this.endpoints, file).execute(this.calls);
	}

	@Override
	public EtcdSnapshot snapshot(String endpoint, Path file) {
		Assert.hasText(endpoint, "'endpoint' must not be empty");
		return new SnapshotCall(this.streams, () -> List.of(endpoint), file).execute(this.calls);
	}

}
