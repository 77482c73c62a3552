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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.SnapshotRequest;
import io.etcd.jetcd.api.SnapshotResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdDeadline;
import io.github.etcdspring.connection.EtcdRpc;
import io.github.etcdspring.connection.EtcdServerStream;
import io.github.etcdspring.connection.EtcdServerStreams;

/**
 * Saves the database of a member to a file, piece by piece, on a thread that may block.
 *
 * @author The etcd-spring authors
 */
final class SnapshotCall implements EtcdCall<EtcdSnapshot> {

	private static final EtcdRpc<SnapshotRequest, SnapshotResponse> SNAPSHOT = EtcdRpc
		.read("maintenance.snapshot", MaintenanceGrpc.getSnapshotMethod())
		.withoutLeader();

	private final EtcdServerStreams streams;

	private final Supplier<List<String>> endpoints;

	private final Path file;

	/**
	 * Create a call.
	 * @param streams the path of the call
	 * @param endpoints the endpoints that may be asked, none while they are not known
	 * @param file where to save the snapshot
	 */
	SnapshotCall(EtcdServerStreams streams, Supplier<List<String>> endpoints, Path file) {
		Assert.notNull(file, "'file' must not be null");
		Assert.isTrue(!Files.isDirectory(file), () -> "'file' must not be a directory, but '%s' is".formatted(file));
		this.streams = streams;
		this.endpoints = endpoints;
		this.file = file.toAbsolutePath();
	}

	@Override
	public EtcdSnapshot execute(EtcdCalls calls) {
		try (SnapshotFile target = SnapshotFile.create(this.file)) {
			Source source = choose(calls);
			receive(source, calls.timeout(), target);
			String checksum = target.verifiedChecksum();
			if (checksum.isEmpty()) {
				throw new EtcdException("%s at %s failed: the checksum of the %d bytes that arrived is wrong. Try again"
					.formatted(SNAPSHOT.operation(), source.endpoint(), target.size()), EtcdOutcome.REFUSED, null);
			}
			target.complete();
			return new EtcdSnapshot(source.status().header(), source.status().version(), source.endpoint(), this.file,
					target.size(), checksum);
		}
		catch (ClosedByInterruptException ex) {
			throw new EtcdInterruptedException(SNAPSHOT.operation() + " was interrupted and cancelled",
					EtcdOutcome.UNKNOWN, ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("%s failed: cannot write '%s'".formatted(SNAPSHOT.operation(), this.file),
					ex);
		}
	}

	@Override
	public CompletableFuture<EtcdSnapshot> executeAsync(EtcdCalls calls) {
		return this.streams.readAsync("etcd-snapshot", () -> execute(calls));
	}

	private void receive(Source source, Duration patience, SnapshotFile target) throws IOException {
		SnapshotRequest request = SnapshotRequest.getDefaultInstance();
		try (EtcdServerStream<SnapshotRequest, SnapshotResponse> stream = this.streams.open(SNAPSHOT, request,
				source.endpoint(), patience)) {
			for (SnapshotResponse piece = stream.next(); piece != null; piece = stream.next()) {
				target.append(piece.getBlob().asReadOnlyByteBuffer());
			}
		}
	}

	/**
	 * Find the first endpoint that answers. One whose data may be old is taken only if
	 * there is no other one.
	 * @param calls the path of the calls
	 * @return the endpoint, and what it answered
	 */
	private Source choose(EtcdCalls calls) {
		EtcdDeadline deadline = EtcdDeadline.in(calls.timeout());
		if (this.endpoints.get().isEmpty()) {
			MaintenanceCalls.anyStatus().execute(deadline.bound(calls));
		}
		List<String> found = this.endpoints.get();
		Source fallback = null;
		EtcdException failure = null;
		for (int i = 0; i < found.size(); i++) {
			String endpoint = found.get(i);
			Duration share = deadline.remaining().dividedBy(found.size() - i);
			try {
				Source source = new Source(endpoint,
						MaintenanceCalls.status(endpoint).execute(calls.withTimeout(share)));
				if (source.isCurrent()) {
					return source;
				}
				fallback = (fallback != null) ? fallback : source;
			}
			catch (EtcdException ex) {
				failure = combine(ex, failure);
			}
		}
		if (fallback == null) {
			throw (failure != null) ? failure : new IllegalStateException("No endpoint");
		}
		return fallback;
	}

	private static EtcdException combine(EtcdException next, @Nullable EtcdException previous) {
		if (!next.isTransient()) {
			throw next;
		}
		if (previous != null) {
			next.addSuppressed(previous);
		}
		return next;
	}

	/**
	 * A member to take the snapshot from.
	 */
	private record Source(String endpoint, EtcdMemberStatus status) {

		boolean isCurrent() {
			return this.status.hasLeader() && !this.status.learner();
		}

	}

}
