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

package io.github.etcdspring.watch;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;

/**
 * Watches of one container, whose values another converter may convert.
 *
 * @author The etcd-spring authors
 */
final class DefaultEtcdWatchOperations implements EtcdWatchOperations {

	private final Supplier<EtcdWatchContainer> container;

	private final EtcdValueConverter converter;

	private final Duration timeout;

	DefaultEtcdWatchOperations(Supplier<EtcdWatchContainer> container, EtcdValueConverter converter, Duration timeout) {
		this.container = container;
		this.converter = converter;
		this.timeout = timeout;
	}

	@Override
	public <T> EtcdWatchRegistration watch(KeyRange range, ParameterizedTypeReference<T> type,
			EtcdWatchListener<T> listener, Consumer<EtcdWatchSpec> spec) {
		return watches().register(range, resolve(type), listener, withConverter(spec));
	}

	@Override
	public <T> EtcdWatchIterator<T> watchIterator(KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<EtcdWatchSpec> spec) {
		return EtcdWatchIterator.open(watches(), range, resolve(type), withConverter(spec), this.timeout);
	}

	@Override
	public EtcdWatchContainer watches() {
		return this.container.get();
	}

	private Consumer<EtcdWatchSpec> withConverter(Consumer<EtcdWatchSpec> spec) {
		Assert.notNull(spec, "'spec' must not be null");
		return (watch) -> spec.accept(watch.converter(this.converter));
	}

	private static ResolvableType resolve(ParameterizedTypeReference<?> type) {
		Assert.notNull(type, "'type' must not be null");
		return ResolvableType.forType(type);
	}

}
