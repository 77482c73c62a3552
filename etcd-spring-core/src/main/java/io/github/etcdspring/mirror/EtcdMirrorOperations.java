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

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

import io.github.etcdspring.kv.AsyncEtcdKvOperations;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdWatchOperations;

/**
 * Mirrors.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdMirrorOperations {

	/**
	 * Create a mirror.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @return the mirror, which starts with its application context if it is a bean, else
	 * with {@link EtcdMirror#start()}
	 */
	default <T> EtcdMirror<T> mirror(KeyRange range, Class<T> type) {
		return mirror(range, type, (spec) -> {
		});
	}

	/**
	 * Create a mirror in a way that the specification says.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param spec says how
	 * @return the mirror, which starts with its application context if it is a bean, else
	 * with {@link EtcdMirror#start()}
	 */
	default <T> EtcdMirror<T> mirror(KeyRange range, Class<T> type, Consumer<EtcdMirrorSpec> spec) {
		Assert.notNull(type, "'type' must not be null");
		return mirror(range, ParameterizedTypeReference.<T>forType(type), spec);
	}

	/**
	 * Create a mirror.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @return the mirror, which starts with its application context if it is a bean, else
	 * with {@link EtcdMirror#start()}
	 */
	default <T> EtcdMirror<T> mirror(KeyRange range, ParameterizedTypeReference<T> type) {
		return mirror(range, type, (spec) -> {
		});
	}

	/**
	 * Create a mirror in a way that the specification says.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param spec says how
	 * @return the mirror, which starts with its application context if it is a bean, else
	 * with {@link EtcdMirror#start()}
	 */
	<T> EtcdMirror<T> mirror(KeyRange range, ParameterizedTypeReference<T> type, Consumer<EtcdMirrorSpec> spec);

	/**
	 * Create operations.
	 * @param watches make the watches behind the mirrors
	 * @param kv check whether the mirrors are current
	 * @param converter converts the values
	 * @param unreachable tells whether a mirror that starts would wait in vain
	 * @return the operations
	 */
	static EtcdMirrorOperations create(EtcdWatchOperations watches, AsyncEtcdKvOperations kv,
			EtcdValueConverter converter, BooleanSupplier unreachable) {
		return new DefaultEtcdMirrorOperations(watches, kv, converter, new MirrorStarts(unreachable));
	}

}
