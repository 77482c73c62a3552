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

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observation of listeners and annotated methods as it is documented.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public enum EtcdWatchObservation implements ObservationDocumentation {

	/**
	 * One call of a listener or an annotated method. A call that is made again because
	 * the one before threw is another observation.
	 */
	HANDLER {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultEtcdWatchObservationConvention.class;
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
		 * The id of the watch, or {@code others} for generated ids and for those beyond a
		 * bound.
		 */
		WATCH {

			@Override
			public String asString() {
				return "watch";
			}

		},

		/**
		 * {@code success}, or {@code error} if the listener threw.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		},

		/**
		 * The simple name of what the listener threw, or {@code none}. It is not called
		 * {@code error}: tracing takes whatever has that name for an error, {@code none}
		 * included.
		 */
		EXCEPTION {

			@Override
			public String asString() {
				return "exception";
			}

		}

	}

	/**
	 * The key names with many values.
	 */
	public enum HighCardinality implements KeyName {

		/**
		 * The revision of the store that made the changes.
		 */
		REVISION {

			@Override
			public String asString() {
				return "etcd.revision";
			}

		},

		/**
		 * The number of changes.
		 */
		EVENTS {

			@Override
			public String asString() {
				return "etcd.events";
			}

		},

		/**
		 * The key of the first change; never a value. Absent unless asked for.
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
