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

package io.github.etcdspring;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseHeader}.
 *
 * @author The etcd-spring authors
 */
class ResponseHeaderTests {

	@Test
	void idsAreWrittenAsEtcdWritesThem() {
		assertThat(new ResponseHeader(0xcdf818194e3a8c32L, 0x8e9e05c52164694dL, 7, 2)).hasToString(
				"ResponseHeader[clusterId=cdf818194e3a8c32, memberId=8e9e05c52164694d, revision=7, raftTerm=2]");
	}

}
