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

package io.github.etcdspring.connection;

import java.util.Locale;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.connection.EtcdRequestObservation.HighCardinality;
import io.github.etcdspring.connection.EtcdRequestObservation.LowCardinality;

/**
 * Names and key values of observed calls as {@link EtcdRequestObservation} documents
 * them. What a call is about is told only if that is asked for: keys are many, and may be
 * nobody else's business.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public class DefaultEtcdRequestObservationConvention implements EtcdRequestObservationConvention {

	private static final KeyValue SUCCESS = LowCardinality.OUTCOME.withValue("success");

	private static final KeyValue NO_EXCEPTION = LowCardinality.EXCEPTION.withValue(KeyValue.NONE_VALUE);

	private final boolean includeKeys;

	/**
	 * Create a convention that does not tell what calls are about.
	 */
	public DefaultEtcdRequestObservationConvention() {
		this(false);
	}

	/**
	 * Create a convention.
	 * @param includeKeys whether to tell the key, range or lease of each call
	 */
	public DefaultEtcdRequestObservationConvention(boolean includeKeys) {
		this.includeKeys = includeKeys;
	}

	@Override
	public String getName() {
		return "etcd.client.request";
	}

	@Override
	public String getContextualName(EtcdRequestObservationContext context) {
		return "etcd " + context.getOperation();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(EtcdRequestObservationContext context) {
		Throwable error = context.getError();
		return KeyValues.of(LowCardinality.OPERATION.withValue(context.getOperation()), outcome(error),
				exception(error));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(EtcdRequestObservationContext context) {
		Object subject = context.getSubject();
		return (this.includeKeys && subject != null)
				? KeyValues.of(HighCardinality.SUBJECT.withValue(subject.toString())) : KeyValues.empty();
	}

	private static KeyValue outcome(@Nullable Throwable error) {
		if (error == null) {
			return SUCCESS;
		}
		return LowCardinality.OUTCOME.withValue((error instanceof EtcdException failure)
				? failure.getOutcome().name().toLowerCase(Locale.ROOT) : "unknown");
	}

	private static KeyValue exception(@Nullable Throwable error) {
		return (error != null) ? LowCardinality.EXCEPTION.withValue(error.getClass().getSimpleName()) : NO_EXCEPTION;
	}

}
