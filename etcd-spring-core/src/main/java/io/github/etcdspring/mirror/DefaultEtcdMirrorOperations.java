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

import java.util.function.Consumer;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

import io.github.etcdspring.kv.AsyncEtcdKvOperations;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdWatchOperations;

/**
 * Mirrors of one connection.
 *
 * @param watches make the watches behind the mirrors
 * @param kv check whether the mirrors are current
 * @param converter converts the values
 * @param starts tells how long mirrors wait when they start
 * @author The etcd-spring authors
 */
record DefaultEtcdMirrorOperations(EtcdWatchOperations watches, AsyncEtcdKvOperations kv, EtcdValueConverter converter,
		MirrorStarts starts) implements EtcdMirrorOperations {

	@Override
	public <T> EtcdMirror<T> mirror(KeyRange range, ParameterizedTypeReference<T> type, Consumer<EtcdMirrorSpec> spec) {
		Assert.notNull(range, "'range' must not be null");
		Assert.notNull(type, "'type' must not be null");
		Assert.notNull(spec, "'spec' must not be null");
		EtcdMirrorSpec wanted = new EtcdMirrorSpec();
		spec.accept(wanted);
		MirrorContent<T> content = new MirrorContent<>(range, this.converter, ResolvableType.forType(type));
		return new DefaultEtcdMirror<>(range, wanted, content, this.watches, this.kv, this.starts);
	}

}
