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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

import io.github.etcdspring.watch.EtcdWatchObservation.HighCardinality;
import io.github.etcdspring.watch.EtcdWatchObservation.LowCardinality;

/**
 * Names and key values of observed calls of listeners as {@link EtcdWatchObservation}
 * documents them. Which key has changed is told only if that is asked for: keys are many,
 * and may be nobody else's business.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public class DefaultEtcdWatchObservationConvention implements EtcdWatchObservationConvention {

	private static final int MAX_WATCHES = 200;

	private static final String OTHERS = "others";

	private static final KeyValue SUCCESS = LowCardinality.OUTCOME.withValue("success");

	private static final KeyValue ERROR = LowCardinality.OUTCOME.withValue("error");

	private static final KeyValue NO_EXCEPTION = LowCardinality.EXCEPTION.withValue(KeyValue.NONE_VALUE);

	private final Set<String> watches = ConcurrentHashMap.newKeySet();

	private final boolean includeKeys;

	/**
	 * Create a convention that does not tell which keys have changed.
	 */
	public DefaultEtcdWatchObservationConvention() {
		this(false);
	}

	/**
	 * Create a convention.
	 * @param includeKeys whether to tell which key has changed
	 */
	public DefaultEtcdWatchObservationConvention(boolean includeKeys) {
		this.includeKeys = includeKeys;
	}

	@Override
	public String getName() {
		return "etcd.watch.handler";
	}

	@Override
	public String getContextualName(EtcdWatchObservationContext context) {
		return "etcd watch " + nameOf(context.getWatch());
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(EtcdWatchObservationContext context) {
		Throwable error = context.getError();
		return KeyValues.of(LowCardinality.WATCH.withValue(nameOf(context.getWatch())),
				(error != null) ? ERROR : SUCCESS,
				(error != null) ? LowCardinality.EXCEPTION.withValue(error.getClass().getSimpleName()) : NO_EXCEPTION);
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(EtcdWatchObservationContext context) {
		EtcdWatchBatch<?> batch = context.getBatch();
		KeyValues values = KeyValues.of(HighCardinality.REVISION.withValue(Long.toString(batch.revision())),
				HighCardinality.EVENTS.withValue(Integer.toString(batch.events().size())));
		return (this.includeKeys) ? values.and(HighCardinality.SUBJECT.withValue(batch.events().get(0).key())) : values;
	}

	private String nameOf(String watch) {
		if (this.watches.contains(watch)) {
			return watch;
		}
		boolean named = this.watches.size() < MAX_WATCHES && !EtcdWatchContainer.isGenerated(watch);
		return (named && this.watches.add(watch)) ? watch : OTHERS;
	}

}
