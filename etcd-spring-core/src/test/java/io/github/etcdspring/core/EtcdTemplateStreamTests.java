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

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.etcd.jetcd.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.ParameterizedTypeReference;

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.RangeSpec;
import io.github.etcdspring.kv.SortBy;
import io.github.etcdspring.kv.SortOrder;
import io.github.etcdspring.kv.TxnOperation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of reading ranges of any size through {@link EtcdTemplate}.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateStreamTests {

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final EtcdTemplate template = etcd.template();

	@Test
	void streamReadsAllPagesAtTheRevisionOfTheFirst() {
		put(2500);
		List<String> keys = stream((range) -> range.limit(0)).map((entry) -> {
			if (entry.key().equals(etcd.key("000000"))) {
				this.template.put(etcd.key("000001x"), "late");
				this.template.delete(etcd.key("002499"));
			}
			return entry.key();
		}).toList();
		assertThat(keys).hasSize(2500).isSorted().contains(etcd.key("002499")).doesNotContain(etcd.key("000001x"));
	}

	@Test
	void streamReadsNoMorePagesThanAreConsumed() {
		put(10);
		assertThat(stream((range) -> range.limit(3)).map(EtcdEntry::key)).hasSize(3);
		assertThat(stream((range) -> range.limit(0)).findFirst()).map(EtcdEntry::key).hasValue(etcd.key("000000"));
		assertThat(stream(RangeSpec::keysOnly)).hasSize(10).allSatisfy((entry) -> assertThat(entry.value()).isNull());
		assertThat(this.template.stream(KeyRange.key(etcd.key("000003")), String.class)).hasSize(1);
		assertThat(this.template.stream(KeyRange.key(etcd.key("none")), String.class)).isEmpty();
		assertThat(this.template.stream(KeyRange.from(etcd.key("000008")), String.class)).hasSizeGreaterThan(1);
	}

	@Test
	void streamSurvivesAReconnectBetweenPages() {
		put(2100);
		long count = stream((range) -> range.limit(0)).filter((entry) -> {
			if (entry.key().equals(etcd.key("000500"))) {
				etcd.server().kill();
				etcd.server().restart();
			}
			return true;
		}).count();
		assertThat(count).isEqualTo(2100);
	}

	@Test
	void streamWhoseRevisionIsCompactedSaysSo() {
		put(1500);
		assertThatExceptionOfType(EtcdCompactedException.class)
			.isThrownBy(() -> stream((range) -> range.limit(0)).forEach((entry) -> {
				if (entry.key().equals(etcd.key("000000"))) {
					long revision = this.template.put(etcd.key("x"), "1").revision();
					this.template.compact(revision);
				}
			}));
	}

	@Test
	void pagesThatAreTooLargeAreMadeSmaller() {
		String value = "x".repeat(20_000);
		IntStream.range(0, 40).forEach((i) -> this.template.put(etcd.key("%06d".formatted(i)), value));
		try (EtcdConnection narrow = new EtcdConnection(
				Client.builder().endpoints(etcd.server().endpoint()).maxInboundMessageSize(100_000),
				EtcdConnectionSettings.defaults())) {
			EtcdTemplate careful = new EtcdTemplate(narrow, EtcdValueConverter.create());
			assertThat(careful.stream(etcd.keys(), String.class).map(EtcdEntry::value)).hasSize(40)
				.allMatch(value::equals);
		}
	}

	@Test
	void wrongArgumentsAreRefusedByNameBeforeAnythingIsSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.stream(null, String.class))
			.withMessage("'range' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> stream(RangeSpec::countOnly))
			.withMessageContaining("'countOnly()'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> stream((range) -> range.sort(SortBy.VALUE, SortOrder.ASCEND)))
			.withMessageContaining("'sort(..)'");
	}

	private Stream<EtcdEntry<String>> stream(Consumer<RangeSpec> spec) {
		return this.template.stream(etcd.keys(), new ParameterizedTypeReference<>() {
		}, spec);
	}

	private void put(int count) {
		for (int start = 0; start < count; start += 100) {
			List<? extends TxnOperation<?>> puts = IntStream.range(start, Math.min(start + 100, count))
				.mapToObj((i) -> TxnOperation.put(etcd.key("%06d".formatted(i)), "v"))
				.toList();
			this.template.txn((txn) -> txn.then(puts));
		}
	}

}
