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

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EtcdEntry}.
 *
 * @author The etcd-spring authors
 */
class EtcdEntryTests {

	private static final byte[] KEY = "/a".getBytes(StandardCharsets.UTF_8);

	@Test
	void toStringShowsEverythingButTheValue() {
		assertThat(new EtcdEntry<>(KEY, "secret", 3, 10, 12, 255))
			.hasToString("EtcdEntry[key=\"/a\", version=3, createRevision=10, modRevision=12, leaseId=ff]");
	}

	@Test
	void equalsComparesBytesByContent() {
		EtcdEntry<byte[]> entry = new EtcdEntry<>(KEY, new byte[] { 1 }, 1, 2, 3, 0);
		assertThat(entry).isEqualTo(new EtcdEntry<>(KEY, new byte[] { 1 }, 1, 2, 3, 0))
			.hasSameHashCodeAs(new EtcdEntry<>(KEY, new byte[] { 1 }, 1, 2, 3, 0))
			.isNotEqualTo(new EtcdEntry<>(KEY, new byte[] { 2 }, 1, 2, 3, 0));
	}

	@Test
	void knowsWhetherItHasALease() {
		assertThat(new EtcdEntry<>(KEY, "v", 1, 1, 1, 7).hasLease()).isTrue();
		assertThat(new EtcdEntry<>(KEY, "v", 1, 1, 1, 0).hasLease()).isFalse();
	}

	@Test
	void keyIsTextAndBytes() {
		EtcdEntry<String> entry = new EtcdEntry<>(KEY, null, 1, 1, 1, 0);
		entry.keyBytes()[0] = 0;
		assertThat(entry.key()).isEqualTo("/a");
		assertThat(entry.keyBytes()).isEqualTo(KEY);
		assertThat(entry.value()).isNull();
	}

}
