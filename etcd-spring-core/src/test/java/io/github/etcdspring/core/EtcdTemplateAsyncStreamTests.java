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

package io.github.etcdspring.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.RangeSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests of publishing ranges of any size through {@link EtcdTemplate#async()}.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class EtcdTemplateAsyncStreamTests {

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final EtcdTemplate template = etcd.template();

	@Test
	void publishesAllPagesAtTheRevisionOfTheFirst() {
		put(2500);
		Recorder recorder = new Recorder(7) {

			@Override
			void heard(EtcdEntry<String> entry) {
				if (entry.key().equals(key(0))) {
					template().delete(key(2499));
					template().put(key(0) + "late", "v");
				}
			}

		};
		publisher().subscribe(recorder);
		assertThat(recorder.await().keys()).hasSize(2500).isSorted().contains(key(2499)).doesNotHaveDuplicates();
		assertThat(recorder.failure).isNull();
		assertThat(recorder.threads).allMatch((name) -> !name.startsWith("etcd-io"));
	}

	@Test
	void eachSubscriberBeginsAnew() {
		put(10);
		Flow.Publisher<EtcdEntry<String>> publisher = publisher();
		Recorder first = new Recorder(Long.MAX_VALUE);
		Recorder second = new Recorder(Long.MAX_VALUE);
		publisher.subscribe(first);
		first.await();
		this.template.put(key(10), "v");
		publisher.subscribe(second);
		assertThat(first.keys()).hasSize(10);
		assertThat(second.await().keys()).hasSize(11);
	}

	@Test
	void readsNoMoreThanIsAskedFor() {
		put(2500);
		AtomicInteger calls = new AtomicInteger();
		try (EtcdConnection connection = etcd
			.connect((builder) -> builder.interceptor(new Spy(calls, new AtomicInteger())))) {
			Recorder recorder = new Recorder(0);
			new EtcdTemplate(connection, EtcdValueConverter.create()).async()
				.stream(etcd.keys(), String.class)
				.subscribe(recorder);
			assertThat(calls).hasValue(0);
			recorder.subscription.request(10);
			Awaitility.await().untilAsserted(() -> assertThat(recorder.entries).hasSize(10));
			assertThat(calls).hasValue(1);
			recorder.subscription.request(Long.MAX_VALUE);
			recorder.subscription.request(Long.MAX_VALUE);
			assertThat(recorder.await().entries).hasSize(2500);
		}
	}

	@Test
	void endsAtTheLimit() {
		put(200);
		Recorder recorder = new Recorder(Long.MAX_VALUE);
		this.template.async().stream(etcd.keys(), String.class, (range) -> range.limit(120)).subscribe(recorder);
		assertThat(recorder.await().entries).hasSize(120);
		Recorder none = new Recorder(1);
		this.template.async().stream(KeyRange.key(key(9999)), String.class).subscribe(none);
		assertThat(none.await().entries).isEmpty();
		assertThat(none.failure).isNull();
	}

	@Test
	void cancellingCancelsTheCall() {
		put(10);
		AtomicInteger cancelled = new AtomicInteger();
		AtomicInteger calls = new AtomicInteger();
		try (EtcdConnection connection = etcd.connect((builder) -> builder.interceptor(new Spy(calls, cancelled)))) {
			EtcdTemplate own = new EtcdTemplate(connection, EtcdValueConverter.create());
			own.count(etcd.keys());
			calls.set(0);
			etcd.server().pause();
			Recorder recorder = new Recorder(1);
			own.async().stream(etcd.keys(), String.class).subscribe(recorder);
			Awaitility.await().untilAsserted(() -> assertThat(calls).hasValue(1));
			recorder.subscription.cancel();
			Awaitility.await().untilAsserted(() -> assertThat(cancelled).hasValue(1));
			assertThat(recorder.failure).isNull();
			recorder.subscription.request(1);
			assertThat(calls).hasValue(1);
		}
		finally {
			etcd.server().resume();
		}
	}

	@Test
	void cancellingBetweenEntriesEndsIt() {
		put(200);
		Recorder recorder = new Recorder(Long.MAX_VALUE) {

			@Override
			void heard(EtcdEntry<String> entry) {
				if (this.entries.size() == 60) {
					this.subscription.cancel();
				}
			}

		};
		publisher().subscribe(recorder);
		Awaitility.await().untilAsserted(() -> assertThat(recorder.entries).hasSize(60));
		assertThat(recorder.done.getCount()).isEqualTo(1);
	}

	@Test
	void compactionOfItsRevisionIsReported() {
		put(200);
		Recorder recorder = new Recorder(Long.MAX_VALUE) {

			@Override
			void heard(EtcdEntry<String> entry) {
				if (entry.key().equals(key(0))) {
					template().compact(template().put(key(0), "2").revision());
				}
			}

		};
		publisher().subscribe(recorder);
		assertThat(recorder.await().failure).isInstanceOf(EtcdCompactedException.class);
		assertThat(recorder.entries).hasSize(50);
	}

	@Test
	void survivesAReconnectBetweenPages() {
		put(200);
		Recorder recorder = new Recorder(Long.MAX_VALUE) {

			@Override
			void heard(EtcdEntry<String> entry) {
				if (entry.key().equals(key(20))) {
					etcd.server().kill();
					etcd.server().restart();
				}
			}

		};
		publisher().subscribe(recorder);
		assertThat(recorder.await().failure).isNull();
		assertThat(recorder.entries).hasSize(200);
	}

	@Test
	void subscriberThatThrowsIsCancelled() {
		put(200);
		Recorder recorder = new Recorder(Long.MAX_VALUE) {

			@Override
			void heard(EtcdEntry<String> entry) {
				throw new IllegalStateException("expected by the test");
			}

		};
		publisher().subscribe(recorder);
		Awaitility.await().untilAsserted(() -> assertThat(recorder.entries).hasSize(1));
		assertThat(recorder.failure).isNull();
	}

	@Test
	void wrongRequestsAndArgumentsAreRefusedByName() {
		put(2);
		Recorder recorder = new Recorder(0);
		publisher().subscribe(recorder);
		recorder.subscription.request(0);
		assertThat(recorder.await().failure).isInstanceOf(IllegalArgumentException.class)
			.hasMessage("'n' must be positive, but is 0");
		assertThatNullPointerException().isThrownBy(() -> publisher().subscribe(null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.async().stream(null, String.class))
			.withMessage("'range' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.async().stream(etcd.keys(), String.class, RangeSpec::countOnly))
			.withMessageContaining("'countOnly()'");
	}

	private Flow.Publisher<EtcdEntry<String>> publisher() {
		return this.template.async().stream(etcd.keys(), String.class);
	}

	private static EtcdTemplate template() {
		return etcd.template();
	}

	private static String key(int number) {
		return etcd.key("%06d".formatted(number));
	}

	private void put(int count) {
		this.template.bulk((bulk) -> IntStream.range(0, count).forEach((i) -> bulk.put(key(i), "v")));
	}

	/**
	 * Asks for so many entries, and for as many again when it has got them.
	 */
	private static class Recorder implements Flow.Subscriber<EtcdEntry<String>> {

		final List<EtcdEntry<String>> entries = new ArrayList<>();

		final List<String> threads = new ArrayList<>();

		final CountDownLatch done = new CountDownLatch(1);

		private final long batch;

		volatile Flow.Subscription subscription;

		volatile Throwable failure;

		Recorder(long batch) {
			this.batch = batch;
		}

		void heard(EtcdEntry<String> entry) {
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.subscription = subscription;
			if (this.batch > 0) {
				subscription.request(this.batch);
			}
		}

		@Override
		public void onNext(EtcdEntry<String> entry) {
			this.entries.add(entry);
			this.threads.add(Thread.currentThread().getName());
			if (this.batch > 0 && this.entries.size() % this.batch == 0) {
				this.subscription.request(this.batch);
			}
			heard(entry);
		}

		@Override
		public void onError(Throwable failure) {
			this.failure = failure;
			this.done.countDown();
		}

		@Override
		public void onComplete() {
			this.done.countDown();
		}

		Recorder await() {
			Awaitility.await().untilAsserted(() -> assertThat(this.done.getCount()).isZero());
			return this;
		}

		List<String> keys() {
			return this.entries.stream().map(EtcdEntry::key).toList();
		}

	}

	/**
	 * Counts calls and their cancellations.
	 */
	private record Spy(AtomicInteger calls, AtomicInteger cancelled) implements ClientInterceptor {

		@Override
		public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
			return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {

				@Override
				public void start(Listener<R> listener, Metadata headers) {
					Spy.this.calls.incrementAndGet();
					super.start(listener, headers);
				}

				@Override
				public void cancel(String message, Throwable cause) {
					Spy.this.cancelled.incrementAndGet();
					super.cancel(message, cause);
				}

			};
		}

	}

}
