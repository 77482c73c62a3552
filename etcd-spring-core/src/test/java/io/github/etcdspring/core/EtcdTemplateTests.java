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

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.kv.EtcdValueConverter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EtcdTemplate}: its groups and its timeouts.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateTests {

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final EtcdTemplate template = etcd.template();

	@Test
	void needsAConnectionAndAConverter() {
		assertThatIllegalArgumentException().isThrownBy(() -> new EtcdTemplate(null, EtcdValueConverter.create()))
			.withMessage("'connection' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> new EtcdTemplate(etcd.connection(), null))
			.withMessage("'converter' must not be null");
	}

	@Test
	void timeoutsOfViewAndCallBoundACall() {
		etcd.server().pause();
		try {
			assertThat(timeOf(() -> this.template.withTimeout(Duration.ofMillis(200)).get("a")))
				.isBetween(Duration.ofMillis(150), Duration.ofSeconds(3));
			assertThat(timeOf(() -> this.template.withTimeout(Duration.ofMinutes(1))
				.put("a", "v", (put) -> put.timeout(Duration.ofMillis(300)))))
				.isBetween(Duration.ofMillis(250), Duration.ofSeconds(3));
		}
		finally {
			etcd.server().resume();
		}
		assertThat(this.template.withTimeout(Duration.ofSeconds(5)).get("b")).isNull();
	}

	private static Duration timeOf(ThrowingCallable call) {
		long start = System.nanoTime();
		assertThatExceptionOfType(EtcdTimeoutException.class).isThrownBy(call);
		return Duration.ofNanos(System.nanoTime() - start);
	}

}
