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

package io.github.etcdspring.mirror;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MirrorTable}.
 *
 * @author The etcd-spring authors
 */
class MirrorTableTests {

	@Test
	void emptyTableHasNothing() {
		MirrorTable<Integer> table = MirrorTable.empty();
		assertThat(table.size()).isZero();
		assertThat(table.get(new byte[] { 1 })).isNull();
		assertThat(table.iterator().hasNext()).isFalse();
		assertThat(table.from(new byte[] { 1 }, null).hasNext()).isFalse();
	}

	@Test
	void equalsTreeMapAfterAnyChanges() {
		for (int seed = 0; seed < 20; seed++) {
			Random random = new Random(seed);
			TreeMap<byte[], MirrorNode<Integer>> expected = new TreeMap<>(Arrays::compareUnsigned);
			MirrorTable<Integer> table = MirrorTable.empty();
			int keys = 1 + random.nextInt(3000);
			for (int round = 0; round < 60; round++) {
				int share = random.nextInt(10);
				NavigableMap<byte[], @Nullable MirrorNode<Integer>> changes = MirrorTable.changes();
				int count = random.nextInt((random.nextInt(5) == 0) ? 2 * keys : 20);
				for (int i = 0; i < count; i++) {
					byte[] key = key(random.nextInt(keys));
					MirrorNode<Integer> node = (random.nextInt(10) < share) ? null : node(key, round);
					changes.put(key, node);
				}
				MirrorTable<Integer> before = table;
				List<MirrorNode<Integer>> content = content(before.iterator());
				table = table.with(changes);
				changes.forEach((key, node) -> {
					if (node != null) {
						expected.put(key, node);
					}
					else {
						expected.remove(key);
					}
				});
				assertThat(content(table.iterator())).isEqualTo(List.copyOf(expected.values()));
				assertThat(table.size()).isEqualTo(expected.size());
				assertThat(content(before.iterator())).isEqualTo(content);
			}
			for (int i = 0; i < keys; i++) {
				byte[] key = key(i);
				assertThat(table.get(key)).isSameAs(expected.get(key));
				byte[] end = key(i + 1 + random.nextInt(keys));
				assertThat(content(table.from(key, null))).isEqualTo(List.copyOf(expected.tailMap(key).values()));
				if (Arrays.compareUnsigned(key, end) < 0) {
					assertThat(content(table.from(key, end)))
						.isEqualTo(List.copyOf(expected.subMap(key, end).values()));
				}
				i += random.nextInt(100);
			}
		}
	}

	@Test
	void sortsByUnsignedBytes() {
		MirrorTable<Integer> table = MirrorTable.empty();
		for (byte[] key : List.of(new byte[] { -1 }, new byte[] { 0 }, new byte[] { 127, 0 }, new byte[] { 127 })) {
			NavigableMap<byte[], @Nullable MirrorNode<Integer>> changes = MirrorTable.changes();
			changes.put(key, node(key, 1));
			table = table.with(changes);
		}
		assertThat(content(table.iterator())).extracting((node) -> Arrays.toString(node.key()))
			.containsExactly("[0]", "[127]", "[127, 0]", "[-1]");
	}

	private static List<MirrorNode<Integer>> content(Iterator<MirrorNode<Integer>> nodes) {
		List<MirrorNode<Integer>> content = new ArrayList<>();
		nodes.forEachRemaining(content::add);
		return content;
	}

	private static byte[] key(int number) {
		return Map.of(0, "/a/", 1, "/b/\u00e9", 2, "")
			.get(number % 3)
			.concat("k" + number)
			.getBytes(StandardCharsets.UTF_8);
	}

	private static MirrorNode<Integer> node(byte[] key, int value) {
		return new MirrorNode<>(key, value, 1, value, value, 0);
	}

}
