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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.ParameterizedTypeReference;

import io.github.etcdspring.EtcdConflictException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.kv.EtcdEntry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of the operations of {@link EtcdTemplate} that write only if nobody else did, and
 * of those that end by themselves.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateCompareAndSwapTests {

	private static final UnaryOperator<Integer> INCREMENT = (number) -> (number != null) ? number + 1 : 1;

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final EtcdTemplate template = etcd.template();

	@Test
	void putIfAbsentPutsOnce() {
		assertThat(this.template.putIfAbsent(etcd.key("a"), "1")).isTrue();
		assertThat(this.template.putIfAbsent(etcd.key("a"), "2")).isFalse();
		assertThat(this.template.get(etcd.key("a"))).isEqualTo("1");
	}

	@Test
	void replaceNeedsTheRevisionThatWasRead() {
		long revision = this.template.put(etcd.key("a"), "1").revision();
		assertThat(this.template.replace(etcd.key("a"), "2", revision)).isTrue();
		assertThat(this.template.replace(etcd.key("a"), "3", revision)).isFalse();
		assertThat(this.template.replace(etcd.key("b"), "3", revision)).isFalse();
		assertThat(this.template.get(etcd.key("a"))).isEqualTo("2");
	}

	@Test
	void deleteIfNeedsTheRevisionThatWasRead() {
		long revision = this.template.put(etcd.key("a"), "1").revision();
		this.template.put(etcd.key("a"), "2");
		assertThat(this.template.deleteIf(etcd.key("a"), revision)).isFalse();
		assertThat(this.template.deleteIf(etcd.key("a"), revision + 1)).isTrue();
		assertThat(this.template.get(etcd.key("a"))).isNull();
	}

	@Test
	void updateCreatesChangesAndDeletes() {
		assertThat(this.template.update(etcd.key("a"), Integer.class, INCREMENT)).isEqualTo(1);
		assertThat(this.template.update(etcd.key("a"), Integer.class, INCREMENT)).isEqualTo(2);
		assertThat(this.template.update(etcd.key("a"), Integer.class, (number) -> null)).isNull();
		assertThat(this.template.get(etcd.key("a"))).isNull();
		assertThat(this.template.update(etcd.key("a"), Integer.class, (number) -> null)).isNull();
		assertThat(this.template.update(etcd.key("l"), new ParameterizedTypeReference<List<Integer>>() {
		}, (list) -> List.of(1))).containsExactly(1);
	}

	@Test
	void updateKeepsTheLease() {
		this.template.put(etcd.key("a"), 1, (put) -> put.ttl(Duration.ofMinutes(1)));
		EtcdEntry<Integer> before = this.template.getEntry(etcd.key("a"), Integer.class);
		this.template.update(etcd.key("a"), Integer.class, INCREMENT);
		EtcdEntry<Integer> after = this.template.getEntry(etcd.key("a"), Integer.class);
		assertThat(after.value()).isEqualTo(2);
		assertThat(after.leaseId()).isEqualTo(before.leaseId()).isNotZero();
	}

	@Test
	void updateLosesNothingToOthers() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			EtcdTemplate patient = etcd.template();
			List<? extends Future<?>> updates = IntStream.range(0, 80)
				.mapToObj((i) -> threads.submit(() -> patient.withTimeout(Duration.ofSeconds(30))
					.update(etcd.key("a"), Integer.class, INCREMENT)))
				.toList();
			for (Future<?> update : updates) {
				update.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.template.get(etcd.key("a"), Integer.class)).isEqualTo(80);
	}

	@Test
	void asynchronousUpdateLosesNothingToOthers() throws Exception {
		AsyncEtcdOperations async = this.template.withTimeout(Duration.ofSeconds(30)).async();
		List<CompletableFuture<Integer>> updates = IntStream.range(0, 20)
			.mapToObj((i) -> async.update(etcd.key("a"), Integer.class, INCREMENT))
			.toList();
		CompletableFuture.allOf(updates.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
		assertThat(updates).extracting(CompletableFuture::join)
			.containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
		assertThat(async.putIfAbsent(etcd.key("a"), "x").get(10, TimeUnit.SECONDS)).isFalse();
		assertThat(async.txn((txn) -> txn.when()).get(10, TimeUnit.SECONDS).succeeded()).isTrue();
	}

	@Test
	void updateGivesUpWhenItsTimeIsOver() {
		assertThatExceptionOfType(EtcdException.class).isThrownBy(() -> this.template.withTimeout(Duration.ofSeconds(2))
			.update(etcd.key("a"), Integer.class, (number) -> {
				this.template.update(etcd.key("a"), Integer.class, INCREMENT);
				return 0;
			}))
			.withMessageContaining(etcd.key("a"))
			.as("the time ends between two attempts, or during one")
			.isInstanceOfAny(EtcdConflictException.class, EtcdTimeoutException.class);
	}

	@Test
	void updateSendsNothingWhenItsFunctionTookAllOfItsTime() {
		assertThatExceptionOfType(EtcdTimeoutException.class)
			.isThrownBy(() -> this.template.withTimeout(Duration.ofMillis(500))
				.update(etcd.key("a"), Integer.class, (number) -> {
					Awaitility.await().pollDelay(Duration.ofMillis(500)).until(() -> true);
					return 1;
				}))
			.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNSENT));
		assertThat(this.template.get(etcd.key("a"))).isNull();
	}

	@Test
	void updateFailsWithWhatTheFunctionThrows() {
		assertThatIllegalStateException().isThrownBy(() -> this.template.update(etcd.key("a"), Integer.class, (n) -> {
			throw new IllegalStateException("no");
		})).withMessage("no");
		assertThat(this.template.async().update(etcd.key("a"), Integer.class, (n) -> {
			throw new IllegalStateException("no");
		})).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("no");
	}

	@Test
	void putWithATimeToLiveEndsByItself() throws Exception {
		this.template.put(etcd.key("a"), "1", (put) -> put.ttl(Duration.ofSeconds(60)));
		assertThat(this.template.getEntry(etcd.key("a")).hasLease()).isTrue();
		this.template.async()
			.put(etcd.key("b"), "1", (put) -> put.ttl(Duration.ofSeconds(60)))
			.get(10, TimeUnit.SECONDS);
		assertThat(this.template.getEntry(etcd.key("b")).leaseId()).isNotZero()
			.isNotEqualTo(this.template.getEntry(etcd.key("a")).leaseId());
	}

	@Test
	void wrongArgumentsAreRefusedByNameBeforeAnythingIsSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.replace("a", "b", 0))
			.withMessageContaining("'expectedModRevision'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.deleteIf("a", -1))
			.withMessageContaining("'expectedModRevision'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.putIfAbsent("a", null))
			.withMessage("'value' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.update("a", Integer.class, null))
			.withMessage("'function' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.put("a", "b", (put) -> put.ttl(Duration.ZERO)))
			.withMessageContaining("'ttl' must be positive");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.put("a", "b", (put) -> put.ttl(Duration.ofSeconds(5)).lease(1)))
			.withMessageContaining("'ttl(..)'");
	}

}
