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

import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;

/**
 * The observation of calls as it is documented.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public enum EtcdRequestObservation implements ObservationDocumentation {

	/**
	 * One call, all its attempts included.
	 */
	REQUEST {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinality.values();
		}

	};

	/**
	 * The key names with few values.
	 */
	public enum LowCardinality implements KeyName {

		/**
		 * The operation, such as {@code kv.put}.
		 */
		OPERATION {

			@Override
			public String asString() {
				return "etcd.operation";
			}

		},

		/**
		 * {@code success}, or for a failed call what is known of its effect:
		 * {@code unsent}, {@code refused} or {@code unknown}.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "etcd.outcome";
			}

		}

	}

	/**
	 * The names and values that are used unless a convention is registered.
	 */
	static final class DefaultConvention implements EtcdRequestObservationConvention {

		static final DefaultConvention INSTANCE = new DefaultConvention();

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
			return KeyValues.of(LowCardinality.OPERATION.withValue(context.getOperation()),
					LowCardinality.OUTCOME.withValue(outcome(context.getError())));
		}

		private static String outcome(@Nullable Throwable error) {
			if (error == null) {
				return "success";
			}
			return (error instanceof EtcdException failure) ? failure.getOutcome().name().toLowerCase(Locale.ROOT)
					: "unknown";
		}

	}

}
