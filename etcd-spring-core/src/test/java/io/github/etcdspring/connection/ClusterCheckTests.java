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

package io.github.etcdspring.connection;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterCheck}.
 *
 * @author The etcd-spring authors
 */
class ClusterCheckTests {

	@Test
	void firstThatIsToldCountsUntilAnotherIsToldMoreOften() {
		assertThat(ClusterCheck.mostTold(List.of(1L), 0)).isEqualTo(1);
		assertThat(ClusterCheck.mostTold(List.of(1L, 2L), 1)).isEqualTo(1);
		assertThat(ClusterCheck.mostTold(List.of(1L, 2L), 2)).isEqualTo(2);
		assertThat(ClusterCheck.mostTold(List.of(1L, 2L, 2L), 1)).isEqualTo(2);
	}

	@Test
	void clusterThatNobodyTellsAnyMoreDoesNotCount() {
		assertThat(ClusterCheck.mostTold(List.of(2L, 3L), 1)).isEqualTo(2);
	}

}
