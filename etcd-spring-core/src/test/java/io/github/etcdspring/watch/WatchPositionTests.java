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
import java.util.stream.LongStream;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WatchPosition}.
 *
 * @author The etcd-spring authors
 */
class WatchPositionTests {

	private final WatchPosition position = new WatchPosition(1000);

	@BeforeEach
	void start() {
		this.position.startAt(10);
	}

	@Test
	void resumesWhereItStartsUntilSomethingArrives() {
		assertThat(this.position.resume()).isEqualTo(10);
	}

	@Test
	void dropsWhatIsBelowTheStart() {
		assertThat(deliver(false, 8, 9, 10, 11)).containsExactly("10x1", "11x1");
		assertThat(this.position.resume()).isEqualTo(12);
	}

	@Test
	void groupsEventsByRevision() {
		assertThat(deliver(false, 10, 10, 12, 13, 13, 13)).containsExactly("10x2", "12x1", "13x3");
	}

	@Test
	void dropsWhatWasDelivered() {
		deliver(false, 10, 11);
		assertThat(deliver(false, 10, 11, 12)).containsExactly("12x1");
	}

	@Test
	void holdsBackTheLastRevisionOfAFragment() {
		assertThat(deliver(true, 10, 11, 12, 12)).containsExactly("10x1", "11x1");
		assertThat(this.position.resume()).isEqualTo(12);
		assertThat(deliver(true, 12, 12)).isEmpty();
		assertThat(deliver(false, 12, 13)).containsExactly("12x5", "13x1");
		assertThat(this.position.resume()).isEqualTo(14);
	}

	@Test
	void completesTheHeldRevisionWhenTheNextFragmentBeginsWithAnother() {
		assertThat(deliver(true, 10, 10)).isEmpty();
		assertThat(deliver(true, 11)).containsExactly("10x2");
		assertThat(deliver(false, 12)).containsExactly("11x1", "12x1");
	}

	@Test
	void forgetsTheHeldRevisionWhenInterrupted() {
		assertThat(deliver(true, 10, 11, 11)).containsExactly("10x1");
		this.position.interrupted();
		assertThat(this.position.resume()).isEqualTo(11);
		assertThat(deliver(false, 11, 11, 11, 12)).containsExactly("11x3", "12x1");
	}

	@Test
	void progressMovesForwardsOnly() {
		this.position.progress(20);
		assertThat(this.position.resume()).isEqualTo(21);
		this.position.progress(15);
		assertThat(this.position.resume()).isEqualTo(21);
	}

	@Test
	void progressInTheMiddleOfAFragmentIsIgnored() {
		deliver(true, 10, 11);
		this.position.progress(20);
		assertThat(this.position.resume()).isEqualTo(11);
	}

	@Test
	void eventsThatProgressHasOvertakenAreDelivered() {
		this.position.progress(20);
		assertThat(deliver(false, 15, 18)).containsExactly("15x1", "18x1");
		assertThat(this.position.resume()).isEqualTo(21);
	}

	@Test
	void whatIsNotTakenOverCountsAsNotReceived() {
		List<WatchRevision> revisions = this.position.accept(events(10, 11, 12), false);
		this.position.delivered(revisions.get(0));
		this.position.interrupted();
		assertThat(this.position.resume()).isEqualTo(11);
		assertThat(deliver(false, 11, 12)).containsExactly("11x1", "12x1");
	}

	@Test
	void startsAgainSomewhereElse() {
		deliver(false, 10, 50);
		this.position.startAt(20);
		assertThat(deliver(false, 19, 20)).containsExactly("20x1");
	}

	private List<String> deliver(boolean fragment, long... revisions) {
		List<WatchRevision> complete = this.position.accept(events(revisions), fragment);
		complete.forEach(this.position::delivered);
		return complete.stream()
			.map((revision) -> "%dx%d".formatted(revision.revision(), revision.events().size()))
			.toList();
	}

	private static List<RawEvent> events(long... revisions) {
		return LongStream.of(revisions)
			.mapToObj((revision) -> RawEvent.change(Event.newBuilder()
				.setKv(KeyValue.newBuilder().setKey(ByteString.copyFromUtf8("k")).setModRevision(revision))
				.build()))
			.toList();
	}

}
