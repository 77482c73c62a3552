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

import java.util.ArrayList;
import java.util.List;

import io.etcd.jetcd.Client;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EndpointRoster}.
 *
 * @author The etcd-spring authors
 */
class EndpointRosterTests {

	@Test
	void anEndpointWithoutChannelSaysWhyAndKeepsNoOtherOneFromConnecting() {
		List<String> started = new ArrayList<>();
		ChannelFactory channels = new ChannelFactory(
				Client.builder().endpoints("http://localhost:1", "http://localhost:2"));
		try (ConnectionThreads threads = new ConnectionThreads(1, null)) {
			EndpointRoster roster = new EndpointRoster(channels, threads, (endpoint) -> {
				started.add(endpoint.uri());
				throw new NoSuchMethodError("of another version");
			}, (endpoints) -> {
			});
			roster.start();
			assertThat(started).containsExactly("http://localhost:1", "http://localhost:2");
			assertThat(roster.isDisconnected()).isTrue();
			assertThat(roster.all()).extracting(Endpoint::toString)
				.allSatisfy((description) -> assertThat(description).contains("NoSuchMethodError"));
		}
	}

}
