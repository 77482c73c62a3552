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

package io.github.etcdspring.parity;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.cluster.EtcdMember;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.core.EtcdTemplate;
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
 * Reading keys.
 *
 * @author The etcd-spring authors
 */
enum GetRow implements ParityRow {

	KEY("get(conn, key)", "get(key), get(key, type), getEntry(key)", (etcd) -> {
		etcd.put("a");
		assertThat(etcd.template().get(etcd.key("a"))).isEqualTo("a");
		assertThat(etcd.template().get(etcd.key("a"), byte[].class)).asString().isEqualTo("a");
		assertThat(etcd.template().getEntry(etcd.key("a")).value()).isEqualTo("a");
		assertThat(etcd.template().get(etcd.key("b"))).isNull();
		assertThat(etcd.template().getEntry(etcd.key("b"))).isNull();
	}),

	INTERVALS("intervals [a, b) of a flat key space", "KeyRange for get, delete, compare and permissions", (etcd) -> {
		etcd.put("a", "b", "c");
		KeyRange range = KeyRange.of(etcd.key("a"), etcd.key("c"));
		assertThat(range.contains(etcd.key("a"))).isTrue();
		assertThat(range.contains(etcd.key("c"))).isFalse();
		assertThat(values(etcd, range)).containsExactly("a", "b");
		assertThat(values(etcd, KeyRange.ofBytes(range.keyBytes(), range.rangeEndBytes()))).containsExactly("a", "b");
		assertThat(etcd.template().delete(range).deleted()).isEqualTo(2);
	}),

	EMPTY_KEY("empty key not allowed", "KeyRange.key(\"\") is refused, KeyRange.all() is from \\0", (etcd) -> {
		etcd.put("a");
		assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.key(""));
		assertThatIllegalArgumentException().isThrownBy(() -> etcd.template().get(""));
		assertThat(KeyRange.all().keyBytes()).containsExactly(0);
		assertThat(etcd.template().keys(KeyRange.all())).contains(etcd.key("a"));
	}),

	RANGE_END(":range_end", "KeyRange.of(from, to)", (etcd) -> {
		etcd.put("a", "b", "b/1", "c");
		assertThat(values(etcd, KeyRange.of(etcd.key("b"), etcd.key("c")))).containsExactly("b", "b/1");
	}),

	PREFIX(":prefix", "KeyRange.prefix(p), also of bytes that end in 0xFF", (etcd) -> {
		etcd.put("a", "b", "b/1", "c");
		assertThat(values(etcd, KeyRange.prefix(etcd.key("b")))).containsExactly("b", "b/1");
		byte[] prefix = (etcd.key("x") + "?").getBytes();
		prefix[prefix.length - 1] = -1;
		byte[] key = List.of(prefix, new byte[] { 1 }).stream().reduce(GetRow::concat).orElseThrow();
		etcd.template().put(key, "in", (put) -> put);
		etcd.put("y");
		assertThat(values(etcd, KeyRange.prefix(prefix))).containsExactly("in");
	}),

	FROM_KEY(":from_key", "KeyRange.from(key)", (etcd) -> {
		etcd.put("a", "b", "c");
		assertThat(etcd.template().keys(KeyRange.from(etcd.key("b")))).contains(etcd.key("b"), etcd.key("c"))
			.doesNotContain(etcd.key("a"));
	}),

	LIMIT(":limit", "RangeSpec.limit(n), 0 for none", (etcd) -> {
		etcd.put("a", "b", "c");
		assertThat(range(etcd, (spec) -> spec.limit(2)).values()).containsExactly("a", "b");
		assertThat(range(etcd, (spec) -> spec.limit(0)).values()).containsExactly("a", "b", "c");
	}),

	REVISION(":revision", "RangeSpec.revision(r), 0 for the latest", (etcd) -> {
		long revision = etcd.template().put(etcd.key("a"), "1").revision();
		etcd.template().put(etcd.key("a"), "2");
		assertThat(range(etcd, (spec) -> spec.revision(revision)).values()).containsExactly("1");
		assertThat(range(etcd, (spec) -> spec.revision(0)).values()).containsExactly("2");
	}),

	COMPACTED("compacted revision: an error", "EtcdCompactedException", (etcd) -> {
		long before = etcd.template().put(etcd.key("a"), "1").revision();
		etcd.template().compact(etcd.template().put(etcd.key("a"), "2").revision());
		assertThatExceptionOfType(EtcdCompactedException.class)
			.isThrownBy(() -> range(etcd, (spec) -> spec.revision(before)))
			.matches((ex) -> !ex.isTransient());
	}),

	SORT(":sort by 5 targets, 3 orders", "RangeSpec.sort(SortBy, SortOrder)", (etcd) -> {
		etcd.template().put(etcd.key("b"), "x");
		etcd.template().put(etcd.key("a"), "y");
		etcd.template().put(etcd.key("b"), "x");
		assertThat(sorted(etcd, SortBy.KEY)).containsExactly("a", "b");
		assertThat(sorted(etcd, SortBy.VALUE)).containsExactly("b", "a");
		assertThat(sorted(etcd, SortBy.VERSION)).containsExactly("a", "b");
		assertThat(sorted(etcd, SortBy.CREATE_REVISION)).containsExactly("b", "a");
		assertThat(sorted(etcd, SortBy.MOD_REVISION)).containsExactly("a", "b");
		assertThat(range(etcd, (spec) -> spec.sort(SortBy.KEY, SortOrder.DESCEND)).values()).containsExactly("x", "y");
		assertThat(range(etcd, (spec) -> {
		}).values()).as("without an order").containsExactly("y", "x");
	}),

	SERIALIZABLE(":serializable", "RangeSpec.serializable(): the member answers alone", (etcd) -> {
		etcd.put("a");
		try (EtcdConnection one = Scene.connect(etcd.cluster().member(0).endpoints())) {
			EtcdTemplate template = Scene.template(one);
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(template.range(etcd.keys(), String.class, RangeSpec::serializable).values())
							.containsExactly("a"));
			if (etcd.members() > 1) {
				etcd.whileFrozen(etcd.cluster().members().subList(1, etcd.members()), () -> {
					assertThat(template.range(etcd.keys(), String.class, RangeSpec::serializable).values())
						.containsExactly("a");
					assertThatExceptionOfType(EtcdException.class)
						.isThrownBy(() -> template.withTimeout(Duration.ofMillis(500)).get(etcd.key("a")));
				});
			}
		}
	}),

	KEYS_ONLY_COUNT_ONLY(":keys_only, :count_only", "RangeSpec.keysOnly(), countOnly(); keys(range), count(range)",
			(etcd) -> {
				etcd.put("a", "b");
				assertThat(range(etcd, RangeSpec::keysOnly).entries())
					.allSatisfy((entry) -> assertThat(entry.value()).isNull());
				assertThat(range(etcd, RangeSpec::countOnly)).matches((result) -> result.count() == 2)
					.matches((result) -> result.entries().isEmpty());
				assertThat(etcd.template().keys(etcd.keys())).containsExactly(etcd.key("a"), etcd.key("b"));
				assertThat(etcd.template().count(etcd.keys())).isEqualTo(2);
			}),

	MIN_MAX_REVISIONS(":min/:max_mod_revision, :min/:max_create_revision",
			"RangeSpec.modRevision(min, max), createRevision(min, max), 0 for open", (etcd) -> {
				long first = etcd.template().put(etcd.key("a"), "a").revision();
				long second = etcd.template().put(etcd.key("b"), "b").revision();
				long third = etcd.template().put(etcd.key("a"), "a").revision();
				assertThat(range(etcd, (spec) -> spec.modRevision(third, 0)).values()).containsExactly("a");
				assertThat(range(etcd, (spec) -> spec.modRevision(0, second)).values()).containsExactly("b");
				assertThat(range(etcd, (spec) -> spec.createRevision(second, third)).values()).containsExactly("b");
				assertThat(range(etcd, (spec) -> spec.createRevision(first, first)).values()).containsExactly("a");
			}),

	TIMEOUT(":timeout", "RangeSpec.timeout(duration), template.withTimeout(duration)", (etcd) -> {
		etcd.put("a");
		Duration timeout = Duration.ofMillis(300);
		etcd.whileFrozen(etcd.cluster().members(),
				() -> Stream
					.<Runnable>of(() -> range(etcd, (spec) -> spec.timeout(timeout)),
							() -> etcd.template().withTimeout(timeout).get(etcd.key("a")))
					.forEach((call) -> {
						long start = System.nanoTime();
						assertThatExceptionOfType(EtcdTimeoutException.class).isThrownBy(call::run);
						assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(timeout,
								timeout.multipliedBy(5));
					}));
	}),

	HEADER("header {cluster_id, member_id, revision, raft_term}", "ResponseHeader of every result", (etcd) -> {
		long revision = etcd.template().put(etcd.key("a"), "1").revision();
		ResponseHeader header = range(etcd, (spec) -> {
		}).header();
		assertThat(header.clusterId()).isNotZero();
		assertThat(etcd.template().cluster().members()).extracting(EtcdMember::id).contains(header.memberId());
		assertThat(header.revision()).isEqualTo(revision);
		assertThat(header.raftTerm()).isPositive();
	}),

	RESULT("kvs, more, count", "RangeResult(header, entries, more, count)", (etcd) -> {
		etcd.put("a", "b", "c");
		RangeResult<String> result = range(etcd, (spec) -> spec.limit(2));
		assertThat(result.entries()).hasSize(2);
		assertThat(result.more()).isTrue();
		assertThat(result.count()).isEqualTo(3);
	}),

	ENTRY("kv {key, value, version, create_revision, mod_revision, lease}", "EtcdEntry", (etcd) -> {
		long created = etcd.template().put(etcd.key("a"), "1").revision();
		long lease = etcd.lease();
		long modified = etcd.template().put(etcd.key("a"), "2", (put) -> put.lease(lease)).revision();
		assertThat(etcd.template().getEntry(etcd.key("a")))
			.isEqualTo(new EtcdEntry<>(KeyRange.key(etcd.key("a")).keyBytes(), "2", 2, created, modified, lease))
			.matches(EtcdEntry::hasLease);
		etcd.template().delete(etcd.key("a"));
		etcd.template().put(etcd.key("a"), "3");
		assertThat(etcd.template().getEntry(etcd.key("a"))).matches((entry) -> entry.version() == 1)
			.matches((entry) -> !entry.hasLease());
	});

	private final String row;

	private final Proof proof;

	GetRow(String etcdEx, String here, Proof proof) {
		this.row = etcdEx + " → " + here;
		this.proof = proof;
	}

	@Override
	public void prove(Scene etcd) throws Exception {
		this.proof.on(etcd);
	}

	@Override
	public String toString() {
		return this.row;
	}

	private static RangeResult<String> range(Scene etcd, Consumer<RangeSpec> spec) {
		return etcd.template().range(etcd.keys(), String.class, spec);
	}

	private static List<String> values(Scene etcd, KeyRange range) {
		return etcd.template().range(range, String.class).values();
	}

	private static List<String> sorted(Scene etcd, SortBy by) {
		List<String> ascending = names(etcd, by, SortOrder.ASCEND);
		assertThat(names(etcd, by, SortOrder.DESCEND)).containsExactly(ascending.get(1), ascending.get(0));
		return ascending;
	}

	private static List<String> names(Scene etcd, SortBy by, SortOrder order) {
		return range(etcd, (spec) -> spec.sort(by, order)).entries()
			.stream()
			.map((entry) -> entry.key().substring(etcd.key("").length()))
			.toList();
	}

	private static byte[] concat(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

}
