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
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.kv.KeyRange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WatchKeys}.
 *
 * @author The etcd-spring authors
 */
class WatchKeysTests {

	private final WatchKeys keys = new WatchKeys();

	@Test
	void tellsWhatIsNewChangedAndGone() {
		this.keys.replace(listing(10, entry("same", 1), entry("changed", 2), entry("gone", 3)), 0);
		assertThat(difference(20, 11, entry("same", 1), entry("changed", 12), entry("new", 13)))
			.containsExactly("PUT changed 20", "PUT new 20", "DELETE gone 20");
	}

	@Test
	void takesChangesIntoAccount() {
		this.keys.replace(listing(10, entry("a", 1), entry("b", 2)), 0);
		this.keys.changed(List.of(RawEvent.change(Event.newBuilder().setKv(entry("a", 11)).build()),
				RawEvent.change(Event.newBuilder().setKv(entry("c", 11)).build()),
				RawEvent.deleted(ByteString.copyFromUtf8("b"), 12)));
		assertThat(difference(20, 13, entry("a", 11), entry("c", 15))).containsExactly("PUT c 20");
	}

	@Test
	void nothingIsDifferentTheSecondTime() {
		assertThat(difference(20, 1, entry("a", 5))).containsExactly("PUT a 20");
		assertThat(difference(30, 21, entry("a", 5))).isEmpty();
	}

	@Test
	void singleKeyThatWasNotReadIsTheSameIfItIsOld() {
		this.keys.unknown(KeyRange.key("a"));
		assertThat(difference(20, 10, entry("a", 9))).isEmpty();
	}

	@Test
	void singleKeyThatWasNotReadHasChangedIfItIsNew() {
		this.keys.unknown(KeyRange.key("a"));
		assertThat(difference(20, 10, entry("a", 10))).containsExactly("PUT a 20");
	}

	@Test
	void singleKeyThatWasNotReadIsGone() {
		this.keys.unknown(KeyRange.key("a"));
		assertThat(difference(20, 10)).containsExactly("DELETE a 20");
	}

	private List<String> difference(long revision, long arrived, KeyValue... entries) {
		return this.keys.replace(listing(revision, entries), arrived)
			.stream()
			.map((event) -> "%s %s %d".formatted(event.type(), event.key().toStringUtf8(), event.revision()))
			.toList();
	}

	private static WatchListing listing(long revision, KeyValue... entries) {
		return new WatchListing(new ResponseHeader(1, 1, revision, 1), revision,
				Stream.of(entries).map((entry) -> RawEvent.found(entry, EtcdEvent.Origin.RESYNC, revision)).toList(),
				true, true);
	}

	private static KeyValue entry(String key, long modRevision) {
		return KeyValue.newBuilder().setKey(ByteString.copyFromUtf8(key)).setModRevision(modRevision).build();
	}

}
