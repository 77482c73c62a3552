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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchCursor.Phase;
import io.github.etcdspring.watch.EtcdWatchCursor.Position;
import io.github.etcdspring.watch.EtcdWatchErrorHandler;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;
import io.github.etcdspring.watch.EtcdWatchSpec;
import io.github.etcdspring.watch.EtcdWatchSpec.Initial;
import io.github.etcdspring.watch.EtcdWatchSpec.OnCompaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdCursor} when the position is of no use: compacted, lost, of
 * another cluster, or of another watch.
 *
 * @author The etcd-spring authors
 */
class EtcdCursorLossTests extends CursorFixture {

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

	private void moveAhead(Phase phase) {
		CursorValue value = CursorValue.parse(position().getBytes(StandardCharsets.UTF_8));
		Position position = new Position(value.position().revision() + 1_000_000, phase, 0);
		this.etcd.put(positionKey(),
				new CursorValue(value.epoch(), position, value.fingerprint(), value.session()).toBytes());
	}

	private void compact() {
		this.etcd.compact(this.etcd.put("/compaction", "").header().revision());
	}

}
