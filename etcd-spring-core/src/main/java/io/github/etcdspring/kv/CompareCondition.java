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

import java.util.Locale;

import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnsafeByteOperations;
import io.etcd.jetcd.api.Compare;

/**
 * A comparison of what the store holds with an operand.
 *
 * @param range the keys
 * @param target what is compared
 * @param result how it must compare
 * @param operand a number, or for values anything
 * @author The etcd-spring authors
 */
record CompareCondition(KeyRange range, Target target, Result result, Object operand) implements EtcdCondition {

	// The generated message is older than this field and its target
	private static final int LEASE_FIELD = 8;

	private static final int LEASE_TARGET = 4;

	Compare toCompare(KvValues values) {
		Compare.Builder compare = Compare.newBuilder()
			.setKey(UnsafeByteOperations.unsafeWrap(this.range.sharedKey()))
			.setRangeEnd(UnsafeByteOperations.unsafeWrap(this.range.sharedRangeEnd()))
			.setResult(wireResult());
		switch (this.target) {
			case VERSION -> compare.setTarget(Compare.CompareTarget.VERSION).setVersion((long) this.operand);
			case CREATE_REVISION ->
				compare.setTarget(Compare.CompareTarget.CREATE).setCreateRevision((long) this.operand);
			case MOD_REVISION -> compare.setTarget(Compare.CompareTarget.MOD).setModRevision((long) this.operand);
			case VALUE ->
				compare.setTarget(Compare.CompareTarget.VALUE).setValue(values.write(this.range, this.operand));
			case LEASE -> compare.setTargetValue(LEASE_TARGET).setUnknownFields(leaseField((long) this.operand));
		}
		return compare.build();
	}

	private static UnknownFieldSet leaseField(long leaseId) {
		return UnknownFieldSet.newBuilder()
			.addField(LEASE_FIELD, UnknownFieldSet.Field.newBuilder().addVarint(leaseId).build())
			.build();
	}

	private Compare.CompareResult wireResult() {
		return switch (this.result) {
			case EQUAL -> Compare.CompareResult.EQUAL;
			case NOT_EQUAL -> Compare.CompareResult.NOT_EQUAL;
			case GREATER -> Compare.CompareResult.GREATER;
			case LESS -> Compare.CompareResult.LESS;
		};
	}

	@Override
	public String toString() {
		String what = this.target.name().toLowerCase(Locale.ROOT).replace('_', ' ');
		String with = (this.target != Target.VALUE) ? " " + this.operand : "";
		return "%s of %s %s%s".formatted(what, this.range, this.result.text, with);
	}

	enum Target {

		VERSION, CREATE_REVISION, MOD_REVISION, VALUE, LEASE

	}

	enum Result {

		EQUAL("equal to"), NOT_EQUAL("not equal to"), GREATER("greater than"), LESS("less than");

		private final String text;

		Result(String text) {
			this.text = text;
		}

	}

}
