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

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.backoff.FixedBackOff;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Observations of listeners.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class WatchObservationTests {

	private static final KeyRange RANGE = KeyRange.prefix("/observed/");

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final WatchedEtcd etcd = new WatchedEtcd(EtcdServer.start(), (client) -> {
	}, (settings) -> settings.observationRegistry(this.registry)
		.observationConvention(new DefaultEtcdWatchObservationConvention(true))
		.handlerBackOff(new FixedBackOff(1, 1)));

	@AfterEach
	void close() {
		this.etcd.close();
	}

	@Test
	void callOfAListenerIsObservedAndCurrentWhileItRuns() {
		List<Observation> current = new CopyOnWriteArrayList<>();
		EtcdWatchListener<String> listener = (batch) -> current.add(this.registry.getCurrentObservation());
		EtcdWatchRegistration watch = watch("flags", listener);
		long revision = this.etcd.put(Map.of("/observed/a", "marker-1", "/observed/b", "marker-2"));
		await().until(() -> watch.handledEvents() == 2);
		TestObservationRegistryAssert.assertThat(this.registry)
			.doesNotHaveAnyRemainingCurrentObservation()
			.hasSingleObservationThat()
			.hasNameEqualTo("etcd.watch.handler")
			.hasContextualNameEqualTo("etcd watch flags")
			.hasLowCardinalityKeyValue("watch", "flags")
			.hasLowCardinalityKeyValue("outcome", "success")
			.hasLowCardinalityKeyValue("exception", "none")
			.hasHighCardinalityKeyValue("etcd.revision", Long.toString(revision))
			.hasHighCardinalityKeyValue("etcd.events", "2")
			.hasHighCardinalityKeyValueWithKey("etcd.subject")
			.hasBeenStarted()
			.hasBeenStopped()
			.doesNotHaveError();
		assertThat(current).singleElement()
			.satisfies((observation) -> assertThat(observation.getContext())
				.isInstanceOfSatisfying(EtcdWatchObservationContext.class, (context) -> {
					assertThat(context.getBatch().revision()).isEqualTo(revision);
					assertThat(context.toString()).doesNotContain("marker");
				}));
	}

	@Test
	void eachCallThatFailsIsAnObservationWithItsError() {
		EtcdWatchRegistration watch = watch("failing", (batch) -> {
			throw new IllegalStateException("not now");
		});
		this.etcd.put("/observed/a", "1");
		await().until(() -> watch.skippedEvents() == 1);
		TestObservationRegistryAssert.assertThat(this.registry).hasNumberOfObservationsEqualTo(2);
		TestObservationRegistryAssert.assertThat(this.registry)
			.forAllObservationsWithNameEqualTo("etcd.watch.handler",
					(context) -> context.hasLowCardinalityKeyValue("outcome", "error")
						.hasLowCardinalityKeyValue("exception", "IllegalStateException")
						.hasError());
	}

	@Test
	void observerThatThrowsLosesNoEvent() {
		observeWith((context) -> {
			throw new IllegalStateException("started");
		}, (context) -> {
		});
		observeWith((context) -> {
		}, (context) -> {
			throw new IllegalStateException("stopped");
		});
		List<String> seen = new CopyOnWriteArrayList<>();
		EtcdWatchRegistration watch = watch("flags", (batch) -> seen.add(batch.events().get(0).key()));
		this.etcd.put("/observed/a", "1");
		this.etcd.put("/observed/b", "2");
		await().until(() -> watch.handledEvents() == 2);
		assertThat(seen).containsExactly("/observed/a", "/observed/b");
		assertThat(watch.skippedEvents()).isZero();
	}

	@Test
	void keysAreNotToldUnlessThatIsAskedFor() {
		assertThat(new DefaultEtcdWatchObservationConvention().getHighCardinalityKeyValues(context("flags")))
			.noneMatch((value) -> value.getKey().equals("etcd.subject"));
	}

	@Test
	void watchesWithoutEndDoNotHaveNamesWithoutEnd() {
		EtcdWatchObservationConvention convention = new DefaultEtcdWatchObservationConvention();
		assertThat(IntStream.range(0, 1000)
			.boxed()
			.flatMap((i) -> List.of("watch-" + i, "named-" + i).stream())
			.map((id) -> convention.getLowCardinalityKeyValues(context(id)).toString())
			.distinct()).hasSize(201);
	}

	private static EtcdWatchObservationContext context(String watch) {
		EtcdEntry<String> entry = new EtcdEntry<>(new byte[] { 'a' }, "1", 1, 1, 1, 0);
		return new EtcdWatchObservationContext(watch, new EtcdWatchBatch<>(1,
				List.of(new EtcdEvent<>(EtcdEvent.Type.PUT, entry, null)), new ResponseHeader(1, 1, 1, 1)));
	}

	private EtcdWatchRegistration watch(String id, EtcdWatchListener<String> listener) {
		this.etcd.container.start();
		EtcdWatchRegistration watch = this.etcd.container.register(RANGE, String.class, listener,
				(spec) -> spec.id(id));
		await().until(() -> watch.state() == EtcdWatchRegistration.State.ACTIVE);
		return watch;
	}

	private void observeWith(Consumer<Observation.Context> onStart, Consumer<Observation.Context> onStop) {
		ObservationRegistry.ObservationConfig config = this.registry.observationConfig();
		config.observationHandler(new ObservationHandler<>() {

			@Override
			public void onStart(Observation.Context context) {
				onStart.accept(context);
			}

			@Override
			public void onStop(Observation.Context context) {
				onStop.accept(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
	}

}
