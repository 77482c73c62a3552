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

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.CampaignResponse;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaderKey;
import io.etcd.jetcd.api.LeaderResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchResponse;
import io.etcd.jetcd.api.lock.LockResponse;

/**
 * Takes a namespace off the keys of answers.
 *
 * @author The etcd-spring authors
 */
final class NamespaceResponses {

	private final Namespace namespace;

	NamespaceResponses(Namespace namespace) {
		this.namespace = namespace;
	}

	@SuppressWarnings("unchecked")
	<R> R strip(R response) {
		return (R) stripFrom(response);
	}

	private Object stripFrom(Object response) {
		if (response instanceof RangeResponse range) {
			return range(range);
		}
		if (response instanceof PutResponse put) {
			return put(put);
		}
		if (response instanceof DeleteRangeResponse delete) {
			return delete(delete);
		}
		if (response instanceof TxnResponse txn) {
			return txn(txn);
		}
		if (response instanceof WatchResponse watch) {
			return watch(watch);
		}
		if (response instanceof LockResponse lock) {
			return lock.toBuilder().setKey(this.namespace.strip(lock.getKey())).build();
		}
		if (response instanceof LeaseTimeToLiveResponse lease) {
			return lease(lease);
		}
		return stripFromElection(response);
	}

	private Object stripFromElection(Object response) {
		if (response instanceof CampaignResponse campaign) {
			LeaderKey leader = campaign.getLeader();
			return campaign.toBuilder()
				.setLeader(leader.toBuilder()
					.setName(this.namespace.strip(leader.getName()))
					.setKey(this.namespace.strip(leader.getKey())))
				.build();
		}
		if (response instanceof LeaderResponse leader && leader.hasKv()) {
			return leader.toBuilder().setKv(entry(leader.getKv())).build();
		}
		return response;
	}

	private RangeResponse range(RangeResponse range) {
		RangeResponse.Builder builder = range.toBuilder();
		for (int i = 0; i < range.getKvsCount(); i++) {
			builder.setKvs(i, entry(range.getKvs(i)));
		}
		return builder.build();
	}

	private PutResponse put(PutResponse put) {
		return (put.hasPrevKv()) ? put.toBuilder().setPrevKv(entry(put.getPrevKv())).build() : put;
	}

	private DeleteRangeResponse delete(DeleteRangeResponse delete) {
		DeleteRangeResponse.Builder builder = delete.toBuilder();
		for (int i = 0; i < delete.getPrevKvsCount(); i++) {
			builder.setPrevKvs(i, entry(delete.getPrevKvs(i)));
		}
		return builder.build();
	}

	private TxnResponse txn(TxnResponse txn) {
		TxnResponse.Builder builder = txn.toBuilder();
		builder.getResponsesBuilderList().forEach(this::operation);
		return builder.build();
	}

	private void operation(ResponseOp.Builder operation) {
		switch (operation.getResponseCase()) {
			case RESPONSE_RANGE -> operation.setResponseRange(range(operation.getResponseRange()));
			case RESPONSE_PUT -> operation.setResponsePut(put(operation.getResponsePut()));
			case RESPONSE_DELETE_RANGE -> operation.setResponseDeleteRange(delete(operation.getResponseDeleteRange()));
			case RESPONSE_TXN -> operation.setResponseTxn(txn(operation.getResponseTxn()));
			case RESPONSE_NOT_SET -> {
			}
		}
	}

	private WatchResponse watch(WatchResponse watch) {
		WatchResponse.Builder builder = watch.toBuilder();
		for (int i = 0; i < watch.getEventsCount(); i++) {
			Event event = watch.getEvents(i);
			Event.Builder stripped = event.toBuilder().setKv(entry(event.getKv()));
			if (event.hasPrevKv()) {
				stripped.setPrevKv(entry(event.getPrevKv()));
			}
			builder.setEvents(i, stripped);
		}
		return builder.build();
	}

	private LeaseTimeToLiveResponse lease(LeaseTimeToLiveResponse lease) {
		LeaseTimeToLiveResponse.Builder builder = lease.toBuilder().clearKeys();
		for (ByteString key : lease.getKeysList()) {
			if (this.namespace.contains(key)) {
				builder.addKeys(this.namespace.strip(key));
			}
		}
		return builder.build();
	}

	private KeyValue entry(KeyValue entry) {
		return entry.toBuilder().setKey(this.namespace.strip(entry.getKey())).build();
	}

}
