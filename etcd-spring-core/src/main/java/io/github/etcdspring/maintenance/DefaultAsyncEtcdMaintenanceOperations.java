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
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdServerStreams;

/**
 * Makes each call and returns a future of its answer.
 *
 * @author The etcd-spring authors
 */
final class DefaultAsyncEtcdMaintenanceOperations implements AsyncEtcdMaintenanceOperations {

	private final EtcdCalls calls;

	private final EtcdServerStreams streams;

	private final Supplier<List<String>> endpoints;

	DefaultAsyncEtcdMaintenanceOperations(EtcdCalls calls, EtcdServerStreams streams,
			Supplier<List<String>> endpoints) {
		this.calls = calls;
		this.streams = streams;
		this.endpoints = endpoints;
	}

	@Override
	public CompletableFuture<EtcdMemberStatus> status(String endpoint) {
		return MaintenanceCalls.status(endpoint).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<List<EtcdAlarm>> alarms() {
		return MaintenanceCalls.alarms().executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<@Nullable Void> disarm(EtcdAlarm alarm) {
		return MaintenanceCalls.disarm(alarm).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<@Nullable Void> defragment(String endpoint) {
		return MaintenanceCalls.defragment(endpoint).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<EtcdHash> hash(String endpoint, long revision) {
		return MaintenanceCalls.hash(endpoint, revision).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<@Nullable Void> moveLeader(long memberId) {
		return new MoveLeaderCall(memberId, this.endpoints).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<EtcdSnapshot> snapshot(Path file) {
		return new SnapshotCall(this.streams, this.endpoints, file).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<EtcdSnapshot> snapshot(String endpoint, Path file) {
		Assert.hasText(endpoint, "'endpoint' must not be empty");
		return new SnapshotCall(this.streams, () -> List.of(endpoint), file).executeAsync(this.calls);
	}

}
