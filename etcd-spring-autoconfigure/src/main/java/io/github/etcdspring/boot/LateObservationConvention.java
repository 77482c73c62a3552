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

package io.github.etcdspring.boot;

import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.connection.DefaultEtcdRequestObservationConvention;
import io.github.etcdspring.connection.EtcdRequestObservationContext;
import io.github.etcdspring.connection.EtcdRequestObservationConvention;

/**
 * Stands for the convention of an application context that does not exist yet.
 *
 * @author The etcd-spring authors
 */
final class LateObservationConvention implements EtcdRequestObservationConvention {

	private volatile EtcdRequestObservationConvention delegate = new DefaultEtcdRequestObservationConvention();

	void delegate(@Nullable EtcdRequestObservationConvention delegate) {
		if (delegate != null) {
			this.delegate = delegate;
		}
	}

	@Override
	public @Nullable String getName() {
		return this.delegate.getName();
	}

	@Override
	public @Nullable String getContextualName(EtcdRequestObservationContext context) {
		return this.delegate.getContextualName(context);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(EtcdRequestObservationContext context) {
		return this.delegate.getLowCardinalityKeyValues(context);
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(EtcdRequestObservationContext context) {
		return this.delegate.getHighCardinalityKeyValues(context);
	}

}
