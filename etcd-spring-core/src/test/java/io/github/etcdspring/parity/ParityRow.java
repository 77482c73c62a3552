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

package io.github.etcdspring.parity;

/**
 * One row of the table: something that EtcdEx, an Elixir client of etcd, offers, what it
 * is called here, and the proof. Rows are the constants of enumerations, one for each
 * group.
 *
 * @author The etcd-spring authors
 */
interface ParityRow {

	/**
	 * Do it on a real etcd, and look whether it worked.
	 * @param etcd the etcd, with a prefix of its own for the row
	 * @throws Exception if it did not
	 */
	void prove(Scene etcd) throws Exception;

	/**
	 * The proof of a row.
	 */
	@FunctionalInterface
	interface Proof {

		void on(Scene etcd) throws Exception;

	}

}
