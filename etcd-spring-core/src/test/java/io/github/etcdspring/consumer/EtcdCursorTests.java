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
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchCursor.Phase;
import io.github.etcdspring.watch.EtcdWatchCursor.Position;
import io.github.etcdspring.watch.EtcdWatchErrorHandler;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;
import io.github.etcdspring.watch.EtcdWatchSpec;
import io.github.etcdspring.watch.EtcdWatchSpec.Initial;
import io.github.etcdspring.watch.EtcdWatchSpec.OnCompaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdCursor} on a real etcd.
 *
 * @author The etcd-spring authors
 */
class EtcdCursorTests {

	@RegisterExtension
	private static final EtcdExtension server = new EtcdExtension();

	private static final Consumer<EtcdWatchSpec> EACH_EVENT = EtcdWatchSpec::eachEvent;

	private final String name = UUID.randomUUID().toString();

	private final String prefix = "/" + this.name + "/";

	private final KeyRange range = KeyRange.prefix(this.prefix);

	private EtcdConnection connection;

	private EtcdTemplate etcd;

	@BeforeEach
	void connect() {
		this.connection = new EtcdConnection(Client.builder().endpoints(server.endpoint()),
				EtcdConnectionSettings.defaults());
		this.etcd = new EtcdTemplate(this.connection, EtcdValueConverter.create());
	}

	@AfterEach
	void close() {
		this.connection.close();
	}

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
	void interruptedSnapshotStartsAgainIfItsRevisionIsGone() {
		putAll("1", "2", "3");
		Consumer<EtcdWatchSpec> snapshot = EACH_EVENT
			.andThen((spec) -> spec.initial(Initial.SNAPSHOT).onCompaction(OnCompaction.STOP));
		try (Application first = start((event) -> failAt(event, "2"),
				snapshot.andThen((spec) -> spec.errorHandler(EtcdWatchErrorHandler.STOP)))) {
			await().until(() -> first.registration.state() == State.FAILED);
		}
		this.etcd.delete(this.prefix + "1");
		compact();
		try (Application second = start(snapshot)) {
			await().until(() -> second.notices.contains("snapshot"));
			assertThat(second.calls).containsExactly("RESET 2", "RESET 3");
			assertThat(second.notices).containsExactly("reset", "snapshot");
		}
	}

	@Test
	void listenerIsResetAfterACompaction() {
		try (Application first = start(EACH_EVENT)) {
			putAll("1", "2", "3");
			await().until(() -> first.calls.size() == 3);
		}
		put("1", "changed");
		this.etcd.delete(this.prefix + "2");
		compact();
		try (Application second = start(EACH_EVENT)) {
			await().until(() -> second.notices.contains("snapshot"));
			assertThat(second.calls).containsExactly("RESET changed", "RESET 3");
			assertThat(second.notices).containsExactly("reset", "snapshot");
			put("1", "later");
			await().until(() -> second.calls.contains("later"));
		}
		put("1", "last");
		try (Application third = start(EACH_EVENT)) {
			await().until(() -> third.calls.equals(List.of("last")));
			assertThat(third.notices).isEmpty();
		}
	}

	@Test
	void resetOfNothingIsTold() {
		start(EACH_EVENT).close();
		put("a", "1");
		this.etcd.delete(this.prefix + "a");
		compact();
		try (Application second = start(EACH_EVENT)) {
			await().until(() -> second.notices.equals(List.of("reset", "snapshot")));
			assertThat(second.calls).isEmpty();
		}
		try (Application third = start(EACH_EVENT)) {
			put("a", "2");
			await().until(() -> third.calls.equals(List.of("2")));
			assertThat(third.notices).isEmpty();
		}
	}

	@Test
	void positionThatTheClusterHasNotReachedResetsTheListener() {
		try (Application first = start(EACH_EVENT)) {
			put("a", "1");
			await().until(() -> first.calls.size() == 1);
		}
		moveAhead(Phase.LIVE);
		try (Application second = start(EACH_EVENT)) {
			await().until(() -> second.notices.equals(List.of("reset", "snapshot")));
			put("a", "2");
			await().until(() -> second.calls.equals(List.of("RESET 1", "2")));
		}
		try (Application third = start(EACH_EVENT)) {
			put("a", "3");
			await().until(() -> third.calls.equals(List.of("3")));
			assertThat(third.notices).isEmpty();
		}
	}

	@Test
	void snapshotOfARevisionThatTheClusterHasNotReachedStartsAgain() {
		putAll("1", "2");
		Consumer<EtcdWatchSpec> snapshot = EACH_EVENT.andThen((spec) -> spec.initial(Initial.SNAPSHOT));
		start(snapshot).close();
		moveAhead(Phase.SNAPSHOT);
		try (Application second = start(snapshot)) {
			await().until(() -> second.notices.equals(List.of("reset", "snapshot")));
			assertThat(second.calls).containsExactly("RESET 1", "RESET 2");
			put("1", "3");
			await().until(() -> second.calls.contains("3"));
		}
	}

	@Test
	void watchStopsAfterACompactionIfItShall() {
		Consumer<EtcdWatchSpec> stopping = EACH_EVENT.andThen((spec) -> spec.onCompaction(OnCompaction.STOP));
		start(stopping).close();
		put("a", "1");
		put("a", "2");
		compact();
		try (Application second = start(stopping)) {
			await().until(() -> second.registration.state() == State.FAILED);
			assertThat(second.registration.failure()).isInstanceOf(EtcdCompactedException.class);
		}
	}

	@Test
	void watchSkipsWhatWasCompactedIfItShall() {
		Consumer<EtcdWatchSpec> skipping = EACH_EVENT.andThen((spec) -> spec.onCompaction(OnCompaction.SKIP));
		start(skipping).close();
		put("a", "1");
		put("a", "2");
		compact();
		try (Application second = start(skipping)) {
			await().until(() -> second.notices.equals(List.of("skipped")));
			put("a", "3");
			await().until(() -> second.calls.contains("3"));
		}
	}

	@Test
	void keysThatWereThereBeforeTheRestartAreKnownInAResync() {
		try (Application first = start(EACH_EVENT)) {
			putAll("1", "2");
			await().until(() -> first.calls.size() == 2);
		}
		try (Application second = start(EACH_EVENT)) {
			second.registration.pause();
			this.etcd.delete(this.prefix + "1");
			put("3", "3");
			compact();
			second.registration.resume();
			await().until(() -> second.notices.contains("resync"));
			assertThat(second.calls).containsExactlyInAnyOrder("RESYNC 3", "RESYNC -" + this.prefix + "1");
		}
	}

	@Test
	void otherKeysResetTheListener() {
		try (Application first = start(EACH_EVENT)) {
			put("a", "1");
			await().until(() -> first.calls.size() == 1);
		}
		put("sub/b", "2");
		try (Application second = new Application(server.endpoint(), cursor(), KeyRange.prefix(this.prefix + "sub/"),
				EACH_EVENT)) {
			await().until(() -> second.notices.equals(List.of("reset", "snapshot")));
			assertThat(second.calls).containsExactly("RESET 2");
		}
	}

	@Test
	void otherTypesOfEventsStopTheWatchIfItShall() {
		start(EACH_EVENT).close();
		try (Application second = start((spec) -> spec.events(EtcdEvent.Type.DELETE).onCompaction(OnCompaction.STOP))) {
			await().until(() -> second.registration.state() == State.FAILED);
			assertThat(second.registration.failure()).hasMessageContainingAll(this.name, "other types of events");
		}
	}

	@Test
	void lostPositionResetsTheListener() {
		start(EACH_EVENT).close();
		put("a", "1");
		this.etcd.delete(positionKey());
		try (Application second = start(EACH_EVENT)) {
			await().until(() -> second.notices.equals(List.of("reset", "snapshot")));
			assertThat(second.calls).containsExactly("RESET 1");
		}
	}

	@Test
	void positionThatIsLostMeanwhileIsStoredAgain() {
		AtomicInteger attempts = new AtomicInteger();
		EtcdCursor cursor = cursor();
		try (Application first = new Application(server.endpoint(), cursor, this.range, (event) -> {
			if (attempts.incrementAndGet() == 1) {
				this.etcd.delete(positionKey());
			}
			bill(cursor, event);
		}, EACH_EVENT)) {
			put("a", "1");
			put("a", "2");
			await().until(() -> bills().equals(List.of("1", "2")));
			assertThat(first.calls).containsExactly("1", "1", "2");
		}
		put("a", "3");
		try (Application second = start(EACH_EVENT)) {
			await().until(() -> second.calls.equals(List.of("3")));
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

	private Application start(Consumer<EtcdWatchSpec> spec) {
		return new Application(server.endpoint(), cursor(), this.range, spec);
	}

	private Application start(Application.Handler handler, Consumer<EtcdWatchSpec> spec) {
		return new Application(server.endpoint(), cursor(), this.range, handler, spec);
	}

	private EtcdCursor cursor() {
		return EtcdCursors.create().named(this.name);
	}

	private static Consumer<EtcdWatchSpec> stopping() {
		return EACH_EVENT.andThen((spec) -> spec.errorHandler(EtcdWatchErrorHandler.STOP));
	}

	private static void failAt(EtcdEvent<String> event, String value) {
		if (value.equals(event.value())) {
			throw new IllegalStateException("Not this one");
		}
	}

	private void bill(EtcdCursor cursor, EtcdEvent<String> event) {
		String bill = "/bills" + this.prefix;
		this.etcd.txn(
				cursor.advance().andThen((txn) -> txn.then(TxnOperation.put(bill + UUID.randomUUID(), event.value()))));
	}

	private List<String> bills() {
		return this.etcd.range(KeyRange.prefix("/bills" + this.prefix), String.class)
			.entries()
			.stream()
			.map((entry) -> entry.value())
			.sorted()
			.toList();
	}

	private void moveAhead(Phase phase) {
		CursorValue value = CursorValue.parse(position().getBytes(StandardCharsets.UTF_8));
		Position position = new Position(value.position().revision() + 1_000_000, phase, 0);
		this.etcd.put(positionKey(),
				new CursorValue(value.epoch(), position, value.fingerprint(), value.session()).toBytes());
	}

	private String positionKey() {
		return EtcdCursors.DEFAULT_PREFIX + "position/" + this.name;
	}

	private String position() {
		return this.etcd.get(positionKey());
	}

	private long revision(String key) {
		return this.etcd.getEntry(key).modRevision();
	}

	private long put(String key, String value) {
		return this.etcd.put(this.prefix + key, value).header().revision();
	}

	private long putAll(String... values) {
		return this.etcd
			.txn((txn) -> List.of(values).forEach((value) -> txn.then(TxnOperation.put(this.prefix + value, value))))
			.header()
			.revision();
	}

	private void compact() {
		this.etcd.compact(this.etcd.put("/compaction", "").header().revision());
	}

}
