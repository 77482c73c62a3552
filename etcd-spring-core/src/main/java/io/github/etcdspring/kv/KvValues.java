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

import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.etcd.jetcd.api.KeyValue;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.EtcdOutcome;

/**
 * Puts values into requests and takes entries out of answers, naming the key where that
 * fails.
 *
 * @author The etcd-spring authors
 */
final class KvValues {

	private final EtcdValueConverter converter;

	KvValues(EtcdValueConverter converter) {
		this.converter = converter;
	}

	ByteString write(KeyRange key, Object value) {
		Assert.notNull(value, "'value' must not be null");
		byte[] bytes;
		try {
			bytes = this.converter.toBytes(value);
		}
		catch (RuntimeException ex) {
			throw failure(key + "; nothing was sent", EtcdOutcome.UNSENT, ex);
		}
		// The caller may go on to change his own array while the request is on its way
		return (bytes != value) ? UnsafeByteOperations.unsafeWrap(bytes) : ByteString.copyFrom(bytes);
	}

	<T> List<EtcdEntry<T>> read(List<KeyValue> entries, ResolvableType type, EtcdOutcome onFailure) {
		List<EtcdEntry<T>> result = new ArrayList<>(entries.size());
		for (KeyValue entry : entries) {
			result.add(read(entry, type, onFailure));
		}
		return result;
	}

	<T> EtcdEntry<T> read(KeyValue entry, ResolvableType type, EtcdOutcome onFailure) {
		byte[] key = entry.getKey().toByteArray();
		try {
			T value = this.converter.fromBytes(entry.getValue().toByteArray(), type);
			return entry(key, value, entry);
		}
		catch (RuntimeException ex) {
			String effect = (onFailure == EtcdOutcome.UNKNOWN) ? "; the write itself was applied" : "";
			throw failure("key %s at revision %d%s".formatted(KeyText.of(key), entry.getModRevision(), effect),
					onFailure, ex);
		}
	}

	static <T> List<EtcdEntry<T>> readKeys(List<KeyValue> entries) {
		List<EtcdEntry<T>> result = new ArrayList<>(entries.size());
		for (KeyValue entry : entries) {
			result.add(entry(entry.getKey().toByteArray(), null, entry));
		}
		return result;
	}

	private static <T> EtcdEntry<T> entry(byte[] key, @Nullable T value, KeyValue entry) {
		return EtcdEntry.shared(key, value, entry.getVersion(), entry.getCreateRevision(), entry.getModRevision(),
				entry.getLease());
	}

	private static EtcdConversionException failure(String what, EtcdOutcome outcome, RuntimeException ex) {
		if (ex instanceof EtcdConversionException) {
			return new EtcdConversionException("%s (%s)".formatted(ex.getMessage(), what), outcome, ex.getCause());
		}
		return new EtcdConversionException("The value converter failed (%s)".formatted(what), outcome, ex);
	}

}
