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

import java.time.Duration;
import java.util.UUID;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.MapAssert;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.watch.EtcdWatchRegistration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GroupOwnerships}.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class GroupOwnershipsTests {

	@RegisterExtension
	static final EtcdExtension server = new EtcdExtension();

	@Test
	void groupsThatNobodyBelongsToAreForgotten() {
		String name = UUID.randomUUID().toString();
		try (GroupInstance instance = new GroupInstance(Duration.ofSeconds(10), server.endpoint()).start()) {
			for (int i = 0; i < 3; i++) {
				EtcdWatchRegistration watch = instance.watch(name, "group-" + i + name);
				await().until(watch::isGroupOwner);
				watch.cancel();
				await().untilAsserted(() -> assertThatGroups(instance).isEmpty());
			}
			EtcdWatchRegistration again = instance.watch(name, "group-0" + name);
			await().until(again::isGroupOwner);
			assertThatGroups(instance).hasSize(1);
		}
	}

	private static MapAssert<Object, Object> assertThatGroups(GroupInstance instance) {
		return assertThat(GroupOwnerships.of(instance.connection)).extracting("groups", InstanceOfAssertFactories.MAP);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

}
