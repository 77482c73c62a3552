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

import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.CompactionResponse;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;

import io.github.etcdspring.connection.EtcdRpc;

/**
 * The methods of etcd's KV service, and those of its lease service that a put with a time
 * to live needs.
 *
 * @author The etcd-spring authors
 */
final class KvRpcs {

	static final EtcdRpc<RangeRequest, RangeResponse> RANGE = EtcdRpc.read("kv.range", KVGrpc.getRangeMethod());

	static final EtcdRpc<RangeRequest, RangeResponse> SERIALIZABLE_RANGE = RANGE.withoutLeader();

	static final EtcdRpc<PutRequest, PutResponse> PUT = EtcdRpc.write("kv.put", KVGrpc.getPutMethod());

	static final EtcdRpc<DeleteRangeRequest, DeleteRangeResponse> DELETE = EtcdRpc.write("kv.delete",
			KVGrpc.getDeleteRangeMethod());

	static final EtcdRpc<TxnRequest, TxnResponse> TXN = EtcdRpc.write("kv.txn", KVGrpc.getTxnMethod());

	static final EtcdRpc<TxnRequest, TxnResponse> READ_TXN = EtcdRpc.read("kv.txn", KVGrpc.getTxnMethod());

	static final EtcdRpc<CompactionRequest, CompactionResponse> COMPACT = EtcdRpc.write("kv.compact",
			KVGrpc.getCompactMethod());

	static final EtcdRpc<LeaseGrantRequest, LeaseGrantResponse> GRANT = EtcdRpc.write("lease.grant",
			LeaseGrpc.getLeaseGrantMethod());

	static final EtcdRpc<LeaseRevokeRequest, LeaseRevokeResponse> REVOKE = EtcdRpc.write("lease.revoke",
			LeaseGrpc.getLeaseRevokeMethod());

	private KvRpcs() {
	}

}
