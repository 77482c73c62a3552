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

package io.github.etcdspring.kv;

import java.time.Duration;
import java.util.List;

/**
 * A transaction: conditions, what happens if all of them hold, and what happens
 * otherwise; at one revision, seen by others as a whole or not at all. Calling a method
 * again adds to what it said before. No key may be put or deleted twice.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see <a href="https://etcd.io/docs/latest/learning/api/#transaction">Transaction</a>
 */
public interface TxnSpec {

	/**
	 * Add conditions. Without any the transaction always succeeds.
	 * @param conditions the conditions, all of which must hold
	 * @return this specification
	 */
	TxnSpec when(EtcdCondition... conditions);

	/**
	 * Add operations to do if all conditions hold.
	 * @param operations the operations, in their order
	 * @return this specification
	 */
	TxnSpec then(TxnOperation<?>... operations);

	/**
	 * Add operations to do if all conditions hold.
	 * @param operations the operations, in their order
	 * @return this specification
	 */
	TxnSpec then(List<? extends TxnOperation<?>> operations);

	/**
	 * Add operations to do if a condition does not hold.
	 * @param operations the operations, in their order
	 * @return this specification
	 */
	TxnSpec otherwise(TxnOperation<?>... operations);

	/**
	 * Add operations to do if a condition does not hold.
	 * @param operations the operations, in their order
	 * @return this specification
	 */
	TxnSpec otherwise(List<? extends TxnOperation<?>> operations);

	/**
	 * Give this call its own time, retries included. Not available for a transaction
	 * within another one.
	 * @param timeout the timeout, positive
	 * @return this specification
	 */
	TxnSpec timeout(Duration timeout);

}
