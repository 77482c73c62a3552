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

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

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
			return DefaultEtcdRequestObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinality.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinality.values();
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

		},

		/**
		 * The simple name of the exception of a failed call, such as
		 * {@code EtcdTimeoutException}, or {@code none}. It is not called {@code error}:
		 * tracing takes whatever has that name for an error, {@code none} included.
		 */
		EXCEPTION {

			@Override
			public String asString() {
				return "exception";
			}

		}

	}

	/**
	 * The key names with many values, which are absent unless asked for.
	 */
	public enum HighCardinality implements KeyName {

		/**
		 * What the call is about, as messages name it: a key, a range, a lease; never a
		 * value.
		 */
		SUBJECT {

			@Override
			public String asString() {
				return "etcd.subject";
			}

			@Override
			public boolean isRequired() {
				return false;
			}

		}

	}

}
