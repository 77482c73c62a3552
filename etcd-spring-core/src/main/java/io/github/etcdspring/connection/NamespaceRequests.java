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

import io.etcd.jetcd.api.CampaignRequest;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.LeaderKey;
import io.etcd.jetcd.api.LeaderRequest;
import io.etcd.jetcd.api.ProclaimRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResignRequest;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.lock.LockRequest;
import io.etcd.jetcd.api.lock.UnlockRequest;

/**
 * Puts the keys of requests below a namespace. Permissions are left alone: they are about
 * the whole store.
 *
 * @author The etcd-spring authors
 */
final class NamespaceRequests {

	private final Namespace namespace;

	NamespaceRequests(Namespace namespace) {
		this.namespace = namespace;
	}

	@SuppressWarnings("unchecked")
	<Q> Q add(Q request) {
		return (Q) addTo(request);
	}

	private Object addTo(Object request) {
		if (request instanceof RangeRequest range) {
			return range(range);
		}
		if (request instanceof PutRequest put) {
			return put(put);
		}
		if (request instanceof DeleteRangeRequest delete) {
			return delete(delete);
		}
		if (request instanceof TxnRequest txn) {
			return txn(txn);
		}
		if (request instanceof WatchRequest watch) {
			return watch(watch);
		}
		if (request instanceof LockRequest lock) {
			return lock.toBuilder().setName(this.namespace.add(lock.getName())).build();
		}
		if (request instanceof UnlockRequest unlock) {
			return unlock.toBuilder().setKey(this.namespace.add(unlock.getKey())).build();
		}
		return addToElection(request);
	}

	private Object addToElection(Object request) {
		if (request instanceof CampaignRequest campaign) {
			return campaign.toBuilder().setName(this.namespace.add(campaign.getName())).build();
		}
		if (request instanceof LeaderRequest leader) {
			return leader.toBuilder().setName(this.namespace.add(leader.getName())).build();
		}
		if (request instanceof ProclaimRequest proclaim) {
			return proclaim.toBuilder().setLeader(leaderKey(proclaim.getLeader())).build();
		}
		if (request instanceof ResignRequest resign) {
			return resign.toBuilder().setLeader(leaderKey(resign.getLeader())).build();
		}
		return request;
	}

	private RangeRequest range(RangeRequest range) {
		return range.toBuilder()
			.setKey(this.namespace.add(range.getKey()))
			.setRangeEnd(this.namespace.addToEnd(range.getRangeEnd()))
			.build();
	}

	private PutRequest put(PutRequest put) {
		return put.toBuilder().setKey(this.namespace.add(put.getKey())).build();
	}

	private DeleteRangeRequest delete(DeleteRangeRequest delete) {
		return delete.toBuilder()
			.setKey(this.namespace.add(delete.getKey()))
			.setRangeEnd(this.namespace.addToEnd(delete.getRangeEnd()))
			.build();
	}

	private TxnRequest txn(TxnRequest txn) {
		TxnRequest.Builder builder = txn.toBuilder();
		for (Compare.Builder compare : builder.getCompareBuilderList()) {
			compare.setKey(this.namespace.add(compare.getKey()))
				.setRangeEnd(this.namespace.addToEnd(compare.getRangeEnd()));
		}
		builder.getSuccessBuilderList().forEach(this::operation);
		builder.getFailureBuilderList().forEach(this::operation);
		return builder.build();
	}

	private void operation(RequestOp.Builder operation) {
		switch (operation.getRequestCase()) {
			case REQUEST_RANGE -> operation.setRequestRange(range(operation.getRequestRange()));
			case REQUEST_PUT -> operation.setRequestPut(put(operation.getRequestPut()));
			case REQUEST_DELETE_RANGE -> operation.setRequestDeleteRange(delete(operation.getRequestDeleteRange()));
			case REQUEST_TXN -> operation.setRequestTxn(txn(operation.getRequestTxn()));
			case REQUEST_NOT_SET -> {
			}
		}
	}

	private WatchRequest watch(WatchRequest watch) {
		if (!watch.hasCreateRequest()) {
			return watch;
		}
		WatchCreateRequest create = watch.getCreateRequest();
		return watch.toBuilder()
			.setCreateRequest(create.toBuilder()
				.setKey(this.namespace.add(create.getKey()))
				.setRangeEnd(this.namespace.addToEnd(create.getRangeEnd())))
			.build();
	}

	private LeaderKey leaderKey(LeaderKey leader) {
		return leader.toBuilder()
			.setName(this.namespace.add(leader.getName()))
			.setKey(this.namespace.add(leader.getKey()))
			.build();
	}

}
