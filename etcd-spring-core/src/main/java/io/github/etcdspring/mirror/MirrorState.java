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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.EtcdOutcome;

/**
 * What a mirror holds after a revision. Immutable.
 *
 * @param <T> the type of the values
 * @param revision the revision of the last change
 * @param table the keys with their values
 * @param undecodable the keys whose values could not be converted
 * @author The etcd-spring authors
 */
record MirrorState<T>(long revision, MirrorTable<T> table, Map<ByteBuffer, EtcdConversionException> undecodable) {

	@Nullable MirrorNode<T> find(String key) {
		Assert.notNull(key, "'key' must not be null");
		return find(key.getBytes(StandardCharsets.UTF_8));
	}

	@Nullable MirrorNode<T> find(byte[] key) {
		Assert.notNull(key, "'key' must not be null");
		MirrorNode<T> node = this.table.get(key);
		if (node == null && !this.undecodable.isEmpty()) {
			throwIfUndecodable(key);
		}
		return node;
	}

	// The exception that is kept came from another thread, and is thrown more than once
	private void throwIfUndecodable(byte[] key) {
		EtcdConversionException failure = this.undecodable.get(ByteBuffer.wrap(key));
		if (failure != null) {
			throw new EtcdConversionException(String.valueOf(failure.getMessage()), EtcdOutcome.UNSENT, failure);
		}
	}

	// Return the number of keys on the server.
	int keys() {
		return this.table.size() + this.undecodable.size();
	}

	/**
	 * Return nothing that may be a secret.
	 */
	@Override
	public String toString() {
		return "MirrorState[revision=%d, size=%d]".formatted(this.revision, this.table.size());
	}

}
