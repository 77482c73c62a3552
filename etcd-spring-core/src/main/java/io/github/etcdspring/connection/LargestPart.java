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

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.lock.LockRequest;

/**
 * The part of a request that takes the most bytes, under the name of the argument that it
 * came from.
 *
 * @param argument the name of the argument
 * @param size its number of bytes
 * @author The etcd-spring authors
 */
record LargestPart(String argument, int size) {

	static LargestPart of(MessageLite request) {
		return parts(request).max(Comparator.comparingInt(LargestPart::size))
			.orElseGet(() -> new LargestPart("request", request.getSerializedSize()));
	}

	private static Stream<LargestPart> parts(Object request) {
		if (request instanceof PutRequest put) {
			return Stream.of(part("value", put.getValue()), part("key", put.getKey()));
		}
		if (request instanceof RangeRequest range) {
			return range(range.getKey(), range.getRangeEnd());
		}
		if (request instanceof DeleteRangeRequest delete) {
			return range(delete.getKey(), delete.getRangeEnd());
		}
		if (request instanceof LockRequest lock) {
			return Stream.of(part("name", lock.getName()));
		}
		if (request instanceof TxnRequest txn) {
			return Stream
				.of(parts(txn.getSuccessList()), parts(txn.getFailureList()),
						txn.getCompareList().stream().flatMap(LargestPart::compare))
				.flatMap((parts) -> parts);
		}
		return Stream.empty();
	}

	private static Stream<LargestPart> parts(List<RequestOp> operations) {
		return operations.stream().flatMap((operation) -> switch (operation.getRequestCase()) {
			case REQUEST_RANGE -> parts(operation.getRequestRange());
			case REQUEST_PUT -> parts(operation.getRequestPut());
			case REQUEST_DELETE_RANGE -> parts(operation.getRequestDeleteRange());
			case REQUEST_TXN -> parts(operation.getRequestTxn());
			case REQUEST_NOT_SET -> Stream.empty();
		});
	}

	private static Stream<LargestPart> compare(Compare compare) {
		return Stream.concat(range(compare.getKey(), compare.getRangeEnd()),
				Stream.of(part("operand", compare.getValue())));
	}

	private static Stream<LargestPart> range(ByteString key, ByteString rangeEnd) {
		return (rangeEnd.isEmpty()) ? Stream.of(part("key", key))
				: Stream.of(part("range", (key.size() >= rangeEnd.size()) ? key : rangeEnd));
	}

	private static LargestPart part(String argument, ByteString bytes) {
		return new LargestPart(argument, bytes.size());
	}

	@Override
	public String toString() {
		return "'%s' has %d bytes".formatted(this.argument, this.size);
	}

}
