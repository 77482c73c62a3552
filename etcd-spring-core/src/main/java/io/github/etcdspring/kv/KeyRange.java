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

package io.github.etcdspring.kv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.springframework.util.Assert;

/**
 * Says which keys: one, all that begin with a prefix, all between two keys, all from a
 * key on, or every key. The same type serves reads, deletes, watches, comparisons and
 * permissions. Keys are ordered by their bytes; Strings stand for their UTF-8 bytes.
 * Immutable.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see <a href="https://etcd.io/docs/latest/learning/api/#key-ranges">Key ranges</a>
 */
public final class KeyRange {

	private static final byte[] NO_END = new byte[0];

	private static final byte[] OPEN_END = new byte[1];

	private static final KeyRange ALL = new KeyRange(OPEN_END, OPEN_END);

	private final byte[] key;

	private final byte[] rangeEnd;

	private KeyRange(byte[] key, byte[] rangeEnd) {
		this.key = key;
		this.rangeEnd = rangeEnd;
	}

	/**
	 * Return the range of one key.
	 * @param key the key, not empty
	 * @return the range
	 * @throws IllegalArgumentException if the key is empty
	 */
	public static KeyRange key(String key) {
		return new KeyRange(encode(key, "key"), NO_END);
	}

	/**
	 * Return the range of one key.
	 * @param key the key, not empty
	 * @return the range
	 * @throws IllegalArgumentException if the key is empty
	 */
	public static KeyRange key(byte[] key) {
		return new KeyRange(copy(key, "key"), NO_END);
	}

	/**
	 * Return the range of all keys that begin with a prefix, the prefix itself included.
	 * @param prefix the prefix, not empty: {@link #all()} is the range of every key
	 * @return the range
	 * @throws IllegalArgumentException if the prefix is empty
	 */
	public static KeyRange prefix(String prefix) {
		byte[] bytes = encode(prefix, "prefix");
		return new KeyRange(bytes, endOfPrefix(bytes));
	}

	/**
	 * Return the range of all keys that begin with a prefix, the prefix itself included.
	 * @param prefix the prefix, not empty: {@link #all()} is the range of every key
	 * @return the range
	 * @throws IllegalArgumentException if the prefix is empty
	 */
	public static KeyRange prefix(byte[] prefix) {
		byte[] bytes = copy(prefix, "prefix");
		return new KeyRange(bytes, endOfPrefix(bytes));
	}

	/**
	 * Return the range of all keys between two keys.
	 * @param from the first key, not empty
	 * @param to the key after the last one, greater than {@code from}
	 * @return the range
	 * @throws IllegalArgumentException if a key is empty or {@code to} is not greater
	 */
	public static KeyRange of(String from, String to) {
		return between(encode(from, "from"), encode(to, "to"));
	}

	/**
	 * Return the range of all keys between two keys.
	 * @param from the first key, not empty
	 * @param to the key after the last one, greater than {@code from}
	 * @return the range
	 * @throws IllegalArgumentException if a key is empty or {@code to} is not greater
	 */
	public static KeyRange of(byte[] from, byte[] to) {
		return between(copy(from, "from"), copy(to, "to"));
	}

	/**
	 * Return the range of a key and all keys after it.
	 * @param from the first key, not empty
	 * @return the range
	 * @throws IllegalArgumentException if the key is empty
	 */
	public static KeyRange from(String from) {
		return new KeyRange(encode(from, "from"), OPEN_END);
	}

	/**
	 * Return the range of a key and all keys after it.
	 * @param from the first key, not empty
	 * @return the range
	 * @throws IllegalArgumentException if the key is empty
	 */
	public static KeyRange from(byte[] from) {
		return new KeyRange(copy(from, "from"), OPEN_END);
	}

	/**
	 * Return the range of every key.
	 * @return the range
	 */
	public static KeyRange all() {
		return ALL;
	}

	/**
	 * Return the range that etcd's messages describe by two fields.
	 * @param keyBytes the first key, not empty
	 * @param rangeEndBytes the key after the last one; empty for a single key, one zero
	 * byte for a range without end
	 * @return the range
	 * @throws IllegalArgumentException if the key is empty, or the end is not greater
	 */
	public static KeyRange ofBytes(byte[] keyBytes, byte[] rangeEndBytes) {
		byte[] key = copy(keyBytes, "keyBytes");
		Assert.notNull(rangeEndBytes, "'rangeEndBytes' must not be null");
		if (rangeEndBytes.length == 0) {
			return new KeyRange(key, NO_END);
		}
		return (Arrays.equals(rangeEndBytes, OPEN_END)) ? new KeyRange(key, OPEN_END)
				: between(key, rangeEndBytes.clone());
	}

	private static KeyRange between(byte[] from, byte[] to) {
		Assert.isTrue(Arrays.compareUnsigned(from, to) < 0,
				() -> "'to' must be greater than 'from', but %s is not greater than %s".formatted(KeyText.of(to),
						KeyText.of(from)));
		return new KeyRange(from, to);
	}

	private static byte[] encode(String text, String name) {
		Assert.notNull(text, () -> "'%s' must not be null".formatted(name));
		return notEmpty(text.getBytes(StandardCharsets.UTF_8), name);
	}

	private static byte[] copy(byte[] bytes, String name) {
		Assert.notNull(bytes, () -> "'%s' must not be null".formatted(name));
		return notEmpty(bytes.clone(), name);
	}

	private static byte[] notEmpty(byte[] bytes, String name) {
		Assert.isTrue(bytes.length > 0,
				() -> "'%s' must not be empty; KeyRange.all() stands for every key".formatted(name));
		return bytes;
	}

	private static byte[] endOfPrefix(byte[] prefix) {
		int length = prefix.length;
		while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
			length--;
		}
		if (length == 0) {
			return OPEN_END;
		}
		byte[] end = Arrays.copyOf(prefix, length);
		end[length - 1]++;
		return end;
	}

	/**
	 * Return the first key as etcd's messages carry it.
	 * @return a copy of the bytes, never empty
	 */
	public byte[] keyBytes() {
		return this.key.clone();
	}

	/**
	 * Return the end of the range as etcd's messages carry it.
	 * @return a copy of the bytes of the key after the last one; empty for a single key,
	 * one zero byte for a range without end
	 */
	public byte[] rangeEndBytes() {
		return this.rangeEnd.clone();
	}

	/**
	 * Return whether this is the range of one key.
	 * @return {@code true} if made by {@link #key(String)} or {@link #key(byte[])}
	 */
	public boolean isSingleKey() {
		return this.rangeEnd.length == 0;
	}

	/**
	 * Return whether a key lies in this range.
	 * @param key the key
	 * @return whether it does
	 */
	public boolean contains(String key) {
		Assert.notNull(key, "'key' must not be null");
		return contains(key.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Return whether a key lies in this range.
	 * @param key the key
	 * @return whether it does
	 */
	public boolean contains(byte[] key) {
		Assert.notNull(key, "'key' must not be null");
		if (isSingleKey()) {
			return Arrays.equals(this.key, key);
		}
		return Arrays.compareUnsigned(this.key, key) <= 0
				&& (hasOpenEnd() || Arrays.compareUnsigned(key, this.rangeEnd) < 0);
	}

	@Override
	public boolean equals(Object obj) {
		return this == obj || (obj instanceof KeyRange other && Arrays.equals(this.key, other.key)
				&& Arrays.equals(this.rangeEnd, other.rangeEnd));
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(this.key) + Arrays.hashCode(this.rangeEnd);
	}

	/**
	 * Return the range in words: keys in quotes, or in hexadecimal where they are not
	 * readable text.
	 */
	@Override
	public String toString() {
		if (isSingleKey()) {
			return "key " + KeyText.of(this.key);
		}
		if (hasOpenEnd()) {
			return (Arrays.equals(this.key, OPEN_END)) ? "all keys" : "keys from " + KeyText.of(this.key);
		}
		if (Arrays.equals(this.rangeEnd, endOfPrefix(this.key))) {
			return "prefix " + KeyText.of(this.key);
		}
		return "keys from %s to %s".formatted(KeyText.of(this.key), KeyText.of(this.rangeEnd));
	}

	private boolean hasOpenEnd() {
		return Arrays.equals(this.rangeEnd, OPEN_END);
	}

	byte[] sharedKey() {
		return this.key;
	}

	byte[] sharedRangeEnd() {
		return this.rangeEnd;
	}

}
