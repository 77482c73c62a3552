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

package io.github.etcdspring.watch.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.test.oracle.Deviation;
import io.github.etcdspring.test.oracle.Deviation.Kind;
import io.github.etcdspring.test.oracle.WatchedEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FaultScene}: it must notice whatever is wrong with what a watch was
 * told.
 *
 * @author The etcd-spring authors
 */
class FaultSceneTests {

	private final List<Watcher> watchers = IntStream.range(0, 3)
		.mapToObj((index) -> Watcher.ofPrefix(WriteLoad.PREFIX).prevKv())
		.toList();

	private final Watcher victim = this.watchers.get(1);

	private FaultScene scene;

	@BeforeEach
	void start() {
		this.scene = FaultScene.of(Setup.ofOneMember()).watchers(this.watchers).timeout(Duration.ofMillis(300)).start();
	}

	@AfterEach
	void close() {
		this.scene.close();
	}

	@Test
	void findsNothingWrongIfNothingIs() {
		this.scene.load.write(500);
		assertThat(this.scene.assertExact().size()).isGreaterThan(500);
	}

	@Test
	void findsAnEventThatIsLost() {
		this.victim.falsify((events) -> List.of(events.subList((this.victim.count() == 0) ? 1 : 0, events.size())));
		assertWrong(Kind.LOST);
	}

	@Test
	void findsAnEventThatIsRepeated() {
		this.victim.falsify((events) -> (this.victim.count() == 0) ? List.of(events, events) : List.of(events));
		assertWrong(Kind.REPEATED);
	}

	@Test
	void findsAnEventThatIsTooEarly() {
		this.victim.falsify((events) -> (this.victim.count() == 0)
				? List.of(List.of(WatchedEvent.put(WriteLoad.key(1, 1), "old", 2)), events) : List.of(events));
		assertWrong(Kind.EARLY);
	}

	@Test
	void findsEventsThatAreOutOfOrder() {
		List<WatchedEvent> held = new ArrayList<>();
		this.victim.falsify((events) -> {
			if (this.victim.count() == 0 && held.isEmpty()) {
				held.addAll(events);
				return List.of();
			}
			List<List<WatchedEvent>> told = List.of(events, List.copyOf(held));
			held.clear();
			return told;
		});
		assertWrong(Kind.OUT_OF_ORDER);
	}

	@Test
	void findsARevisionThatIsSplit() {
		this.victim.falsify((events) -> List.of(events.subList(0, 1), events.subList(1, events.size())));
		assertWrong(Kind.SPLIT);
	}

	@Test
	void findsAPreviousValueThatIsMissing() {
		this.victim.falsifyPrevious((event) -> WatchedEvent.delete(event.key(), event.modRevision()));
		assertWrong(Kind.INVENTED);
	}

	@Test
	void findsAWatchThatIsDead() {
		this.scene.load.write(100);
		this.scene.load.awaitAtMostOpen(0, FaultScene.TIMEOUT);
		this.victim.registration().cancel();
		assertWrong(Kind.LOST);
	}

	private void assertWrong(Kind kind) {
		this.scene.load.write(100);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.scene::assertExact)
			.withMessageStartingWith("1 of 3 watches are wrong")
			.withMessageContaining(kind.name());
		Set<Kind> kinds = this.victim.check(this.scene.history())
			.stream()
			.map(Deviation::kind)
			.collect(Collectors.toSet());
		assertThat(kinds).containsExactly(kind);
	}

}
