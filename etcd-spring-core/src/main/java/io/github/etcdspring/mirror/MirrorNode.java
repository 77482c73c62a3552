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

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.kv.EtcdEntry;

/**
 * A key of a mirror with its value: as little as an entry can be made of, since there may
 * be very many.
 *
 * @param <T> the type of the value
 * @param key the key, not to be changed
 * @param value the value
 * @param version how often the key was put since its creation
 * @param createRevision the revision that created the key
 * @param modRevision the revision that put it last
 * @param leaseId the lease that the key is attached to, or 0
 * @author The etcd-spring authors
 */
record MirrorNode<T>(byte[] key, @Nullable T value, long version, long createRevision, long modRevision, long leaseId) {

	EtcdEntry<T> toEntry() {
		return new EtcdEntry<>(this.key, this.value, this.version, this.createRevision, this.modRevision, this.leaseId);
	}

	int compareKey(byte[] other) {
		return Arrays.compareUnsigned(this.key, other);
	}

	/**
	 * Return nothing that may be a secret.
	 */
	@Override
	public String toString() {
		return "MirrorNode[modRevision=%d]".formatted(this.modRevision);
	}

}
