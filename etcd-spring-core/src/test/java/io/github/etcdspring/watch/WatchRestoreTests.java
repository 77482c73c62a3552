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

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;
import io.github.etcdspring.watch.EtcdWatchSpec.OnCompaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a cluster that is restored from a snapshot, so that revisions come again.
 *
 * @author The etcd-spring authors
 */
class WatchRestoreTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final Recorder recorder = new Recorder();

	@TempDir
	private Path directory;

	private WatchedEtcd etcd;

	@BeforeEach
	void start() {
		this.etcd = WatchedEtcd.start();
		this.etcd.put("/k/old", "1");
		this.etcd.put("/k/kept", "1");
	}

	@AfterEach
	void close() {
		this.etcd.close();
	}

	@Test
	void resyncTellsWhatIsThereAgain() {
		EtcdWatchRegistration registration = register(OnCompaction.RESYNC);
		restoreAfterChanges();
		await().atMost(TIMEOUT)
			.until(() -> this.recorder.notices.stream().anyMatch((notice) -> notice.startsWith("resync")));
		await().atMost(TIMEOUT).until(() -> registration.state() == State.ACTIVE);
		this.etcd.put("/k/next", "3");
		await().atMost(TIMEOUT).until(() -> this.recorder.values().contains("3"));
		Map<String, String> view = new TreeMap<>();
		for (EtcdEvent<String> event : this.recorder.events()) {
			if (event.isDelete()) {
				view.remove(event.key());
			}
			else {
				view.put(event.key(), event.value());
			}
		}
		assertThat(view).isEqualTo(Map.of("/k/old", "1", "/k/kept", "1", "/k/next", "3"));
	}

	@Test
	void skipGoesOn() {
		register(OnCompaction.SKIP);
		restoreAfterChanges();
		await().atMost(TIMEOUT)
			.until(() -> this.recorder.notices.stream().anyMatch((notice) -> notice.startsWith("skipped")));
		this.etcd.put("/k/next", "3");
		await().atMost(TIMEOUT).until(() -> this.recorder.values().contains("3"));
	}

	@Test
	void stopEndsTheWatch() {
		EtcdWatchRegistration registration = register(OnCompaction.STOP);
		restoreAfterChanges();
		await().atMost(TIMEOUT).until(() -> registration.state() == State.FAILED);
	}

	@ParameterizedTest
	@EnumSource(names = { "RESYNC", "SKIP" })
	void revisionIsNotThatOfTheClusterBeforeWhileAnEventIsHandled(OnCompaction policy) {
		register(policy);
		CompletableFuture<EtcdWatchRegistration> registration = new CompletableFuture<>();
		CompletableFuture<Long> revision = new CompletableFuture<>();
		CountDownLatch goneOn = new CountDownLatch(1);
		registration.complete(
				this.etcd.container.register(KeyRange.prefix("/k/"), String.class, new EtcdWatchListener<String>() {

					@Override
					public void onEvents(EtcdWatchBatch<String> batch) {
						if (batch.events().stream().anyMatch((event) -> "3".equals(event.value()))) {
							revision.complete(registration.join().revision());
						}
					}

					@Override
					public void onResync(long fromRevision, long toRevision) {
						goneOn.countDown();
					}

					@Override
					public void onSkipped(long fromRevision, long toRevision) {
						goneOn.countDown();
					}

				}, (spec) -> spec.onCompaction(policy)));
		assertThat(registration.join().awaitCreated(TIMEOUT)).isTrue();
		restoreAfterChanges();
		await().atMost(TIMEOUT).until(() -> goneOn.getCount() == 0);
		long written = this.etcd.put("/k/next", "3");
		assertThat(revision.orTimeout(10, TimeUnit.SECONDS).join()).isLessThan(written);
	}

	private EtcdWatchRegistration register(OnCompaction policy) {
		EtcdWatchRegistration registration = this.etcd.container.register(KeyRange.prefix("/k/"), String.class,
				this.recorder, (spec) -> spec.onCompaction(policy));
		assertThat(registration.awaitCreated(TIMEOUT)).isTrue();
		return registration;
	}

	private void restoreAfterChanges() {
		Path snapshot = this.directory.resolve("snapshot");
		this.etcd.server.gateway().maintenance().snapshot(snapshot);
		IntStream.range(0, 20).forEach((i) -> this.etcd.put("/k/old", "2"));
		this.etcd.put("/k/lost", "2");
		await().atMost(TIMEOUT).until(() -> this.recorder.batches.size() == 21);
		this.etcd.server.restore(snapshot);
	}

}
