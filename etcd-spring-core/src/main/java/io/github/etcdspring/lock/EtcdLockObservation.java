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

package io.github.etcdspring.lock;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observation of taking locks as it is documented.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public enum EtcdLockObservation implements ObservationDocumentation {

	/**
	 * The time from asking for a lock or leadership until it was taken or given up. The
	 * members of a group stand by for as long as it has another owner, which is not
	 * observed.
	 */
	ACQUIRE {

		@Override
		public String getName() {
			return "etcd.lock.acquire";
		}

		@Override
		public String getContextualName() {
			return "etcd lock acquire";
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
		 * {@code lock} or {@code leadership}.
		 */
		KIND {

			@Override
			public String asString() {
				return "etcd.lock.kind";
			}

		},

		/**
		 * {@code acquired}, {@code timeout} if others held it all the time, or
		 * {@code failed}.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "etcd.outcome";
			}

		}

	}

	/**
	 * The key names with many values.
	 */
	public enum HighCardinality implements KeyName {

		/**
		 * The name of the lock or election.
		 */
		NAME {

			@Override
			public String asString() {
				return "etcd.lock.name";
			}

		}

	}

}
