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

package io.github.etcdspring.watch;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WatchCreation}, and for times that are too long to be measured.
 *
 * @author The etcd-spring authors
 */
class WatchCreationTests {

	private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

	private final WatchCreation creation = new WatchCreation(false);

	@Test
	void canBeAwaitedForever() {
		this.creation.confirmed();
		assertThat(this.creation.await(FOREVER, "watch")).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> this.creation.await(null, "watch"));
	}

	@Test
	void timeoutsOfTheSettingsCanBeMeasured() {
		EtcdWatchSettings settings = EtcdWatchSettings.builder().startTimeout(FOREVER).stopTimeout(FOREVER).build();
		assertThat(settings.startTimeout().toNanos()).isPositive();
		assertThat(settings.stopTimeout().toNanos()).isPositive();
	}

}
