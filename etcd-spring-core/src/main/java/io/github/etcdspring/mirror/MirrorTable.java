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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * An immutable map in the byte order of its keys: sorted pieces, of which a changed table
 * shares all but those that changed, and an index for lookups. It costs a few bytes for
 * each key.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 */
final class MirrorTable<T> implements Iterable<MirrorNode<T>> {

	private static final int PIECE = 128;

	private static final int MAX_PIECE = 2 * PIECE;

	private static final MirrorTable<?> EMPTY = new MirrorTable<>(List.of(), 0, MirrorIndex.empty());

	private final List<MirrorNode<T>[]> pieces;

	private final int size;

	private final MirrorIndex<T> index;

	private MirrorTable(List<MirrorNode<T>[]> pieces, int size, MirrorIndex<T> index) {
		this.pieces = pieces;
		this.size = size;
		this.index = index;
	}

	@SuppressWarnings("unchecked")
	static <T> MirrorTable<T> empty() {
		return (MirrorTable<T>) EMPTY;
	}

	int size() {
		return this.size;
	}

	@Nullable MirrorNode<T> get(byte[] key) {
		return this.index.get(key);
	}

	// Return the last piece that does not begin after a key, or -1.
	private int pieceOf(byte[] key) {
		int low = 0;
		int high = this.pieces.size() - 1;
		while (low <= high) {
			int middle = (low + high) >>> 1;
			if (this.pieces.get(middle)[0].compareKey(key) <= 0) {
				low = middle + 1;
			}
			else {
				high = middle - 1;
			}
		}
		return high;
	}

	private static <T> int find(MirrorNode<T>[] piece, byte[] key) {
		int low = 0;
		int high = piece.length - 1;
		while (low <= high) {
			int middle = (low + high) >>> 1;
			int order = piece[middle].compareKey(key);
			if (order == 0) {
				return middle;
			}
			if (order < 0) {
				low = middle + 1;
			}
			else {
				high = middle - 1;
			}
		}
		return -low - 1;
	}

	// Return a table with changes.
	// changes: what each key is now, null for no more, in the order of byte values
	MirrorTable<T> with(NavigableMap<byte[], @Nullable MirrorNode<T>> changes) {
		if (changes.isEmpty()) {
			return this;
		}
		List<MirrorNode<T>[]> result = new ArrayList<>(this.pieces.size() + 1);
		int size = this.size;
		int index = 0;
		byte[] next = changes.firstKey();
		while (next != null) {
			int changed = Math.max(0, pieceOf(next));
			result.addAll(this.pieces.subList(index, Math.min(changed, this.pieces.size())));
			index = changed + 1;
			byte[] end = (index < this.pieces.size()) ? this.pieces.get(index)[0].key() : null;
			NavigableMap<byte[], @Nullable MirrorNode<T>> here = changes.tailMap(next, true);
			if (end != null) {
				here = here.headMap(end, false);
			}
			MirrorNode<T>[] piece = (changed < this.pieces.size()) ? this.pieces.get(changed) : array(0);
			MirrorNode<T>[] merged = merge(piece, here);
			size += merged.length - piece.length;
			append(result, merged);
			next = (end != null) ? changes.ceilingKey(end) : null;
		}
		if (index < this.pieces.size()) {
			result.addAll(this.pieces.subList(index, this.pieces.size()));
		}
		MirrorTable<T> changed = new MirrorTable<>(List.copyOf(result), size, this.index);
		return new MirrorTable<>(changed.pieces, size, this.index.with(changes, changed));
	}

	private static <T> MirrorNode<T>[] merge(MirrorNode<T>[] piece,
			NavigableMap<byte[], @Nullable MirrorNode<T>> changes) {
		MirrorNode<T>[] merged = array(piece.length + changes.size());
		int length = 0;
		int index = 0;
		for (NavigableMap.Entry<byte[], @Nullable MirrorNode<T>> change : changes.entrySet()) {
			while (index < piece.length && piece[index].compareKey(change.getKey()) < 0) {
				merged[length++] = piece[index++];
			}
			if (index < piece.length && piece[index].compareKey(change.getKey()) == 0) {
				index++;
			}
			MirrorNode<T> node = change.getValue();
			if (node != null) {
				merged[length++] = node;
			}
		}
		int rest = piece.length - index;
		System.arraycopy(piece, index, merged, length, rest);
		return Arrays.copyOf(merged, length + rest);
	}

	// Append nodes in pieces of the right size, together with the last piece if that is
	// small
	private static <T> void append(List<MirrorNode<T>[]> pieces, MirrorNode<T>[] nodes) {
		if (nodes.length == 0) {
			return;
		}
		MirrorNode<T>[] all = nodes;
		int last = pieces.size() - 1;
		if (last >= 0 && pieces.get(last).length + nodes.length <= PIECE) {
			MirrorNode<T>[] before = pieces.remove(last);
			all = Arrays.copyOf(before, before.length + nodes.length);
			System.arraycopy(nodes, 0, all, before.length, nodes.length);
		}
		if (all.length <= MAX_PIECE) {
			pieces.add(all);
			return;
		}
		int count = (all.length + PIECE - 1) / PIECE;
		for (int i = 0; i < count; i++) {
			int from = (int) ((long) all.length * i / count);
			int to = (int) ((long) all.length * (i + 1) / count);
			pieces.add(Arrays.copyOfRange(all, from, to));
		}
	}

	@SuppressWarnings("unchecked")
	private static <T> MirrorNode<T>[] array(int length) {
		return (MirrorNode<T>[]) new MirrorNode<?>[length];
	}

	static <T> NavigableMap<byte[], @Nullable MirrorNode<T>> changes() {
		Comparator<byte[]> order = Arrays::compareUnsigned;
		return new TreeMap<>(order);
	}

	@Override
	public Iterator<MirrorNode<T>> iterator() {
		return from(new byte[0], null);
	}

	// Iterate from a key on, before another one or to the end.
	Iterator<MirrorNode<T>> from(byte[] first, byte @Nullable [] end) {
		int start = Math.max(0, pieceOf(first));
		int position = 0;
		if (start < this.pieces.size()) {
			int found = find(this.pieces.get(start), first);
			position = (found >= 0) ? found : -found - 1;
		}
		return new Nodes<>(this.pieces, start, position, end);
	}

	/**
	 * Goes through the nodes.
	 *
	 * @param <T> the type of the values
	 */
	private static final class Nodes<T> implements Iterator<MirrorNode<T>> {

		private final List<MirrorNode<T>[]> pieces;

		private final byte @Nullable [] end;

		private int piece;

		private int position;

		Nodes(List<MirrorNode<T>[]> pieces, int piece, int position, byte @Nullable [] end) {
			this.pieces = pieces;
			this.piece = piece;
			this.position = position;
			this.end = end;
		}

		@Override
		public boolean hasNext() {
			return peek() != null;
		}

		@Override
		public MirrorNode<T> next() {
			MirrorNode<T> node = peek();
			if (node == null) {
				throw new NoSuchElementException();
			}
			this.position++;
			return node;
		}

		private @Nullable MirrorNode<T> peek() {
			while (this.piece < this.pieces.size() && this.position == this.pieces.get(this.piece).length) {
				this.piece++;
				this.position = 0;
			}
			if (this.piece >= this.pieces.size()) {
				return null;
			}
			MirrorNode<T> node = this.pieces.get(this.piece)[this.position];
			return (this.end == null || node.compareKey(this.end) < 0) ? node : null;
		}

	}

}
