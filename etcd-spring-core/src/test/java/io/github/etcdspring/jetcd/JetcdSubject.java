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

package io.github.etcdspring.jetcd;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.DeleteResponse;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.PutResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.CompactOption;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;

import io.github.etcdspring.kv.SortBy;
import io.github.etcdspring.kv.SortOrder;

/**
 * jetcd's own client under comparison.
 *
 * @param client the client
 * @author The etcd-spring authors
 */
record JetcdSubject(Client client) implements KvSubject {

	@Override
	public String put(String key, String value, boolean previous) {
		PutOption.Builder option = PutOption.builder();
		if (previous) {
			option.withPrevKV();
		}
		PutResponse response = join(
				this.client.getKVClient().put(BothClients.bytes(key), BothClients.bytes(value), option.build()));
		String put = "put " + response.getHeader().getRevision();
		return previous ? put + ' ' + (response.hasPrevKv() ? text(response.getPrevKv()) : "none") : put;
	}

	@Override
	public String delete(String prefix, boolean previous) {
		DeleteResponse response = join(this.client.getKVClient()
			.delete(BothClients.bytes(prefix), DeleteOption.builder().isPrefix(true).withPrevKV(previous).build()));
		String delete = "delete %d %d".formatted(response.getHeader().getRevision(), response.getDeleted());
		return previous ? delete + ' ' + text(response.getPrevKvs()) : delete;
	}

	@Override
	public String compact(long revision, boolean physical) {
		return "compact " + join(this.client.getKVClient()
			.compact(revision, CompactOption.builder().withCompactPhysical(physical).build())).getHeader()
			.getRevision();
	}

	@Override
	public String range(Query query) {
		GetOption option = GetOption.builder()
			.isPrefix(true)
			.withLimit(query.limit())
			.withRevision(query.revision())
			.withSortField(field(query.by()))
			.withSortOrder(
					(query.order() == SortOrder.ASCEND) ? GetOption.SortOrder.ASCEND : GetOption.SortOrder.DESCEND)
			.withKeysOnly(query.keysOnly())
			.withCountOnly(query.countOnly())
			.withSerializable(query.serializable())
			.withMinModRevision(query.minModRevision())
			.withMaxCreateRevision(query.maxCreateRevision())
			.build();
		GetResponse response = join(this.client.getKVClient().get(BothClients.bytes(query.prefix()), option));
		return "range %d %d %s %s".formatted(response.getHeader().getRevision(), response.getCount(), response.isMore(),
				text(response.getKvs()));
	}

	@Override
	public String txn(Guard guard) {
		TxnResponse response = join(this.client.getKVClient()
			.txn()
			.If(new Cmp(BothClients.bytes(guard.key()), comparison(guard.comparison()), target(guard)))
			.Then(Op.put(BothClients.bytes(guard.written()), BothClients.bytes("txn"), PutOption.DEFAULT),
					Op.delete(BothClients.bytes(guard.deleted()), DeleteOption.DEFAULT))
			.Else(Op.get(BothClients.bytes(guard.key()), GetOption.DEFAULT))
			.commit());
		String done;
		if (response.isSucceeded()) {
			done = "deleted " + response.getDeleteResponses().get(0).getDeleted();
		}
		else {
			List<KeyValue> found = response.getGetResponses().get(0).getKvs();
			done = found.isEmpty() ? "none" : text(found.get(0));
		}
		return "txn %d %s %s".formatted(response.getHeader().getRevision(), response.isSucceeded(), done);
	}

	private static GetOption.SortTarget field(SortBy by) {
		return switch (by) {
			case KEY -> GetOption.SortTarget.KEY;
			case VERSION -> GetOption.SortTarget.VERSION;
			case CREATE_REVISION -> GetOption.SortTarget.CREATE;
			case MOD_REVISION -> GetOption.SortTarget.MOD;
			case VALUE -> GetOption.SortTarget.VALUE;
		};
	}

	private static Cmp.Op comparison(Comparison comparison) {
		return Cmp.Op.valueOf(comparison.name());
	}

	private static CmpTarget<?> target(Guard guard) {
		return switch (guard.target()) {
			case VERSION -> CmpTarget.version(guard.operand());
			case CREATE_REVISION -> CmpTarget.createRevision(guard.operand());
			case MOD_REVISION -> CmpTarget.modRevision(guard.operand());
			case VALUE -> CmpTarget.value(BothClients.bytes(String.valueOf(guard.operand())));
		};
	}

	private static <T> T join(CompletableFuture<T> future) {
		return future.orTimeout(10, TimeUnit.SECONDS).join();
	}

	private static List<String> text(List<KeyValue> entries) {
		return entries.stream().map(JetcdSubject::text).toList();
	}

	private static String text(KeyValue entry) {
		return "%s=%s@%d,%d,%d".formatted(entry.getKey(), entry.getValue(), entry.getVersion(),
				entry.getCreateRevision(), entry.getModRevision());
	}

}
