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

import java.util.Objects;
import java.util.stream.Stream;

import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import org.jspecify.annotations.Nullable;

/**
 * Counts the operations of a transaction as the server does: the longest of conditions
 * and branches counts, and what it takes is not left for the transactions within.
 *
 * @author The etcd-spring authors
 */
final class TxnOperationCount {

	private TxnOperationCount() {
	}

	/**
	 * Look for what is too much.
	 * @param txn the transaction
	 * @param max the highest number
	 * @return what is too much, in words, or {@code null} if nothing is
	 */
	static @Nullable String excess(TxnRequest txn, int max) {
		return excess(txn, max, false);
	}

	private static @Nullable String excess(TxnRequest txn, int max, boolean within) {
		int longest = longest(txn);
		if (longest > max) {
			return describe(txn, longest)
					+ ((within) ? " in a transaction within another one, which leaves " + max : "");
		}
		return Stream.concat(txn.getSuccessList().stream(), txn.getFailureList().stream())
			.filter(RequestOp::hasRequestTxn)
			.map((operation) -> excess(operation.getRequestTxn(), max - longest, true))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private static int longest(TxnRequest txn) {
		return Math.max(txn.getCompareCount(), Math.max(txn.getSuccessCount(), txn.getFailureCount()));
	}

	private static String describe(TxnRequest txn, int longest) {
		if (txn.getCompareCount() == longest) {
			return "'when(..)' holds %d conditions".formatted(longest);
		}
		return "'%s(..)' holds %d operations".formatted((txn.getSuccessCount() == longest) ? "then" : "otherwise",
				longest);
	}

}
