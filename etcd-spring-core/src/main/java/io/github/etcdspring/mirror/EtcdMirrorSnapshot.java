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
import java.util.Iterator;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.KeyRange;

/**
 * What a mirror holds at one revision: all of a transaction, or nothing of it. Costs
 * nothing to take, never changes, and may be kept for as long as it is wanted. Iterates
 * in the byte order of the keys.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdMirror#snapshot()
 */
public final class EtcdMirrorSnapshot<T> implements Iterable<EtcdEntry<T>> {

	private final MirrorState<T> state;

	private final long revision;

	EtcdMirrorSnapshot(MirrorState<T> state, long revision) {
		this.state = state;
		this.revision = revision;
	}

	/**
	 * Return the revision of the store at which the keys were as they are here.
	 * @return the revision
	 */
	public long revision() {
		return this.revision;
	}

	/**
	 * Return how many keys there are, those that cannot be converted not included.
	 * @return the number of keys
	 */
	public int size() {
		return this.state.table().size();
	}

	/**
	 * Return the value of a key.
	 * @param key the key
	 * @return the value, or {@code null} if there is no such key
	 * @throws EtcdConversionException if the value is not of the type of the mirror
	 */
	public @Nullable T get(String key) {
		MirrorNode<T> node = this.state.find(key);
		return (node != null) ? node.value() : null;
	}

	/**
	 * Return a key with its value and revisions.
	 * @param key the key
	 * @return the entry, or {@code null} if there is no such key
	 * @throws EtcdConversionException if the value is not of the type of the mirror
	 */
	public @Nullable EtcdEntry<T> getEntry(String key) {
		MirrorNode<T> node = this.state.find(key);
		return (node != null) ? node.toEntry() : null;
	}

	/**
	 * Return a key with its value and revisions.
	 * @param key the key
	 * @return the entry, or {@code null} if there is no such key
	 * @throws EtcdConversionException if the value is not of the type of the mirror
	 */
	public @Nullable EtcdEntry<T> getEntry(byte[] key) {
		MirrorNode<T> node = this.state.find(key);
		return (node != null) ? node.toEntry() : null;
	}

	/**
	 * Go through all keys in their byte order.
	 * @return an iterator that cannot remove
	 */
	@Override
	public Iterator<EtcdEntry<T>> iterator() {
		return stream().iterator();
	}

	/**
	 * Go through all keys in their byte order.
	 * @return a sequential stream of the entries
	 */
	public Stream<EtcdEntry<T>> stream() {
		return entries(this.state.table().iterator());
	}

	/**
	 * Go through some of the keys in their byte order.
	 * @param range the keys
	 * @return a sequential stream of the entries
	 */
	public Stream<EtcdEntry<T>> stream(KeyRange range) {
		Assert.notNull(range, "'range' must not be null");
		byte[] first = range.keyBytes();
		byte[] end = range.rangeEndBytes();
		if (range.isSingleKey()) {
			MirrorNode<T> node = this.state.table().get(first);
			return (node != null) ? Stream.of(node.toEntry()) : Stream.empty();
		}
		boolean open = end.length == 1 && end[0] == 0;
		return entries(this.state.table().from(first, (open) ? null : end));
	}

	private static <T> Stream<EtcdEntry<T>> entries(Iterator<MirrorNode<T>> nodes) {
		return StreamSupport
			.stream(Spliterators.spliteratorUnknownSize(nodes,
					Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL | Spliterator.IMMUTABLE), false)
			.map(MirrorNode::toEntry);
	}

	/**
	 * Return the keys whose values are not of the type of the mirror.
	 * @return the keys, as text, with the reasons
	 */
	public Map<String, EtcdConversionException> undecodable() {
		return this.state.undecodable()
			.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(
					(entry) -> StandardCharsets.UTF_8.decode(entry.getKey().duplicate()).toString(),
					Map.Entry::getValue, (first, second) -> first));
	}

	/**
	 * Return nothing that may be a secret.
	 */
	@Override
	public String toString() {
		return "EtcdMirrorSnapshot[revision=%d, size=%d]".formatted(this.revision, size());
	}

}
