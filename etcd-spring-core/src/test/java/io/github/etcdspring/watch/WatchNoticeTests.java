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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;
import org.springframework.util.backoff.FixedBackOff;

import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what listeners and logs are told, and for what they are not.
 *
 * @author The etcd-spring authors
 */
@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class WatchNoticeTests {

	private final FakeCalls calls = new FakeCalls();

	private final Recorder recorder = new Recorder();

	private final Semaphore converting = new Semaphore(0);

	private final CountDownLatch conversionStarted = new CountDownLatch(1);

	private final EtcdWatchContainer container = new EtcdWatchContainer(this.calls, List::of, new SlowConverter(),
			EtcdWatchSettings.builder().startTimeout(Duration.ZERO).handlerBackOff(new FixedBackOff(1, 0)).build());

	@BeforeEach
	void start() {
		this.container.start();
	}

	@AfterEach
	void close() {
		this.converting.release(1000);
		this.container.close();
	}

	@Test
	void watchThatItsErrorHandlerEndsIsToldThatItHasFailed() {
		Recorder failing = new Recorder() {

			@Override
			public void onEvents(EtcdWatchBatch<String> batch) {
				throw new IllegalStateException("bad");
			}

		};
		this.converting.release(1000);
		EtcdWatchRegistration registration = this.container.register(KeyRange.key("a"), String.class, failing,
				(spec) -> spec.errorHandler(EtcdWatchErrorHandler.STOP));
		FakeCalls.Stream stream = open(0);
		WatchStreamTests.created(stream, 1);
		stream.listener.onNext(WatchStreamTests.events(1, false, 101, 102));
		await().until(() -> failing.notices.equals(List.of("created", "failed EtcdException")));
		assertThat(registration.state()).isEqualTo(EtcdWatchRegistration.State.FAILED);
	}

	@Test
	void callDoesNotBeginAfterCancelHasReturned() {
		EtcdWatchRegistration registration = this.container.register(KeyRange.key("a"), String.class, this.recorder);
		FakeCalls.Stream stream = open(0);
		WatchStreamTests.created(stream, 1);
		stream.listener.onNext(WatchStreamTests.events(1, false, 101));
		await().until(() -> this.conversionStarted.getCount() == 0);
		registration.cancel();
		this.converting.release(1000);
		await().during(Duration.ofMillis(200)).until(() -> this.recorder.batches.isEmpty());
	}

	@Test
	void eventThatWasBeingConvertedDuringPauseIsHandledAfterIt() {
		EtcdWatchRegistration registration = this.container.register(KeyRange.key("a"), String.class, this.recorder);
		FakeCalls.Stream stream = open(0);
		WatchStreamTests.created(stream, 1);
		stream.listener.onNext(WatchStreamTests.events(1, false, 101));
		await().until(() -> this.conversionStarted.getCount() == 0);
		registration.pause();
		this.converting.release(1000);
		await().during(Duration.ofMillis(200)).until(() -> this.recorder.batches.isEmpty());
		registration.resume();
		await().until(() -> this.recorder.revisions().equals(List.of(101L)));
	}

	@Test
	void blockedListenerHearsOfTheLastOfManyReconnectionsOnly() {
		EtcdWatchRegistration registration = this.container.register(KeyRange.key("a"), String.class, this.recorder);
		FakeCalls.Stream stream = open(0);
		WatchStreamTests.created(stream, 1);
		stream.listener.onNext(WatchStreamTests.events(1, false, 101));
		this.calls.revision = 1000;
		for (int i = 1; i <= 20; i++) {
			stream.listener.onClosed(new EtcdUnavailableException("gone", EtcdOutcome.UNKNOWN, null));
			stream = open(i);
			WatchStreamTests.created(stream, 1);
		}
		this.converting.release(1000);
		await().until(() -> this.recorder.notices.contains("reconnected"));
		assertThat(registration.handledEvents()).isOne();
		await().during(Duration.ofMillis(100))
			.until(() -> this.recorder.notices.equals(List.of("created", "reconnected")));
	}

	@Test
	void compactionOfManyWatchesIsOneLineInTheLog(CapturedOutput output) {
		IntStream.range(0, 50)
			.forEach((i) -> this.container.register(KeyRange.key("a" + i), String.class, this.recorder));
		FakeCalls.Stream stream = open(0);
		WatchStreamTests.created(stream, 1);
		IntStream.range(2, 51).forEach((i) -> WatchStreamTests.created(stream, i));
		IntStream.range(1, 51)
			.forEach((i) -> stream.listener
				.onNext(WatchStreamTests.response(i).setCanceled(true).setCompactRevision(300).build()));
		await().until(() -> output.getAll().contains("Reading the keys of"));
		await().during(Duration.ofMillis(300))
			.until(() -> output.getAll().lines().filter((line) -> line.contains("Reading the keys of")).count() == 1);
		assertThat(output).contains("50 watches");
	}

	@Test
	void containerThatIsStartedAndStoppedAtOnceEndsInTheStateThatItSays() throws InterruptedException {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		AtomicInteger turn = new AtomicInteger();
		this.container.register(KeyRange.key("a"), String.class, this.recorder);
		IntStream.range(0, 400).forEach((i) -> threads.execute(() -> {
			if (turn.incrementAndGet() % 2 == 0) {
				this.container.start();
			}
			else {
				this.container.stop();
			}
		}));
		threads.shutdown();
		assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
		long open = this.calls.streams.stream().filter((stream) -> !stream.cancelled).count();
		assertThat(open).isEqualTo(this.container.isRunning() ? 1 : 0);
	}

	private FakeCalls.Stream open(int index) {
		await().pollInterval(Duration.ofMillis(5)).until(() -> this.calls.streams.size() > index);
		FakeCalls.Stream stream = this.calls.streams.get(index);
		stream.listener.onOpen();
		return stream;
	}

	/**
	 * Converts when it is allowed to.
	 */
	private final class SlowConverter implements EtcdValueConverter {

		private final EtcdValueConverter delegate = EtcdValueConverter.create();

		@Override
		public byte[] toBytes(Object value) {
			return this.delegate.toBytes(value);
		}

		@Override
		public <T> T fromBytes(byte[] bytes, ResolvableType type) {
			WatchNoticeTests.this.conversionStarted.countDown();
			WatchNoticeTests.this.converting.acquireUninterruptibly();
			return this.delegate.fromBytes(bytes, type);
		}

	}

}
