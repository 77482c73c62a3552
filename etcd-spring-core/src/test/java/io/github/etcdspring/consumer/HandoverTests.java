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

package io.github.etcdspring.consumer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.test.EtcdExtension;

/**
 * How soon leadership, locks and groups go from one instance to the next.
 *
 * @author The etcd-spring authors
 */
@Timeout(120)
class HandoverTests {

	private static final List<Boolean> ALL = List.of(true, true, true);

	private static final List<Boolean> NOTHING = List.of(false, false, false);

	@RegisterExtension
	private static final EtcdExtension server = new EtcdExtension();

	@Test
	void instanceThatShutsDownHandsOverWithinASecond() {
		HandoverInstance first = new HandoverInstance(server.endpoint());
		await().until(() -> first.owned().equals(ALL));
		try (HandoverInstance second = new HandoverInstance(server.endpoint())) {
			await().during(Duration.ofMillis(200)).until(() -> second.owned().equals(NOTHING));
			long begin = System.nanoTime();
			first.close();
			await().atMost(Duration.ofSeconds(1).minusNanos(System.nanoTime() - begin))
				.until(() -> second.owned().equals(ALL));
		}
	}

	@Test
	void instanceThatIsKilledIsSucceededWithinTheTimeToLiveAndTwoSeconds() throws Exception {
		Process first = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), HandoverInstance.class.getName(), server.endpoint())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			first.inputReader(StandardCharsets.UTF_8).lines().filter("READY"::equals).findFirst().orElseThrow();
			try (HandoverInstance second = new HandoverInstance(server.endpoint())) {
				await().during(Duration.ofMillis(200)).until(() -> second.owned().equals(NOTHING));
				first.destroyForcibly().waitFor();
				await().atMost(HandoverInstance.TTL.plusSeconds(2)).until(() -> second.owned().equals(ALL));
			}
		}
		finally {
			first.destroyForcibly();
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10));
	}

}
