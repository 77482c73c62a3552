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

package io.github.etcdspring.core;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.EtcdKeyNotFoundException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTooManyOperationsException;
import io.github.etcdspring.kv.DeleteResult;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.PutResult;
import io.github.etcdspring.kv.RangeResult;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.kv.TxnResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of transactions through {@link EtcdTemplate}.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateTxnTests {

	private static final String KEY = "/conditions/a";

	private static final KeyRange RANGE = KeyRange.prefix("/conditions/");

	private static final KeyRange EMPTY = KeyRange.prefix("/nothing/");

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final EtcdTemplate template = etcd.template();

	@Test
	void doesOneBranchAtOneRevision() {
		TxnOperation<PutResult<Void>> put = TxnOperation.put(etcd.key("a"), "1");
		TxnOperation<PutResult<Void>> other = TxnOperation.put(etcd.key("b"), "2");
		TxnOperation<EtcdEntry<String>> read = TxnOperation.get(etcd.key("a"));
		TxnResult first = this.template
			.txn((txn) -> txn.when(EtcdCondition.absent(etcd.key("a"))).then(put, other).otherwise(read));
		assertThat(first.succeeded()).isTrue();
		assertThat(first.get(put).header()).isEqualTo(first.header());
		assertThat(this.template.getEntry(etcd.key("a")).modRevision()).isEqualTo(first.revision());
		assertThat(this.template.getEntry(etcd.key("b")).modRevision()).isEqualTo(first.revision());
		TxnResult second = this.template
			.txn((txn) -> txn.when(EtcdCondition.absent(etcd.key("a"))).then(put, other).otherwise(read));
		assertThat(second.succeeded()).isFalse();
		assertThat(second.revision()).isEqualTo(first.revision());
		assertThat(second.get(read).value()).isEqualTo("1");
	}

	@Test
	void readsRangeAsText() {
		this.template.put(etcd.key("a"), "1");
		TxnOperation<RangeResult<String>> range = TxnOperation.range(etcd.keys());
		TxnResult result = this.template.txn((txn) -> txn.then(TxnOperation.put(etcd.key("b"), "2"), range));
		assertThat(result.get(range).values()).containsExactly("1", "2");
	}

	@Test
	void resultsAreTypedByOperation() {
		this.template.put(etcd.key("a"), new Flag(true));
		this.template.put(etcd.key("b"), "old");
		this.template.put(etcd.key("c"), "gone");
		TxnOperation<EtcdEntry<Flag>> get = TxnOperation.get(etcd.key("a"), Flag.class);
		TxnOperation<EtcdEntry<String>> missing = TxnOperation.get(etcd.key("z"));
		TxnOperation<RangeResult<byte[]>> range = TxnOperation.range(etcd.keys(), byte[].class,
				(spec) -> spec.limit(1));
		TxnOperation<PutResult<String>> put = TxnOperation.put(etcd.key("b"), "new",
				(spec) -> spec.returnPrevious(String.class));
		TxnOperation<DeleteResult<String>> delete = TxnOperation.delete(KeyRange.key(etcd.key("c")),
				(spec) -> spec.returnPrevious(String.class));
		TxnOperation<Boolean> nothing = TxnOperation.delete(etcd.key("y"));
		TxnOperation<PutResult<Void>> touch = TxnOperation.touch(etcd.key("a"), (spec) -> spec);
		TxnResult result = this.template
			.txn((txn) -> txn.then(get, missing, range, put, delete).then(List.of(nothing, touch)));
		assertThat(result.get(get).value()).isEqualTo(new Flag(true));
		assertThat(result.get(missing)).isNull();
		assertThat(result.get(range).count()).isEqualTo(3);
		assertThat(result.get(range).more()).isTrue();
		assertThat(result.get(put).previousValue()).isEqualTo("old");
		assertThat(result.get(delete).previous()).extracting(EtcdEntry::value).containsExactly("gone");
		assertThat(result.get(nothing)).isFalse();
		assertThat(result.get(touch).revision()).isEqualTo(result.revision());
	}

	@Test
	void nestedTransactionReadsWhatWasDoneBeforeAndItsConditionsDoNot() {
		TxnOperation<EtcdEntry<String>> read = TxnOperation.get(etcd.key("a"));
		TxnOperation<TxnResult> inner = TxnOperation
			.txn((txn) -> txn.when(EtcdCondition.absent(etcd.key("a"))).then(read));
		TxnResult result = this.template.txn((txn) -> txn.then(TxnOperation.put(etcd.key("a"), "1"), inner));
		assertThat(result.get(inner).succeeded()).isTrue();
		assertThat(result.get(inner).get(read).value()).isEqualTo("1");
		assertThat(result.get(inner).revision()).isEqualTo(result.revision());
	}

	static Stream<EtcdCondition> conditionsThatHold() {
		etcd.template().delete(RANGE);
		long lease = etcd.template().leases().grantOnly(Duration.ofMinutes(1)).id();
		long created = etcd.template().put(KEY, "m", (put) -> put.lease(lease)).revision();
		long modified = etcd.template().put(KEY, "m", (put) -> put.keepLease()).revision();
		etcd.template().put(KEY + "/b", "m", (put) -> put.lease(lease));
		return Stream.of(EtcdCondition.exists(KEY), EtcdCondition.exists(RANGE), EtcdCondition.absent("/nothing"),
				EtcdCondition.absent(EMPTY), EtcdCondition.version(KEY).equalTo(2),
				EtcdCondition.version(KEY).notEqualTo(1), EtcdCondition.version(KEY).greaterThan(1),
				EtcdCondition.version(KEY).lessThan(3), EtcdCondition.version(RANGE).lessThan(3),
				EtcdCondition.createRevision(KEY).equalTo(created),
				EtcdCondition.createRevision(RANGE).greaterThan(created - 1),
				EtcdCondition.modRevision(KEY).equalTo(modified),
				EtcdCondition.modRevision(RANGE).greaterThan(modified - 1),
				EtcdCondition.modRevision("/nothing").equalTo(0), EtcdCondition.value(KEY).equalTo("m"),
				EtcdCondition.value(KEY).notEqualTo("n"), EtcdCondition.value(KEY).greaterThan("l"),
				EtcdCondition.value(KEY).lessThan(new byte[] { 'n' }), EtcdCondition.value(RANGE).equalTo("m"),
				EtcdCondition.lease(KEY).equalTo(lease), EtcdCondition.lease(KEY).notEqualTo(0),
				EtcdCondition.lease(RANGE).equalTo(lease), EtcdCondition.lease("/nothing").lessThan(1));
	}

	static Stream<EtcdCondition> conditionsThatDoNotHold() {
		etcd.template().delete(RANGE);
		etcd.template().put(KEY, "m");
		long modified = etcd.template().put(KEY + "/b", "n").revision();
		return Stream.of(EtcdCondition.exists("/nothing"), EtcdCondition.exists(EMPTY), EtcdCondition.absent(KEY),
				EtcdCondition.absent(RANGE), EtcdCondition.version(KEY).equalTo(2),
				EtcdCondition.createRevision(KEY).greaterThan(modified),
				EtcdCondition.modRevision(RANGE).equalTo(modified), EtcdCondition.value(KEY).equalTo("x"),
				EtcdCondition.value(RANGE).equalTo("m"), EtcdCondition.value("/nothing").notEqualTo("x"),
				EtcdCondition.lease(KEY).greaterThan(0), EtcdCondition.lease(KEY).equalTo(1));
	}

	static Stream<Arguments> comparisons() {
		KeyRange one = KeyRange.key("/compared/a");
		KeyRange range = KeyRange.prefix("/compared/");
		etcd.template().delete(range);
		long lease = etcd.template().leases().grantOnly(Duration.ofMinutes(1)).id();
		long revision = etcd.template()
			.txn((txn) -> txn.then(TxnOperation.put("/compared/a", "m", (put) -> put.lease(lease)),
					TxnOperation.put("/compared/b", "m", (put) -> put.lease(lease))))
			.revision();
		return Stream.of(one, range)
			.flatMap((keys) -> Stream.of(numberComparisons(EtcdCondition.version(keys), 1),
					numberComparisons(EtcdCondition.createRevision(keys), revision),
					numberComparisons(EtcdCondition.modRevision(keys), revision),
					numberComparisons(EtcdCondition.lease(keys), lease), valueComparisons(EtcdCondition.value(keys))))
			.flatMap((comparisons) -> comparisons);
	}

	private static Stream<Arguments> numberComparisons(EtcdCondition.NumberComparison compare, long actual) {
		return Stream.of(Arguments.of(compare.equalTo(actual), true), Arguments.of(compare.equalTo(actual + 1), false),
				Arguments.of(compare.notEqualTo(actual + 1), true), Arguments.of(compare.notEqualTo(actual), false),
				Arguments.of(compare.greaterThan(actual - 1), true), Arguments.of(compare.greaterThan(actual), false),
				Arguments.of(compare.lessThan(actual + 1), true), Arguments.of(compare.lessThan(actual), false));
	}

	private static Stream<Arguments> valueComparisons(EtcdCondition.ValueComparison compare) {
		return Stream.of(Arguments.of(compare.equalTo("m"), true), Arguments.of(compare.equalTo("n"), false),
				Arguments.of(compare.notEqualTo("n"), true), Arguments.of(compare.notEqualTo("m"), false),
				Arguments.of(compare.greaterThan("l"), true), Arguments.of(compare.greaterThan("m"), false),
				Arguments.of(compare.lessThan("n"), true), Arguments.of(compare.lessThan("m"), false));
	}

	@ParameterizedTest
	@MethodSource
	void comparisons(EtcdCondition condition, boolean holds) {
		assertThat(this.template.txn((txn) -> txn.when(condition)).succeeded()).isEqualTo(holds);
	}

	@Test
	void transactionsCanBeNestedDeeplyInBothBranches() {
		TxnOperation<EtcdEntry<String>> read = TxnOperation.get(etcd.key("a"));
		TxnOperation<PutResult<String>> put = TxnOperation.put(etcd.key("a"), "2",
				(spec) -> spec.returnPrevious(String.class));
		TxnOperation<TxnResult> innermost = TxnOperation
			.txn((txn) -> txn.when(EtcdCondition.exists(etcd.key("none"))).otherwise(put, read));
		TxnOperation<TxnResult> inner = TxnOperation
			.txn((txn) -> txn.when(EtcdCondition.value(etcd.key("a")).equalTo("1")).then(innermost));
		this.template.put(etcd.key("a"), "1");
		TxnResult result = this.template.txn((txn) -> txn.when(EtcdCondition.absent(etcd.key("a"))).otherwise(inner));
		assertThat(result.succeeded()).isFalse();
		assertThat(result.get(inner).succeeded()).isTrue();
		assertThat(result.get(inner).get(innermost).succeeded()).isFalse();
		assertThat(result.get(inner).get(innermost).get(put).previousValue()).isEqualTo("1");
		assertThat(result.get(inner).get(innermost).get(read).value()).isEqualTo("2");
		assertThat(result.get(inner).get(innermost).get(read).modRevision()).isEqualTo(result.revision());
	}

	@ParameterizedTest
	@MethodSource
	void conditionsThatHold(EtcdCondition condition) {
		assertThat(this.template.txn((txn) -> txn.when(condition)).succeeded()).isTrue();
	}

	@ParameterizedTest
	@MethodSource
	void conditionsThatDoNotHold(EtcdCondition condition) {
		assertThat(this.template.txn((txn) -> txn.when(condition)).succeeded()).isFalse();
	}

	@Test
	void allConditionsMustHold() {
		this.template.put(etcd.key("a"), "1");
		assertThat(this.template
			.txn((txn) -> txn.when(EtcdCondition.exists(etcd.key("a"))).when(EtcdCondition.exists(etcd.key("b"))))
			.succeeded()).isFalse();
	}

	@Test
	void resultOfAnOperationThatWasNotDoneIsAnError() {
		TxnOperation<Boolean> delete = TxnOperation.delete(etcd.key("a"));
		TxnResult result = this.template.txn((txn) -> txn.otherwise(delete));
		assertThatIllegalStateException().isThrownBy(() -> result.get(delete))
			.withMessage("The delete of key \"%s\" was not done: the conditions of the transaction held"
				.formatted(etcd.key("a")));
		assertThatIllegalArgumentException().isThrownBy(() -> result.get(TxnOperation.delete("x")))
			.withMessageContaining("must be part of the transaction");
	}

	@Test
	void valueOfAnotherTypeDoesNotHideThatTheTransactionWasApplied() {
		this.template.put(etcd.key("a"), "hunter2");
		TxnOperation<EtcdEntry<Flag>> read = TxnOperation.get(etcd.key("a"), Flag.class);
		TxnResult result = this.template.txn((txn) -> txn.then(read, TxnOperation.put(etcd.key("b"), "1")));
		assertThat(result.succeeded()).isTrue();
		assertThatExceptionOfType(EtcdConversionException.class).isThrownBy(() -> result.get(read))
			.withMessageContaining(etcd.key("a"));
	}

	@Test
	void operationsBeyondTheLimitAreRefused() {
		List<TxnOperation<PutResult<Void>>> puts = IntStream.range(0, 129)
			.mapToObj((i) -> TxnOperation.put(etcd.key("k" + i), "v"))
			.toList();
		assertThatExceptionOfType(EtcdTooManyOperationsException.class)
			.isThrownBy(() -> this.template.txn((txn) -> txn.then(puts)))
			.withMessageContaining("--max-txn-ops")
			.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNSENT));
		assertThat(this.template.txn((txn) -> txn.then(puts.subList(0, 128))).succeeded()).isTrue();
	}

	@Test
	void oneKeyCannotBePutTwice() {
		assertThatExceptionOfType(EtcdInvalidRequestException.class)
			.isThrownBy(() -> this.template
				.txn((txn) -> txn.then(TxnOperation.put(etcd.key("a"), "1"), TxnOperation.put(etcd.key("a"), "2"))))
			.withMessageContaining("duplicate key");
	}

	@Test
	void refusedOperationUndoesTheTransaction() {
		assertThatExceptionOfType(EtcdKeyNotFoundException.class).isThrownBy(() -> this.template.txn((txn) -> txn
			.then(TxnOperation.put(etcd.key("a"), "1"), TxnOperation.touch(etcd.key("b"), (put) -> put))));
		assertThat(this.template.get(etcd.key("a"))).isNull();
	}

	@Test
	void wrongArgumentsAreRefusedByNameBeforeAnythingIsSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.txn(null))
			.withMessage("'spec' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.txn((txn) -> txn.when((EtcdCondition) null)))
			.withMessage("'conditions' must not contain null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.txn((txn) -> txn.then((TxnOperation<?>) null)))
			.withMessage("'operations' must not contain null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template
				.txn((txn) -> txn.then(TxnOperation.put("a", "v", (put) -> put.timeout(Duration.ofSeconds(1))))))
			.withMessageContaining("'timeout(..)'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template
				.txn((txn) -> txn.then(TxnOperation.put("a", "v", (put) -> put.ttl(Duration.ofSeconds(1))))))
			.withMessageContaining("'ttl(..)'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template
				.txn((txn) -> txn.then(TxnOperation.txn((inner) -> inner.timeout(Duration.ofSeconds(1))))))
			.withMessageContaining("'timeout(..)'");
		assertThatIllegalArgumentException().isThrownBy(() -> EtcdCondition.value("a").equalTo(null))
			.withMessage("'operand' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> EtcdCondition.version((KeyRange) null))
			.withMessage("'range' must not be null");
	}

	@Test
	void conditionsAreReadableAndKeepValuesToThemselves() {
		assertThat(EtcdCondition.modRevision("a").equalTo(5)).hasToString("mod revision of key \"a\" equal to 5");
		assertThat(EtcdCondition.value("a").equalTo("hunter2")).hasToString("value of key \"a\" equal to");
	}

	record Flag(boolean on) {

	}

}
