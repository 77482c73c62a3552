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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.EtcdKeyNotFoundException;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.KeyRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link EtcdTemplate#async()}.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateAsyncTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final AsyncEtcdOperations async = etcd.template().async();

	@Test
	void everyOperationHasAFuture() throws Exception {
		long revision = join(this.async.put(etcd.key("a"), "1")).revision();
		assertThat(join(this.async.get(etcd.key("a")))).isEqualTo("1");
		assertThat(join(this.async.get(etcd.key("b")))).isNull();
		assertThat(join(this.async.getEntry(etcd.key("a")))).extracting(EtcdEntry::modRevision).isEqualTo(revision);
		assertThat(join(this.async.range(etcd.keys())).values()).containsExactly("1");
		assertThat(join(this.async.range(etcd.keys(), String.class)).values()).containsExactly("1");
		assertThat(join(this.async.range(etcd.keys(), String.class, (range) -> range.countOnly())).count())
			.isEqualTo(1);
		assertThat(join(this.async.keys(etcd.keys()))).containsExactly(etcd.key("a"));
		assertThat(join(this.async.count(etcd.keys()))).isEqualTo(1);
		assertThat(join(this.async.touch(etcd.key("a"), 0)).revision()).isEqualTo(revision + 1);
		assertThat(join(this.async.put(etcd.key("a"), "2", (put) -> put.returnPrevious(String.class))).previousValue())
			.isEqualTo("1");
		assertThat(join(this.async.delete(etcd.key("a")))).isTrue();
		assertThat(join(this.async.delete(etcd.keys())).deleted()).isZero();
		assertThat(join(this.async.compact(revision)).revision()).isEqualTo(revision + 3);
	}

	@Test
	void failuresCompleteTheFuture() {
		etcd.template().put(etcd.key("a"), "no number");
		assertThat(this.async.touch(etcd.key("b"), 0)).failsWithin(SOON)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(EtcdKeyNotFoundException.class);
		assertThat(this.async.get(etcd.key("a"), Integer.class)).failsWithin(SOON)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(EtcdConversionException.class);
	}

	@Test
	void wrongArgumentsAreThrownAtOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.async.put("a", null))
			.withMessage("'value' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.async.delete((KeyRange) null))
			.withMessage("'range' must not be null");
	}

	private static <T> T join(CompletableFuture<T> future) throws Exception {
		return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
	}

}
