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

import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseOp;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCall;

/**
 * An operation that can be sent alone or as a part of a transaction.
 *
 * @param <R> the result
 * @author The etcd-spring authors
 */
abstract sealed class WireOperation<R extends @Nullable Object> implements TxnOperation<R>
		permits RangeOperation, PutOperation, DeleteOperation, TxnCall {

	/**
	 * Send it alone.
	 * @param values converts the values
	 * @return the call
	 */
	abstract EtcdCall<R> toCall(KvValues values);

	/**
	 * Send it as a part of a transaction.
	 * @param values converts the values
	 * @return the part
	 */
	abstract RequestOp toRequest(KvValues values);

	/**
	 * Read the answer to a part of a transaction.
	 * @param response the answer to the part
	 * @param header the header of the transaction: those of the parts are empty
	 * @param values converts the values
	 * @return the result
	 */
	abstract R toResult(ResponseOp response, ResponseHeader header, KvValues values);

	abstract boolean isRead();

	static void noTimeout(@Nullable Duration timeout) {
		Assert.isTrue(timeout == null,
				"'timeout(..)' must not be set on an operation of a transaction, but on the transaction");
	}

}
