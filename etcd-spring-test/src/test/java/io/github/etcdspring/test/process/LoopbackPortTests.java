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

package io.github.etcdspring.test.process;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoopbackPort}.
 *
 * @author The etcd-spring authors
 */
class LoopbackPortTests {

	@Test
	void reservesPortThatIsFreeToUse() throws Exception {
		try (LoopbackPort port = LoopbackPort.reserve();
				ServerSocket socket = new ServerSocket(port.number(), 1, InetAddress.getLoopbackAddress())) {
			assertThat(socket.isBound()).isTrue();
		}
	}

	@Test
	void neverGivesReservedPortAgain() {
		List<LoopbackPort> ports = new ArrayList<>();
		try {
			Set<Integer> numbers = new HashSet<>();
			for (int i = 0; i < 500; i++) {
				LoopbackPort port = LoopbackPort.reserve();
				ports.add(port);
				assertThat(numbers.add(port.number())).isTrue();
			}
		}
		finally {
			ports.forEach(LoopbackPort::close);
		}
	}

	@Test
	void staysBelowPortsOfOutgoingConnections() {
		try (LoopbackPort port = LoopbackPort.reserve()) {
			assertThat(port.number()).isBetween(1024, 32767);
		}
	}

}
