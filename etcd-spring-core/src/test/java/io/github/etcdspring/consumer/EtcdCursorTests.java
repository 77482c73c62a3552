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

package io.github.etcdspring.consumer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.etcd.jetcd.ByteSequence;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.watch.EtcdWatchErrorHandler;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;
import io.github.etcdspring.watch.EtcdWatchSpec;
import io.github.etcdspring.watch.EtcdWatchSpec.Initial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdCursor} on a real etcd.
 *
 * @author The etcd-spring authors
 */
class EtcdCursorTests extends CursorFixture {

	@Test
	void goesOnWhereTheLastOneStopped() {
		put("a", "before");
		try (Application first = start(EACH_EVENT)) {
			put("a", "1");
			put("b", "2");
			await().until(() -> first.calls.size() == 2);
		}
		put("a", "3");
		put("c", "4");
		try (Application second = start(EACH_EVENT)) {
			put("c", "5");
			await().until(() -> second.calls.size() == 3);
			assertThat(second.calls).containsExactly("3", "4", "5");
		}
	}

	@Test
	void eventsBetweenTheFirstStartAndTheFirstOfThemAreNotLost() {
		start(EACH_EVENT).close();
		put("a", "1");
		try (Application second = start(EACH_EVENT)) {
			await().until(() -> second.calls.equals(List.of("1")));
		}
	}

	@Test
	void goesOnWithinARevision() {
		try (Application first = start((event) -> failAt(event, "2"), stopping())) {
			putAll("1", "2", "3");
			await().until(() -> first.registration.state() == State.FAILED);
			assertThat(first.calls).contains("1", "2").doesNotContain("3");
		}
		try (Application second = start(EACH_EVENT)) {
			await().until(() -> second.calls.equals(List.of("2", "3")));
		}
	}

	@Test
	void listenerOfWholeRevisionsGetsThemWhole() {
		try (Application first = start((event) -> failAt(event, "2"),
				(spec) -> spec.errorHandler(EtcdWatchErrorHandler.STOP))) {
			put("x", "0");
			putAll("1", "2", "3");
			await().until(() -> first.registration.state() == State.FAILED);
		}
		try (Application second = start((spec) -> {
		})) {
			await().until(() -> second.calls.equals(List.of("1", "2", "3")));
		}
	}

	@Test
	void eventsThatWereSkippedAfterErrorsAreNotToldAgain() {
		try (Application first = start((event) -> failAt(event, "1"), EACH_EVENT)) {
			putAll("1", "2");
			await().atMost(Duration.ofSeconds(20)).until(() -> first.registration.handledEvents() == 1);
			assertThat(first.registration.skippedEvents()).isOne();
		}
		put("a", "3");
		try (Application second = start(EACH_EVENT)) {
			await().until(() -> !second.calls.isEmpty());
			assertThat(second.calls).containsExactly("3");
		}
	}

	@Test
	void positionIsStoredSoonAfterAnEventWasHandled() {
		try (Application first = start(EACH_EVENT)) {
			String before = position();
			put("a", "1");
			await().until(() -> !position().equals(before));
			assertThat(first.calls).containsExactly("1");
		}
	}

	@Test
	void interruptedSnapshotGoesOnAtItsRevision() {
		putAll("1", "2", "3");
		Consumer<EtcdWatchSpec> snapshot = EACH_EVENT.andThen((spec) -> spec.initial(Initial.SNAPSHOT));
		try (Application first = start((event) -> failAt(event, "2"),
				snapshot.andThen((spec) -> spec.errorHandler(EtcdWatchErrorHandler.STOP)))) {
			await().until(() -> first.registration.state() == State.FAILED);
		}
		put("3", "changed");
		try (Application second = start(snapshot)) {
			await().until(() -> second.calls.size() == 3);
			assertThat(second.calls).containsExactly("SNAPSHOT 2", "SNAPSHOT 3", "changed");
			assertThat(second.notices).containsExactly("snapshot");
		}
		put("1", "later");
		try (Application third = start(snapshot)) {
			await().until(() -> !third.calls.isEmpty());
			assertThat(third.calls).containsExactly("later");
			assertThat(third.notices).isEmpty();
		}
	}

	@Test
	void effectsOfAnAttemptWhoseAnswerWasLostAreNotRepeated() {
		EtcdCursor cursor = cursor();
		try (Application first = new Application(server.endpoint(), cursor, this.range, (event) -> {
			bill(cursor, event);
			throw new IllegalStateException("The answer is lost");
		}, EACH_EVENT)) {
			putAll("1", "2", "3");
			await().until(() -> bills().size() == 3);
			await().until(() -> first.registration.handledEvents() == 3);
			assertThat(first.calls).containsExactly("1", "2", "3");
			assertThat(bills()).containsExactly("1", "2", "3");
		}
	}

	@Test
	void batchMovesBehindItsRevisionWithItsEffects() {
		EtcdCursor cursor = cursor();
		try (Application first = new Application(server.endpoint(), cursor, this.range, (event) -> {
			if (event.value().equals("2")) {
				bill(cursor, event);
			}
		}, (spec) -> {
		})) {
			long revision = putAll("1", "2");
			await().until(() -> bills().equals(List.of("2")));
			assertThat(position()).contains(" %019d L 0000000000 ".formatted(revision + 1));
			assertThat(first.registration.state()).isEqualTo(State.ACTIVE);
		}
	}

	@Test
	void advanceIsForCallsInProgressOnly() {
		EtcdCursor cursor = cursor();
		assertThatIllegalStateException().isThrownBy(cursor::advance).withMessageContaining(this.name);
		try (Application first = new Application(server.endpoint(), cursor, this.range, EACH_EVENT)) {
			put("a", "1");
			await().until(() -> first.registration.handledEvents() == 1);
			assertThatIllegalStateException().isThrownBy(cursor::advance).withMessageContaining(this.name);
		}
	}

	@Test
	void laterWatchTakesTheCursorOver() {
		EtcdCursor older = cursor();
		EtcdCursor newer = cursor();
		try (Application first = new Application(server.endpoint(), older, this.range, (event) -> bill(older, event),
				EACH_EVENT)) {
			put("a", "1");
			await().until(() -> first.registration.handledEvents() == 1);
			try (Application second = new Application(server.endpoint(), newer, this.range,
					(event) -> bill(newer, event), EACH_EVENT)) {
				put("a", "2");
				put("a", "3");
				await().until(() -> first.registration.state() == State.FAILED);
				await().until(() -> second.registration.handledEvents() == 2);
				assertThat(first.registration.failure()).hasMessageContainingAll(this.name, "taken over",
						"a name of its own");
				assertThat(bills()).containsExactly("1", "2", "3");
			}
		}
		put("a", "4");
		try (Application third = start(EACH_EVENT)) {
			await().until(() -> third.calls.equals(List.of("4")));
		}
	}

	@Test
	void twoWatchesOfAContainerCannotShareACursor() {
		try (Application first = start(EACH_EVENT)) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> first.container.register(this.range, String.class, (batch) -> {
				}, (spec) -> spec.id("other").cursor(cursor())))
				.withMessageContainingAll(this.name, "'app'");
			first.registration.cancel();
			first.container.register(this.range, String.class, (batch) -> {
			}, (spec) -> spec.id("other").cursor(cursor()));
		}
	}

	@Test
	void keysOfCursorsAreNotTold() {
		try (Application first = new Application(server.endpoint(),
				EtcdCursors.create(this.prefix + "cursors/", Duration.ZERO).named(this.name), this.range, EACH_EVENT)) {
			put("a", "1");
			put("a", "2");
			String position = this.prefix + "cursors/position/" + this.name;
			await()
				.until(() -> this.etcd.get(position).contains(" %019d L".formatted(revision(this.prefix + "a") + 1)));
			put("a", "3");
			await().until(() -> first.calls.contains("3"));
			assertThat(first.calls).containsExactly("1", "2", "3");
		}
	}

	@Test
	void cursorIsBelowTheNamespace() {
		ByteSequence namespace = ByteSequence.from("/tenant" + this.prefix, StandardCharsets.UTF_8);
		EtcdCursor cursor = cursor();
		Application.Handler handler = (event) -> {
		};
		try (Application first = new Application(server.endpoint(), (client) -> client.namespace(namespace), cursor,
				this.range, handler, EACH_EVENT)) {
			first.etcd.put(this.prefix + "a", "1");
			await().until(() -> first.calls.size() == 1);
			first.etcd.put(this.prefix + "a", "2");
		}
		assertThat(this.etcd.get("/tenant" + this.prefix + positionKey())).isNotNull();
		assertThat(this.etcd.get(positionKey())).isNull();
		put("a", "elsewhere");
		try (Application second = new Application(server.endpoint(), (client) -> client.namespace(namespace), cursor(),
				this.range, handler, EACH_EVENT)) {
			second.etcd.put(this.prefix + "a", "3");
			await().until(() -> second.calls.contains("3"));
			assertThat(second.calls).endsWith("3").doesNotContain("1", "elsewhere");
		}
	}

	@Test
	void pausedWatchGoesOnWhereItWasAndIsNotPassedByItsCursor() {
		try (Application first = start(EACH_EVENT)) {
			put("a", "1");
			await().until(() -> first.calls.size() == 1);
			first.registration.pause();
			put("a", "2");
			first.registration.resume();
			await().until(() -> first.calls.equals(List.of("1", "2")));
			first.registration.pause();
			put("a", "3");
		}
		try (Application second = start(EACH_EVENT)) {
			await().until(() -> second.calls.equals(List.of("3")));
		}
	}

	@Test
	void previousValuesComeWithTheEventsAfterARestart() {
		put("a", "0");
		Consumer<EtcdWatchSpec> previous = EACH_EVENT.andThen(EtcdWatchSpec::prevKv);
		start(previous).close();
		put("a", "1");
		List<String> values = new CopyOnWriteArrayList<>();
		try (Application second = start((event) -> values.add(event.previous().value()), previous)) {
			await().until(() -> values.equals(List.of("0")));
			assertThat(second.calls).containsExactly("1");
		}
	}

	@Test
	void valueOfSomebodyElseIsNotTakenForAPosition() {
		this.etcd.put(positionKey(), "mine");
		put("a", "1");
		try (Application first = start(EACH_EVENT)) {
			await().until(() -> first.notices.equals(List.of("reset", "snapshot")));
		}
	}

	@Test
	void startRevisionIsForTheFirstStart() {
		long revision = put("a", "1");
		put("a", "2");
		Consumer<EtcdWatchSpec> spec = EACH_EVENT.andThen((wanted) -> wanted.startRevision(revision));
		try (Application first = start(spec)) {
			await().until(() -> first.calls.equals(List.of("1", "2")));
		}
		put("a", "3");
		try (Application second = start(spec)) {
			await().until(() -> second.calls.equals(List.of("3")));
		}
	}

	private static Consumer<EtcdWatchSpec> stopping() {
		return EACH_EVENT.andThen((spec) -> spec.errorHandler(EtcdWatchErrorHandler.STOP));
	}

	private long revision(String key) {
		return this.etcd.getEntry(key).modRevision();
	}

}
