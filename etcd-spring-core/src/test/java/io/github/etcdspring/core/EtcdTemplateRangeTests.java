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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.ParameterizedTypeReference;

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.EtcdFutureRevisionException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.RangeResult;
import io.github.etcdspring.kv.RangeSpec;
import io.github.etcdspring.kv.SortBy;
import io.github.etcdspring.kv.SortOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of reading through {@link EtcdTemplate}.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateRangeTests {

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final EtcdTemplate template = etcd.template();

	@Test
	void getReadsText() {
		this.template.put(etcd.key("a"), "grün");
		assertThat(this.template.get(etcd.key("a"))).isEqualTo("grün");
		assertThat(this.template.get(etcd.key("b"))).isNull();
	}

	@Test
	void rangeReadsText() {
		this.template.put(etcd.key("b"), "blau");
		this.template.put(etcd.key("a"), "grün");
		assertThat(this.template.range(etcd.keys()).values()).containsExactly("grün", "blau");
		assertThat(this.template.range(KeyRange.key(etcd.key("z"))).values()).isEmpty();
	}

	@Test
	void getReadsTypedValues() {
		this.template.put(etcd.key("a"), new Flag("x", true));
		assertThat(this.template.get(etcd.key("a"), Flag.class)).isEqualTo(new Flag("x", true));
		assertThat(this.template.get(etcd.key("b"), Flag.class)).isNull();
		this.template.put(etcd.key("m"), Map.of("k", new Flag("y", false)));
		assertThat(this.template.get(etcd.key("m"), new ParameterizedTypeReference<Map<String, Flag>>() {
		})).containsEntry("k", new Flag("y", false));
	}

	@Test
	void getReadsBytes() {
		byte[] bytes = { 0, -1, 127 };
		this.template.put(etcd.key("a"), bytes);
		assertThat(this.template.get(etcd.key("a"), byte[].class)).isEqualTo(bytes);
	}

	@Test
	void getEntryTellsRevisionsVersionAndLease() {
		long created = this.template.put(etcd.key("a"), "1").revision();
		long modified = this.template.put(etcd.key("a"), "2").revision();
		EtcdEntry<String> entry = this.template.getEntry(etcd.key("a"));
		assertThat(entry)
			.isEqualTo(new EtcdEntry<>(KeyRange.key(etcd.key("a")).keyBytes(), "2", 2, created, modified, 0));
		assertThat(entry.hasLease()).isFalse();
		assertThat(this.template.getEntry(etcd.key("b"))).isNull();
	}

	@Test
	void deleteStartsTheVersionAnew() {
		this.template.put(etcd.key("a"), "1");
		this.template.put(etcd.key("a"), "2");
		this.template.delete(etcd.key("a"));
		this.template.put(etcd.key("a"), "3");
		assertThat(this.template.getEntry(etcd.key("a")).version()).isEqualTo(1);
	}

	@Test
	void valueOfAnotherTypeIsAConversionErrorThatNamesTheKeyAndNotTheValue() {
		this.template.put(etcd.key("a"), "hunter2");
		assertThatExceptionOfType(EtcdConversionException.class)
			.isThrownBy(() -> this.template.get(etcd.key("a"), Flag.class))
			.withMessageContaining(etcd.key("a"))
			.withMessageContaining(Flag.class.getName())
			.withMessageNotContaining("hunter2")
			.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.REFUSED));
	}

	@Test
	void rangesSelectKeys() {
		put("a", "b", "b/1", "b/2", "c");
		assertThat(names(KeyRange.key(etcd.key("b")))).containsExactly("b");
		assertThat(names(KeyRange.prefix(etcd.key("b")))).containsExactly("b", "b/1", "b/2");
		assertThat(names(KeyRange.of(etcd.key("a"), etcd.key("b/2")))).containsExactly("a", "b", "b/1");
		assertThat(this.template.keys(KeyRange.from(etcd.key("c")))).contains(etcd.key("c"))
			.doesNotContain(etcd.key("b"));
		assertThat(this.template.keys(KeyRange.all())).contains(etcd.key("a"), etcd.key("c"));
	}

	@Test
	void rangeOfBinaryPrefixCarriesOverTrailingBytesOf255() {
		byte[] inside = { 7, -1, -1, 0 };
		byte[] outside = { 8 };
		this.template.put(inside, "in", (put) -> put);
		this.template.put(outside, "out", (put) -> put);
		RangeResult<String> result = this.template.range(KeyRange.prefix(new byte[] { 7, -1, -1 }), String.class);
		assertThat(result.entries()).singleElement()
			.satisfies((entry) -> assertThat(entry.keyBytes()).isEqualTo(inside));
	}

	@Test
	void prefixOfBytesOf255OnlyReachesToTheEndOfTheStore() {
		byte[] prefix = { -1, -1 };
		byte[] inside = { -1, -1, -1, 0 };
		byte[] outside = { -1, -2 };
		this.template.put(inside, "in", (put) -> put);
		this.template.put(outside, "out", (put) -> put);
		KeyRange range = KeyRange.prefix(prefix);
		assertThat(this.template.range(range, String.class).values()).containsExactly("in");
		assertThat(this.template.stream(range, String.class)).hasSize(1);
		assertThat(this.template.count(KeyRange.from(outside))).isEqualTo(2);
		assertThat(this.template.txn((txn) -> txn.when(EtcdCondition.value(range).equalTo("in"))).succeeded()).isTrue();
		assertThat(this.template.delete(range).deleted()).isEqualTo(1);
		assertThat(this.template.range(KeyRange.key(outside), String.class).values()).containsExactly("out");
		assertThat(this.template.delete(KeyRange.key(outside)).deleted()).isEqualTo(1);
	}

	@Test
	void keysWithZeroBytesAreKeysLikeOthers() {
		byte[] zero = { 0 };
		byte[] zeros = { 0, 0 };
		this.template.put(zero, "1", (put) -> put);
		this.template.put(zeros, "2", (put) -> put);
		assertThat(this.template.range(KeyRange.key(zero), String.class).values()).containsExactly("1");
		assertThat(this.template.range(KeyRange.prefix(zero), String.class).values()).containsExactly("1", "2");
		assertThat(this.template.range(KeyRange.all(), String.class).values()).startsWith("1", "2");
		assertThat(this.template.delete(KeyRange.prefix(zero)).deleted()).isEqualTo(2);
	}

	@Test
	void limitLeavesEntriesOutAndSaysSo() {
		put("a", "b", "c");
		RangeResult<String> page = range((range) -> range.limit(2));
		assertThat(page.values()).containsExactly("a", "b");
		assertThat(page.more()).isTrue();
		assertThat(page.count()).isEqualTo(3);
		assertThat(range((range) -> range.limit(0)).more()).isFalse();
	}

	@Test
	void revisionReadsThePast() {
		long before = this.template.put(etcd.key("a"), "1").revision();
		this.template.put(etcd.key("a"), "2");
		assertThat(range((range) -> range.revision(before)).values()).containsExactly("1");
		assertThat(range((range) -> range.revision(0)).values()).containsExactly("2");
	}

	@Test
	void compactedRevisionIsReportedAsSuch() {
		long before = this.template.put(etcd.key("a"), "1").revision();
		long after = this.template.put(etcd.key("a"), "2").revision();
		assertThat(this.template.compact(after, true).revision()).isEqualTo(after);
		assertThatExceptionOfType(EtcdCompactedException.class)
			.isThrownBy(() -> range((range) -> range.revision(before)));
		assertThatExceptionOfType(EtcdCompactedException.class).isThrownBy(() -> this.template.compact(before));
	}

	@Test
	void futureRevisionIsReportedAsSuch() {
		assertThatExceptionOfType(EtcdFutureRevisionException.class)
			.isThrownBy(() -> range((range) -> range.revision(Long.MAX_VALUE)));
		assertThatExceptionOfType(EtcdFutureRevisionException.class)
			.isThrownBy(() -> this.template.compact(Long.MAX_VALUE));
	}

	@Test
	void sortsByFiveTargetsInBothOrders() {
		this.template.put(etcd.key("a"), "y");
		this.template.put(etcd.key("b"), "z");
		this.template.put(etcd.key("c"), "x");
		this.template.put(etcd.key("b"), "z");
		this.template.put(etcd.key("b"), "z");
		this.template.put(etcd.key("a"), "y");
		assertThat(sorted(SortBy.KEY)).containsExactly("a", "b", "c");
		assertThat(sorted(SortBy.VERSION)).containsExactly("c", "a", "b");
		assertThat(sorted(SortBy.CREATE_REVISION)).containsExactly("a", "b", "c");
		assertThat(sorted(SortBy.MOD_REVISION)).containsExactly("c", "b", "a");
		assertThat(sorted(SortBy.VALUE)).containsExactly("c", "a", "b");
		for (SortBy by : SortBy.values()) {
			List<String> reversed = new ArrayList<>(sorted(by));
			Collections.reverse(reversed);
			assertThat(names(range((range) -> range.sort(by, SortOrder.DESCEND)))).as("%s", by)
				.containsExactlyElementsOf(reversed);
			assertThat(names(range((range) -> range.sort(by, SortOrder.DESCEND).limit(1)))).as("%s", by)
				.containsExactly(reversed.get(0));
		}
	}

	@Test
	void serializableReadIsAnsweredByOneMember() {
		put("a");
		assertThat(range(RangeSpec::serializable).values()).containsExactly("a");
	}

	@Test
	void keysOnlyLeavesValuesOut() {
		put("a", "b");
		RangeResult<String> result = range(RangeSpec::keysOnly);
		assertThat(names(result)).containsExactly("a", "b");
		assertThat(result.entries()).allSatisfy((entry) -> assertThat(entry.value()).isNull());
		assertThat(result.values()).isEmpty();
		assertThat(this.template.keys(etcd.keys())).containsExactly(etcd.key("a"), etcd.key("b"));
	}

	@Test
	void countOnlyLeavesEntriesOut() {
		put("a", "b");
		RangeResult<String> result = range(RangeSpec::countOnly);
		assertThat(result.entries()).isEmpty();
		assertThat(result.count()).isEqualTo(2);
		assertThat(this.template.count(etcd.keys())).isEqualTo(2);
	}

	@Test
	void filtersByRevisions() {
		long a = this.template.put(etcd.key("a"), "a").revision();
		long b = this.template.put(etcd.key("b"), "b").revision();
		long again = this.template.put(etcd.key("a"), "a").revision();
		assertThat(names(range((range) -> range.modRevision(again, 0)))).containsExactly("a");
		assertThat(names(range((range) -> range.modRevision(0, b)))).containsExactly("b");
		assertThat(names(range((range) -> range.createRevision(b, again)))).containsExactly("b");
		assertThat(names(range((range) -> range.createRevision(a, a)))).containsExactly("a");
	}

	@Test
	void headerNamesClusterMemberRevisionAndTerm() {
		long revision = this.template.put(etcd.key("a"), "a").revision();
		assertThat(this.template.range(etcd.keys(), String.class).header()).satisfies((header) -> {
			assertThat(header.clusterId()).isNotZero();
			assertThat(header.memberId()).isNotZero();
			assertThat(header.raftTerm()).isPositive();
			assertThat(header.revision()).isEqualTo(revision);
		});
	}

	@Test
	void wrongArgumentsAreRefusedByNameBeforeAnythingIsSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.get(null))
			.withMessage("'key' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.get("")).withMessageContaining("'key'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.get("a", (Class<String>) null))
			.withMessage("'type' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.get("a", (ParameterizedTypeReference<String>) null))
			.withMessage("'type' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.range(null, String.class))
			.withMessage("'range' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.range(KeyRange.all(), String.class, null))
			.withMessage("'spec' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> range((range) -> range.limit(-1)))
			.withMessage("'limit' must not be negative, but is -1");
		assertThatIllegalArgumentException().isThrownBy(() -> range((range) -> range.revision(-1)))
			.withMessageContaining("'revision'");
		assertThatIllegalArgumentException().isThrownBy(() -> range((range) -> range.modRevision(3, 2)))
			.withMessage("'max' must not be less than 'min', but 2 is less than 3");
		assertThatIllegalArgumentException().isThrownBy(() -> range((range) -> range.createRevision(-1, 0)))
			.withMessageContaining("'min'");
		assertThatIllegalArgumentException().isThrownBy(() -> range((range) -> range.timeout(Duration.ZERO)))
			.withMessageContaining("'timeout' must be positive");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.withTimeout(Duration.ZERO))
			.withMessageContaining("'timeout' must be positive");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.compact(0))
			.withMessageContaining("'revision'");
	}

	private void put(String... names) {
		for (String name : names) {
			this.template.put(etcd.key(name), name);
		}
	}

	private RangeResult<String> range(Consumer<RangeSpec> spec) {
		return this.template.range(etcd.keys(), String.class, spec);
	}

	private List<String> sorted(SortBy by) {
		return names(range((range) -> range.sort(by, SortOrder.ASCEND)));
	}

	private List<String> names(KeyRange range) {
		return names(this.template.range(range, String.class));
	}

	private static List<String> names(RangeResult<String> result) {
		return result.entries().stream().map((entry) -> entry.key().substring(etcd.key("").length())).toList();
	}

	record Flag(String name, boolean on) {

	}

}
