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

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.DeleteResult;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.EtcdCondition.NumberComparison;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.PutResult;
import io.github.etcdspring.kv.RangeResult;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.kv.TxnResult;

/**
 * The template under comparison.
 *
 * @param etcd the template
 * @author The etcd-spring authors
 */
record TemplateSubject(EtcdTemplate etcd) implements KvSubject {

	@Override
	public String put(String key, String value, boolean previous) {
		if (!previous) {
			return "put " + this.etcd.put(key, value).revision();
		}
		PutResult<String> result = this.etcd.put(key, value, (put) -> put.returnPrevious(String.class));
		return "put %d %s".formatted(result.revision(), text(result.previous()));
	}

	@Override
	public String delete(String prefix, boolean previous) {
		if (!previous) {
			DeleteResult<Void> result = this.etcd.delete(KeyRange.prefix(prefix));
			return "delete %d %d".formatted(result.revision(), result.deleted());
		}
		DeleteResult<String> result = this.etcd.delete(KeyRange.prefix(prefix),
				(delete) -> delete.returnPrevious(String.class));
		return "delete %d %d %s".formatted(result.revision(), result.deleted(), text(result.previous()));
	}

	@Override
	public String compact(long revision, boolean physical) {
		return "compact " + this.etcd.compact(revision, physical).revision();
	}

	@Override
	public String range(Query query) {
		RangeResult<String> result = this.etcd.range(KeyRange.prefix(query.prefix()), String.class, (range) -> {
			range.limit(query.limit()).sort(query.by(), query.order());
			range.modRevision(query.minModRevision(), 0).createRevision(0, query.maxCreateRevision());
			if (query.revision() > 0) {
				range.revision(query.revision());
			}
			if (query.keysOnly()) {
				range.keysOnly();
			}
			if (query.countOnly()) {
				range.countOnly();
			}
			if (query.serializable()) {
				range.serializable();
			}
		});
		return "range %d %d %s %s".formatted(result.revision(), result.count(), result.more(), text(result.entries()));
	}

	@Override
	public String txn(Guard guard) {
		TxnOperation<PutResult<Void>> put = TxnOperation.put(guard.written(), "txn");
		TxnOperation<DeleteResult<Void>> delete = TxnOperation.delete(KeyRange.key(guard.deleted()));
		TxnOperation<@Nullable EtcdEntry<String>> get = TxnOperation.get(guard.key());
		TxnResult result = this.etcd.txn((txn) -> txn.when(condition(guard)).then(put, delete).otherwise(get));
		String done = (result.succeeded()) ? "deleted " + result.get(delete).deleted() : text(result.get(get));
		return "txn %d %s %s".formatted(result.revision(), result.succeeded(), done);
	}

	private static EtcdCondition condition(Guard guard) {
		return switch (guard.target()) {
			case VERSION -> condition(EtcdCondition.version(guard.key()), guard);
			case CREATE_REVISION -> condition(EtcdCondition.createRevision(guard.key()), guard);
			case MOD_REVISION -> condition(EtcdCondition.modRevision(guard.key()), guard);
			case VALUE -> switch (guard.comparison()) {
				case EQUAL -> EtcdCondition.value(guard.key()).equalTo(String.valueOf(guard.operand()));
				case NOT_EQUAL -> EtcdCondition.value(guard.key()).notEqualTo(String.valueOf(guard.operand()));
				case GREATER -> EtcdCondition.value(guard.key()).greaterThan(String.valueOf(guard.operand()));
				case LESS -> EtcdCondition.value(guard.key()).lessThan(String.valueOf(guard.operand()));
			};
		};
	}

	private static EtcdCondition condition(NumberComparison number, Guard guard) {
		return switch (guard.comparison()) {
			case EQUAL -> number.equalTo(guard.operand());
			case NOT_EQUAL -> number.notEqualTo(guard.operand());
			case GREATER -> number.greaterThan(guard.operand());
			case LESS -> number.lessThan(guard.operand());
		};
	}

	private static List<String> text(List<EtcdEntry<String>> entries) {
		return entries.stream().map(TemplateSubject::text).toList();
	}

	private static String text(@Nullable EtcdEntry<String> entry) {
		return (entry != null) ? "%s=%s@%d,%d,%d".formatted(entry.key(), (entry.value() != null) ? entry.value() : "",
				entry.version(), entry.createRevision(), entry.modRevision()) : "none";
	}

}
