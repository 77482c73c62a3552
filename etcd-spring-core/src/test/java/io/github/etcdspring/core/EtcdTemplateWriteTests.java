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
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ParameterizedTypeReference;

import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.EtcdKeyNotFoundException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdRequestTooLargeException;
import io.github.etcdspring.kv.DeleteResult;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.PutResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of writing through {@link EtcdTemplate}.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateWriteTests {

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final EtcdTemplate template = etcd.template();

	@Test
	void putCreatesAndReplaces() {
		PutResult<Void> created = this.template.put(etcd.key("a"), "1");
		PutResult<Void> replaced = this.template.put(etcd.key("a"), "2");
		assertThat(created.previous()).isNull();
		assertThat(replaced.previous()).isNull();
		assertThat(replaced.revision()).isEqualTo(created.revision() + 1);
		assertThat(this.template.get(etcd.key("a"))).isEqualTo("2");
	}

	@Test
	void putTakesBinaryKeys() {
		byte[] key = { 0, -1 };
		this.template.put(key, "v", (put) -> put);
		assertThat(this.template.range(KeyRange.key(key), String.class).first()).satisfies((entry) -> {
			assertThat(entry.keyBytes()).isEqualTo(key);
			assertThat(entry.value()).isEqualTo("v");
		});
	}

	@Test
	void putReturnsThePreviousEntry() {
		this.template.put(etcd.key("a"), new Flag(true));
		PutResult<Flag> result = this.template.put(etcd.key("a"), new Flag(false),
				(put) -> put.returnPrevious(Flag.class));
		assertThat(result.previousValue()).isEqualTo(new Flag(true));
		assertThat(result.previous().modRevision()).isEqualTo(result.revision() - 1);
		assertThat(this.template.put(etcd.key("b"), "x", (put) -> put.returnPrevious(String.class)).previous())
			.isNull();
	}

	@Test
	void putReturnsThePreviousEntryOfAGenericType() {
		this.template.put(etcd.key("a"), Map.of("k", new Flag(true)));
		PutResult<Map<String, Flag>> result = this.template.put(etcd.key("a"), "x",
				(put) -> put.returnPrevious(new ParameterizedTypeReference<Map<String, Flag>>() {
				}));
		assertThat(result.previousValue()).containsEntry("k", new Flag(true));
	}

	@Test
	void putWhosePreviousValueIsOfAnotherTypeWasApplied() {
		this.template.put(etcd.key("a"), "hunter2");
		assertThatExceptionOfType(EtcdConversionException.class)
			.isThrownBy(() -> this.template.put(etcd.key("a"), "new", (put) -> put.returnPrevious(Flag.class)))
			.withMessageContaining(etcd.key("a"))
			.withMessageContaining("the write itself was applied")
			.withMessageNotContaining("hunter2")
			.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNKNOWN));
		assertThat(this.template.get(etcd.key("a"))).isEqualTo("new");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1_600_000, 3_000_000 })
	void putOfMoreThanTheServerTakesIsRefused(int size) {
		assertThatExceptionOfType(EtcdRequestTooLargeException.class)
			.isThrownBy(() -> this.template.put(etcd.key("a"), new byte[size]))
			.withMessageContaining("--max-request-bytes")
			.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNSENT));
		assertThat(this.template.get(etcd.key("a"))).isNull();
	}

	@Test
	void putAttachesToALease() {
		long lease = grant();
		this.template.put(etcd.key("a"), "1", (put) -> put.lease(lease));
		assertThat(this.template.getEntry(etcd.key("a"))).satisfies((entry) -> {
			assertThat(entry.hasLease()).isTrue();
			assertThat(entry.leaseId()).isEqualTo(lease);
		});
		this.template.put(etcd.key("a"), "2", (put) -> put.keepLease());
		assertThat(this.template.getEntry(etcd.key("a")).leaseId()).isEqualTo(lease);
		this.template.put(etcd.key("a"), "3");
		assertThat(this.template.getEntry(etcd.key("a")).hasLease()).isFalse();
	}

	@Test
	void putWithoutTheLeaseIsRefused() {
		assertThatExceptionOfType(EtcdLeaseNotFoundException.class)
			.isThrownBy(() -> this.template.put(etcd.key("a"), "1", (put) -> put.lease(123)))
			.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.REFUSED));
		assertThat(this.template.get(etcd.key("a"))).isNull();
	}

	@Test
	void putThatKeepsTheLeaseNeedsTheKey() {
		assertThatExceptionOfType(EtcdKeyNotFoundException.class)
			.isThrownBy(() -> this.template.put(etcd.key("a"), "1", (put) -> put.keepLease()));
	}

	@Test
	void touchKeepsTheValue() {
		long lease = grant();
		this.template.put(etcd.key("a"), "1");
		this.template.touch(etcd.key("a"), lease);
		EtcdEntry<String> touched = this.template.getEntry(etcd.key("a"));
		assertThat(touched.value()).isEqualTo("1");
		assertThat(touched.version()).isEqualTo(2);
		assertThat(touched.leaseId()).isEqualTo(lease);
		assertThat(this.template.touch(etcd.key("a"), (put) -> put.keepLease().returnPrevious(String.class)).previous())
			.isEqualTo(touched);
		assertThat(this.template.getEntry(etcd.key("a")).leaseId()).isEqualTo(lease);
		this.template.touch(etcd.key("a"), 0);
		assertThat(this.template.getEntry(etcd.key("a")).hasLease()).isFalse();
	}

	@Test
	void touchNeedsTheKey() {
		assertThatExceptionOfType(EtcdKeyNotFoundException.class)
			.isThrownBy(() -> this.template.touch(etcd.key("a"), 0));
	}

	@Test
	void deleteTellsWhetherThereWasAKey() {
		this.template.put(etcd.key("a"), "1");
		assertThat(this.template.delete(etcd.key("a"))).isTrue();
		assertThat(this.template.delete(etcd.key("a"))).isFalse();
	}

	@Test
	void deleteTakesRanges() {
		put("a", "b", "b/1", "b/2", "c", "d");
		assertThat(this.template.delete(KeyRange.prefix(etcd.key("b/"))).deleted()).isEqualTo(2);
		assertThat(this.template.delete(KeyRange.of(etcd.key("a"), etcd.key("c"))).deleted()).isEqualTo(2);
		assertThat(this.template.keys(etcd.keys())).containsExactly(etcd.key("c"), etcd.key("d"));
		assertThat(this.template.delete(KeyRange.from(etcd.key("c"))).deleted()).isGreaterThanOrEqualTo(2);
		assertThat(this.template.count(etcd.keys())).isZero();
	}

	@Test
	void deleteReturnsTheDeletedEntries() {
		put("a", "b");
		DeleteResult<String> result = this.template.delete(etcd.keys(),
				(delete) -> delete.returnPrevious(String.class));
		assertThat(result.deleted()).isEqualTo(2);
		assertThat(result.previous()).extracting(EtcdEntry::value).containsExactly("a", "b");
		assertThat(this.template.delete(etcd.keys()).previous()).isEmpty();
	}

	@Test
	void wrongArgumentsAreRefusedByNameBeforeAnythingIsSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.put((String) null, "v"))
			.withMessage("'key' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.put("", "v"))
			.withMessageContaining("'key' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.put("a", null))
			.withMessage("'value' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.put("a", "v", null))
			.withMessage("'spec' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.put("a", "v", (put) -> put.lease(1).keepLease()))
			.withMessageContaining("'keepLease()'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.put("a", "v", (put) -> put.returnPrevious((Class<String>) null)))
			.withMessage("'type' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.put("a", "v", (put) -> put.timeout(null)))
			.withMessage("'timeout' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.delete((KeyRange) null))
			.withMessage("'range' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.delete((String) null))
			.withMessage("'key' must not be null");
	}

	private void put(String... names) {
		for (String name : names) {
			this.template.put(etcd.key(name), name);
		}
	}

	private static long grant() {
		return etcd.template().leases().grantOnly(Duration.ofMinutes(1)).id();
	}

	record Flag(boolean on) {

	}

}
