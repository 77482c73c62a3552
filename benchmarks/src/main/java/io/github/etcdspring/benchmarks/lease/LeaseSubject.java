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

package io.github.etcdspring.benchmarks.lease;

/**
 * A client of etcd whose leases are measured.
 *
 * @author The etcd-spring authors
 */
@FunctionalInterface
interface LeaseSubject {

	/**
	 * Grant a lease and keep it alive from then on.
	 * @param seconds its time to live
	 * @throws Exception if it fails
	 */
	void grantAndKeep(int seconds) throws Exception;

}
