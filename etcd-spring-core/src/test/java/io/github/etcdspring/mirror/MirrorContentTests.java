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

package io.github.etcdspring.mirror;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchBatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MirrorContent}.
 *
 * @author The etcd-spring authors
 */
class MirrorContentTests {

	private final MirrorContent<String> content = new MirrorContent<>(KeyRange.all(), EtcdValueConverter.create(),
			ResolvableType.forClass(String.class));

	@Test
	void headerOfChangesDoesNotSpeakForWhatWasReadAnewWithoutAny() {
		ResponseHeader header = new ResponseHeader(1, 1, 5, 7);
		EtcdEntry<byte[]> entry = new EtcdEntry<>("a".getBytes(StandardCharsets.UTF_8), null, 0, 0, 5, 0);
		this.content.onEvents(new EtcdWatchBatch<>(5,
				List.of(new EtcdEvent<>(EtcdEvent.Type.DELETE, entry, null, EtcdEvent.Origin.CHANGE, 5)), header));
		assertThat(this.content.header()).isEqualTo(header);
		this.content.onReset(6, 3);
		this.content.onSnapshot(3);
		assertThat(this.content.header()).isNull();
		assertThat(this.content.state().revision()).isEqualTo(3);
	}

	@Test
	void everythingIsReadAgainIfWhatWasReadCannotBeTakenIn() {
		AtomicInteger failures = new AtomicInteger();
		this.content.onFailure(failures::incrementAndGet);
		this.content.onChange(() -> {
			throw new OutOfMemoryError("pretended");
		});
		this.content.begin();
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> this.content.onSnapshot(3));
		assertThat(failures).hasValue(1);
	}

}
