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
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * A key with its value and what etcd knows about both. Immutable, apart from the value if
 * its type is mutable.
 *
 * @param <T> the type of the value
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see <a href="https://etcd.io/docs/latest/learning/api/#key-value-pair">Key-value
 * pair</a>
 */
public final class EtcdEntry<T> {

	private final byte[] keyBytes;

	private final String key;

	private final @Nullable T value;

	private final long version;

	private final long createRevision;

	private final long modRevision;

	private final long leaseId;

	/**
	 * Create an entry.
	 * @param keyBytes the key, which is copied
	 * @param value the value, or {@code null} if only the key was asked for
	 * @param version how often the key was put since its creation
	 * @param createRevision the revision that created the key
	 * @param modRevision the revision that put it last
	 * @param leaseId the lease that the key is attached to, or 0
	 */
	public EtcdEntry(byte[] keyBytes, @Nullable T value, long version, long createRevision, long modRevision,
			long leaseId) {
		this(value, copy(keyBytes), version, createRevision, modRevision, leaseId);
	}

	private EtcdEntry(@Nullable T value, byte[] keyBytes, long version, long createRevision, long modRevision,
			long leaseId) {
		this.keyBytes = keyBytes;
		this.key = new String(keyBytes, StandardCharsets.UTF_8);
		this.value = value;
		this.version = version;
		this.createRevision = createRevision;
		this.modRevision = modRevision;
		this.leaseId = leaseId;
	}

	static <T> EtcdEntry<T> shared(byte[] keyBytes, @Nullable T value, long version, long createRevision,
			long modRevision, long leaseId) {
		return new EtcdEntry<>(value, keyBytes, version, createRevision, modRevision, leaseId);
	}

	private static byte[] copy(byte[] keyBytes) {
		Assert.notNull(keyBytes, "'keyBytes' must not be null");
		return keyBytes.clone();
	}

	/**
	 * Return the key as text.
	 * @return the key, decoded as UTF-8; see {@link #keyBytes()} for keys that are not
	 * text
	 */
	public String key() {
		return this.key;
	}

	/**
	 * Return the key as it is stored.
	 * @return a copy of the bytes
	 */
	public byte[] keyBytes() {
		return this.keyBytes.clone();
	}

	/**
	 * Return the value.
	 * @return the value, or {@code null} if only the key was asked for
	 */
	public @Nullable T value() {
		return this.value;
	}

	/**
	 * Return how often the key was put since its creation: 1 after the first put;
	 * deleting a key starts it anew.
	 * @return the version
	 */
	public long version() {
		return this.version;
	}

	/**
	 * Return the revision of the store that created the key.
	 * @return the revision
	 */
	public long createRevision() {
		return this.createRevision;
	}

	/**
	 * Return the revision of the store that put the key last.
	 * @return the revision
	 */
	public long modRevision() {
		return this.modRevision;
	}

	/**
	 * Return the lease that the key is attached to.
	 * @return the id of the lease, or 0 if there is none
	 */
	public long leaseId() {
		return this.leaseId;
	}

	/**
	 * Return whether the key is attached to a lease, with which it ends.
	 * @return whether it is
	 */
	public boolean hasLease() {
		return this.leaseId != 0;
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return this == obj || (obj instanceof EtcdEntry<?> other && Arrays.equals(this.keyBytes, other.keyBytes)
				&& this.version == other.version && this.createRevision == other.createRevision
				&& this.modRevision == other.modRevision && this.leaseId == other.leaseId
				&& Objects.deepEquals(this.value, other.value));
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(this.keyBytes) + Long.hashCode(this.modRevision);
	}

	/**
	 * Return everything but the value, which may be a secret.
	 */
	@Override
	public String toString() {
		return "EtcdEntry[key=%s, version=%d, createRevision=%d, modRevision=%d, leaseId=%s]".formatted(
				KeyText.of(this.keyBytes), this.version, this.createRevision, this.modRevision,
				Long.toHexString(this.leaseId));
	}

}
