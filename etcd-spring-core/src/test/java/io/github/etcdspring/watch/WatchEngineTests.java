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

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.connection.EtcdEndpoint;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WatchEngine} when something goes wrong at a bad moment.
 *
 * @author The etcd-spring authors
 */
@Timeout(30)
class WatchEngineTests {

	private final FakeCalls calls = new FakeCalls();

	private final Recorder recorder = new Recorder();

	private List<EtcdEndpoint> endpoints = List.of();

	private EtcdWatchContainer container;

	@AfterEach
	void close() {
		this.container.close();
	}

	@Test
	void metricsThatThrowHarmNothing() {
		start((settings) -> settings.metrics(new EtcdWatchMetrics() {

			@Override
			public void received(String watch, int events) {
				throw new IllegalStateException("received");
			}

			@Override
			public void handled(String watch, int events, long nanos) {
				throw new IllegalStateException("handled");
			}

		}));
		register("a");
		FakeCalls.Stream stream = open(0);
		WatchStreamTests.created(stream, 1);
		stream.listener.onNext(WatchStreamTests.events(1, false, 101));
		stream.listener.onNext(WatchStreamTests.events(1, false, 102));
		await().until(() -> this.recorder.revisions().equals(List.of(101L, 102L)));
	}

	@Test
	void streamOnWhichAnErrorHappensIsReplaced() {
		start((settings) -> {
		});
		register("a");
		register("b");
		AtomicInteger sent = new AtomicInteger();
		this.calls.onSend = () -> {
			if (sent.incrementAndGet() == 1) {
				throw new OutOfMemoryError("pretended");
			}
		};
		open(0);
		FakeCalls.Stream next = open(1);
		assertThat(this.calls.streams.get(0).cancelled).isTrue();
		WatchStreamTests.created(next, 1);
		assertThat(next.createdIds()).containsExactly(1L, 2L);
	}

	@Test
	void executorThatRefusesATaskIsAskedAgain() {
		ExecutorService threads = Executors.newSingleThreadExecutor();
		AtomicInteger refused = new AtomicInteger();
		start((settings) -> settings.executor((task) -> {
			if (refused.incrementAndGet() < 4) {
				throw new RejectedExecutionException("full");
			}
			threads.execute(task);
		}));
		register("a");
		FakeCalls.Stream stream = open(0);
		WatchStreamTests.created(stream, 1);
		stream.listener.onNext(WatchStreamTests.events(1, false, 101));
		await().until(() -> this.recorder.revisions().equals(List.of(101L)));
		threads.shutdown();
	}

	@Test
	void interruptOfOneCallDoesNotConcernTheNext() {
		start((settings) -> {
		});
		List<Boolean> interrupted = new CopyOnWriteArrayList<>();
		this.container.register(KeyRange.key("a"), String.class, (batch) -> {
			interrupted.add(Thread.currentThread().isInterrupted());
			Thread.currentThread().interrupt();
		});
		FakeCalls.Stream stream = open(0);
		WatchStreamTests.created(stream, 1);
		stream.listener.onNext(WatchStreamTests.events(1, false, 101, 102, 103));
		await().until(() -> interrupted.size() == 3);
		assertThat(interrupted).containsOnly(false);
	}

	@Test
	void historyThatGoesWhileItsBeginningIsSoughtIsSoughtAgain() {
		start((settings) -> {
		});
		this.container.register(KeyRange.prefix("a"), String.class, this.recorder, EtcdWatchSpec::fromEarliest);
		FakeCalls.Stream stream = open(0);
		WatchStreamTests.created(stream, 1);
		this.calls.compacted = 400;
		stream.listener.onNext(WatchStreamTests.response(1).setCanceled(true).setCompactRevision(300).build());
		FakeCalls.Stream next = open(1);
		assertThat(next.startRevisions()).containsExactly(1L);
		WatchStreamTests.created(next, 1);
		next.listener.onNext(WatchStreamTests.response(1).setCanceled(true).setCompactRevision(400).build());
		assertThat(open(2).startRevisions()).containsExactly(400L);
	}

	@Test
	void progressOfAStoreThatRestsMovesThePosition() {
		start((settings) -> settings.progressInterval(Duration.ofMillis(10)));
		register("a");
		FakeCalls.Stream stream = open(0);
		stream.listener
			.onNext(WatchStreamTests.response(1).setHeader(WatchStreamTests.header(200)).setCreated(true).build());
		await().until(() -> stream.requests.size() > 1);
		stream.listener.onNext(WatchStreamTests.response(-1).setHeader(WatchStreamTests.header(200)).build());
		this.calls.revision = 1000;
		stream.listener.onClosed(new EtcdUnavailableException("gone", EtcdOutcome.UNKNOWN, null));
		assertThat(open(1).startRevisions()).containsExactly(201L);
	}

	@Test
	void progressOfAMemberThatKeepsItsVersionFromOrdinaryUsersIsBelieved() {
		this.calls.statusFailure = new EtcdPermissionDeniedException("etcdserver: permission denied",
				EtcdOutcome.REFUSED, null);
		progressOfAStoreThatRestsMovesThePosition();
	}

	@Test
	void memberThatDoesNotTellItsVersionForAnotherReasonIsNotAskedForProgress() {
		this.calls.statusFailure = new EtcdUnavailableException("away", EtcdOutcome.UNKNOWN, null);
		start((settings) -> settings.progressInterval(Duration.ofMillis(10)));
		register("a");
		FakeCalls.Stream stream = open(0);
		stream.listener
			.onNext(WatchStreamTests.response(1).setHeader(WatchStreamTests.header(200)).setCreated(true).build());
		await().during(Duration.ofMillis(200)).until(() -> stream.requests.size() == 1);
	}

	@Test
	void memberThatDoesNotTellItsVersionIsAskedLessAndLessOften() {
		this.calls.statusFailure = new EtcdUnavailableException("away", EtcdOutcome.UNKNOWN, null);
		start((settings) -> settings.progressInterval(Duration.ofMillis(1)));
		register("a");
		FakeCalls.Stream stream = open(0);
		long begun = System.nanoTime();
		WatchStreamTests.created(stream, 1);
		await().until(() -> this.calls.statuses.get() >= 6);
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(700));
	}

	@Test
	void watchesThatAreRegisteredWhileTheContainerStartsAreStarted() {
		for (int i = 0; i < 100; i++) {
			create((settings) -> {
			});
			CompletableFuture<List<EtcdWatchRegistration>> registered = CompletableFuture
				.supplyAsync(() -> IntStream.range(0, 100).mapToObj((key) -> register("" + key)).toList());
			while (this.container.registrations().isEmpty()) {
				Thread.onSpinWait();
			}
			this.container.start();
			assertThat(registered).succeedsWithin(Duration.ofSeconds(20));
			assertThat(registered.join()).extracting(EtcdWatchRegistration::state).doesNotContain(State.PAUSED);
			this.container.close();
		}
	}

	@Test
	void idOfACancelledWatchCanBeUsedAtOnce() {
		start((settings) -> {
		});
		EtcdWatchRegistration first = this.container.register(KeyRange.key("a"), String.class, this.recorder,
				(spec) -> spec.id("same"));
		List<EtcdWatchRegistration> second = new CopyOnWriteArrayList<>();
		this.calls.onSend = () -> {
			this.calls.onSend = () -> {
			};
			first.cancel();
			second.add(
					this.container.register(KeyRange.key("a"), String.class, this.recorder, (spec) -> spec.id("same")));
		};
		open(0);
		assertThat(this.container.registrations()).containsExactlyElementsOf(second);
	}

	@Test
	void watchThatHasEndedSaysWhyAfterItsContainerWasStopped() {
		start((settings) -> {
		});
		EtcdWatchRegistration registration = this.container.register(KeyRange.key("a"), String.class, this.recorder,
				(spec) -> spec.onCompaction(EtcdWatchSpec.OnCompaction.STOP));
		FakeCalls.Stream stream = open(0);
		WatchStreamTests.created(stream, 1);
		stream.listener.onNext(WatchStreamTests.response(1).setCanceled(true).setCompactRevision(300).build());
		registration.pause();
		this.container.stop();
		assertThat(registration.state()).isEqualTo(State.FAILED);
		assertThat(registration.failure()).isInstanceOf(EtcdCompactedException.class);
	}

	@Test
	void streamsThatAreOpenedTogetherAreSpreadOverTheMembers() {
		this.endpoints = List.of(new EtcdEndpoint("http://fake:2379", EtcdEndpoint.State.CONNECTED, null),
				new EtcdEndpoint("http://other:2379", EtcdEndpoint.State.CONNECTED, null));
		start((settings) -> {
		});
		IntStream.range(0, 501).forEach((i) -> register("a" + i));
		assertThat(this.calls.streams).extracting((stream) -> stream.avoid)
			.containsExactly(Set.of(), Set.of("http://fake:2379"));
	}

	@Test
	void learnerAmongTheEndpointsIsLeftOut() {
		this.endpoints = Stream.of("http://fake:2379", "http://other:2379", "http://third:2379")
			.map((uri) -> new EtcdEndpoint(uri, EtcdEndpoint.State.CONNECTED, null))
			.toList();
		start((settings) -> {
		});
		IntStream.range(0, 501).forEach((i) -> register("a" + i));
		this.calls.streams.get(1).endpoint = "http://third:2379";
		open(0).listener.onClosed(
				new EtcdUnavailableException("etcdserver: rpc not supported for learner", EtcdOutcome.REFUSED, null));
		FakeCalls.Stream successor = open(2);
		successor.endpoint = "http://other:2379";
		successor.listener.onClosed(new EtcdUnavailableException("gone", EtcdOutcome.UNKNOWN, null));
		assertThat(open(3).avoid).containsExactlyInAnyOrder("http://fake:2379", "http://other:2379");
	}

	private void start(Consumer<EtcdWatchSettings.Builder> customizer) {
		create(customizer);
		this.container.start();
	}

	private void create(Consumer<EtcdWatchSettings.Builder> customizer) {
		EtcdWatchSettings.Builder settings = EtcdWatchSettings.builder().startTimeout(Duration.ZERO);
		customizer.accept(settings);
		this.container = new EtcdWatchContainer(this.calls, () -> this.endpoints, EtcdValueConverter.create(),
				settings.build());
	}

	private EtcdWatchRegistration register(String key) {
		return this.container.register(KeyRange.key(key), String.class, this.recorder);
	}

	private FakeCalls.Stream open(int index) {
		await().until(() -> this.calls.streams.size() > index);
		FakeCalls.Stream stream = this.calls.streams.get(index);
		stream.listener.onOpen();
		return stream;
	}

}
