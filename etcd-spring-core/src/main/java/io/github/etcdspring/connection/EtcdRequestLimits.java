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

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.etcd.jetcd.api.TxnRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdRequestTooLargeException;
import io.github.etcdspring.EtcdTooManyOperationsException;

/**
 * What a request may hold at the most, so that one which the server would refuse is
 * refused here, before anything is sent. Internal to the library.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdRequestLimits {

	/**
	 * How much larger than its limit for writes a message may be for the server's
	 * transport, which is the only limit for reads.
	 */
	private static final int TRANSPORT_ALLOWANCE = 512 * 1024;

	/**
	 * What the server adds to a write before it measures it: the header with the longest
	 * id, and the tag of the request in the entry of its log.
	 */
	private static final int LOG_ENTRY = 3 + 11 + 1;

	/**
	 * What it adds if there is a user, beside the name: two tags and a revision of the
	 * permissions of up to two million.
	 */
	private static final int LOG_USER = 2 + 3;

	private static final int LONGEST_SUBJECT = 500;

	static final EtcdRequestLimits DEFAULT = new EtcdRequestLimits(EtcdConnectionSettings.defaults(), 0);

	private final long maxRequestSize;

	private final int maxTxnOperations;

	private final int overhead;

	private final @Nullable Namespace namespace;

	EtcdRequestLimits(EtcdConnectionSettings settings, int userLength) {
		this(settings.maxRequestSize().toBytes(), settings.maxTxnOperations(), overhead(userLength), null);
	}

	private EtcdRequestLimits(long maxRequestSize, int maxTxnOperations, int overhead, @Nullable Namespace namespace) {
		this.maxRequestSize = maxRequestSize;
		this.maxTxnOperations = maxTxnOperations;
		this.overhead = overhead;
		this.namespace = namespace;
	}

	private static int overhead(int userLength) {
		return (userLength == 0) ? LOG_ENTRY
				: LOG_ENTRY + LOG_USER + CodedOutputStream.computeUInt32SizeNoTag(userLength) + userLength;
	}

	EtcdRequestLimits below(Namespace namespace) {
		return new EtcdRequestLimits(this.maxRequestSize, this.maxTxnOperations, this.overhead, namespace);
	}

	/**
	 * Return how many operations a transaction may have.
	 * @return the number for each branch
	 */
	public int maxTxnOperations() {
		return this.maxTxnOperations;
	}

	/**
	 * Return how large a transaction that writes may be as a message.
	 * @return the number of bytes
	 */
	public long maxTxnSize() {
		return this.maxRequestSize - this.overhead - CodedOutputStream.computeUInt64SizeNoTag(this.maxRequestSize);
	}

	/**
	 * Return by how much each key grows on its way.
	 * @return the length of the namespace in bytes
	 */
	public int keyOverhead() {
		return (this.namespace != null) ? this.namespace.length() : 0;
	}

	/**
	 * Refuse a request that the server would refuse.
	 * @param <Q> the request message
	 * @param rpc the method
	 * @param request the request
	 * @param spec what the call asks for
	 * @throws EtcdRequestTooLargeException if it is too large
	 * @throws EtcdTooManyOperationsException if it is a transaction of too many
	 * operations
	 */
	public <Q> void check(EtcdRpc<Q, ?> rpc, Q request, EtcdCallSpec spec) {
		Q sent = (this.namespace != null) ? new NamespaceRequests(this.namespace).add(request) : request;
		if (sent instanceof TxnRequest txn) {
			checkOperations(rpc, txn, spec);
		}
		if (sent instanceof MessageLite message) {
			checkSize(rpc, message, spec);
		}
	}

	private void checkOperations(EtcdRpc<?, ?> rpc, TxnRequest txn, EtcdCallSpec spec) {
		String excess = TxnOperationCount.excess(txn, this.maxTxnOperations);
		if (excess != null) {
			throw new EtcdTooManyOperationsException(
					("%s was not sent: %s, where 'etcd.max-txn-operations' allows %d. Use fewer operations, "
							+ "or raise it together with the server's --max-txn-ops")
						.formatted(describe(rpc, spec), excess, this.maxTxnOperations),
					EtcdOutcome.UNSENT, null);
		}
	}

	private void checkSize(EtcdRpc<?, ?> rpc, MessageLite message, EtcdCallSpec spec) {
		int messageSize = message.getSerializedSize();
		long size = (rpc.read()) ? messageSize - TRANSPORT_ALLOWANCE
				: messageSize + CodedOutputStream.computeUInt32SizeNoTag(messageSize) + this.overhead;
		if (size > this.maxRequestSize) {
			throw new EtcdRequestTooLargeException(
					("%s was not sent: %s, which makes a request of %d bytes, where 'etcd.max-request-size' allows %d. "
							+ "Make it smaller, or raise the limit together with the server's --max-request-bytes")
						.formatted(describe(rpc, spec), LargestPart.of(message), (rpc.read()) ? messageSize : size,
								(rpc.read()) ? this.maxRequestSize + TRANSPORT_ALLOWANCE : this.maxRequestSize),
					EtcdOutcome.UNSENT, null);
		}
	}

	private static String describe(EtcdRpc<?, ?> rpc, EtcdCallSpec spec) {
		return (spec.subject() == null) ? rpc.operation()
				: rpc.operation() + " of " + StringUtils.truncate(spec.subject().toString(), LONGEST_SUBJECT);
	}

}
