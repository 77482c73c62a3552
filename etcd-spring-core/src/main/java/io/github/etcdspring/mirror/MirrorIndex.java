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

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * An immutable hash index of the nodes of a table, for lookups that do not depend on how
 * many there are: segments of small buckets, of which a changed index shares all but
 * those that changed.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 */
final class MirrorIndex<T> {

	private static final int SEGMENT_BITS = 8;

	private static final int SEGMENT = 1 << SEGMENT_BITS;

	/**
	 * How many nodes a bucket has on average at the most.
	 */
	private static final int LOAD = 4;

	/**
	 * How far below that it may fall before the index gets smaller.
	 */
	private static final int SLACK = 8;

	// Odd, and not to be guessed: whoever writes keys must not be able to make them
	// collide
	private static final int FACTOR = ThreadLocalRandom.current().nextInt() | 1;

	private static final MirrorIndex<?> EMPTY = new MirrorIndex<>(segments(1));

	private final MirrorNode<T>[][] @Nullable [] segments;

	private MirrorIndex(MirrorNode<T>[][] @Nullable [] segments) {
		this.segments = segments;
	}

	@SuppressWarnings("unchecked")
	static <T> MirrorIndex<T> empty() {
		return (MirrorIndex<T>) EMPTY;
	}

	@Nullable MirrorNode<T> get(byte[] key) {
		int hash = hash(key);
		MirrorNode<T> @Nullable [] bucket = this.segments[segmentOf(hash, this.segments.length)][hash & (SEGMENT - 1)];
		if (bucket != null) {
			for (MirrorNode<T> node : bucket) {
				if (Arrays.equals(node.key(), key)) {
					return node;
				}
			}
		}
		return null;
	}

	// Return an index with changes.
	// changes: what each key is now, null for no more
	// after: all nodes after the changes
	MirrorIndex<T> with(Map<byte[], @Nullable MirrorNode<T>> changes, MirrorTable<T> after) {
		long capacity = (long) this.segments.length * SEGMENT * LOAD;
		if (after.size() > capacity || (this.segments.length > 1 && after.size() < capacity / SLACK)) {
			return of(after);
		}
		MirrorNode<T>[][] @Nullable [] changed = this.segments.clone();
		changes.forEach((key, node) -> {
			int hash = hash(key);
			int segment = segmentOf(hash, changed.length);
			if (changed[segment] == this.segments[segment]) {
				changed[segment] = this.segments[segment].clone();
			}
			int bucket = hash & (SEGMENT - 1);
			changed[segment][bucket] = with(changed[segment][bucket], key, node);
		});
		return new MirrorIndex<>(changed);
	}

	private static <T> MirrorIndex<T> of(MirrorTable<T> table) {
		int count = 1;
		while ((long) count * SEGMENT * LOAD < table.size()) {
			count *= 2;
		}
		MirrorNode<T>[][] @Nullable [] segments = segments(count);
		for (MirrorNode<T> node : table) {
			int hash = hash(node.key());
			MirrorNode<T>[] @Nullable [] segment = segments[segmentOf(hash, count)];
			int bucket = hash & (SEGMENT - 1);
			segment[bucket] = append(segment[bucket], node);
		}
		return new MirrorIndex<>(segments);
	}

	private static <T> MirrorNode<T> @Nullable [] with(MirrorNode<T> @Nullable [] bucket, byte[] key,
			@Nullable MirrorNode<T> node) {
		int position = (bucket != null) ? find(bucket, key) : -1;
		if (bucket == null || position < 0) {
			return (node != null) ? append(bucket, node) : bucket;
		}
		if (node != null) {
			MirrorNode<T>[] changed = bucket.clone();
			changed[position] = node;
			return changed;
		}
		if (bucket.length == 1) {
			return null;
		}
		MirrorNode<T>[] changed = Arrays.copyOf(bucket, bucket.length - 1);
		if (position < changed.length) {
			changed[position] = bucket[bucket.length - 1];
		}
		return changed;
	}

	private static int find(MirrorNode<?>[] bucket, byte[] key) {
		for (int i = 0; i < bucket.length; i++) {
			if (Arrays.equals(bucket[i].key(), key)) {
				return i;
			}
		}
		return -1;
	}

	@SuppressWarnings("unchecked")
	private static <T> MirrorNode<T>[] append(MirrorNode<T> @Nullable [] bucket, MirrorNode<T> node) {
		MirrorNode<T>[] changed = (bucket != null) ? Arrays.copyOf(bucket, bucket.length + 1)
				: (MirrorNode<T>[]) new MirrorNode<?>[1];
		changed[changed.length - 1] = node;
		return changed;
	}

	@SuppressWarnings("unchecked")
	private static <T> MirrorNode<T>[][] @Nullable [] segments(int count) {
		return (MirrorNode<T>[][] @Nullable []) new MirrorNode<?>[count][SEGMENT][];
	}

	private static int segmentOf(int hash, int count) {
		return (hash >>> SEGMENT_BITS) & (count - 1);
	}

	private static int hash(byte[] key) {
		int hash = key.length;
		for (byte each : key) {
			hash = hash * FACTOR + each;
		}
		// The low bits of a product know nothing of the high ones of its factors
		hash = (hash ^ (hash >>> 16)) * 0x9E3779B9;
		return hash ^ (hash >>> 15);
	}

}
