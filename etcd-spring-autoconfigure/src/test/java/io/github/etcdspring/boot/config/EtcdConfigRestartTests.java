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

package io.github.etcdspring.boot.config;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.test.EtcdExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that applications which are started again and again in one JVM, as DevTools does,
 * leave nothing behind.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class EtcdConfigRestartTests {

	@RegisterExtension
	static final EtcdExtension etcd = new EtcdExtension();

	@Test
	void closedContextsLeaveNeitherThreadsNorObjects() {
		etcd.server().gateway().put("/restart/a", "1");
		List<WeakReference<?>> remains = new ArrayList<>();
		for (int round = 0; round < 3; round++) {
			runAndClose(remains, round);
		}
		await().untilAsserted(() -> {
			System.gc();
			assertThat(remains).isNotEmpty().allMatch((reference) -> reference.get() == null);
		});
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.filteredOn((name) -> name.matches("etcd-(io|timer|callback|watch|config)-.*"))
			.isEmpty());
	}

	private static void runAndClose(List<WeakReference<?>> remains, int round) {
		try (ConfigurableApplicationContext context = ImportingApplication
			.run(new Class<?>[] { ImportingApplication.class, Application.class }, etcd.endpoint(), "etcd:/restart/")) {
			Listener listener = context.getBean(Listener.class);
			context.getBean(EtcdTemplate.class).put("/restart/a", "round " + round);
			String expected = "round " + round;
			await().until(
					() -> listener.seen.equals(expected) && expected.equals(context.getEnvironment().getProperty("a")));
			remains.add(new WeakReference<>(listener));
			remains.add(new WeakReference<>(context));
		}
	}

	@Import(Listener.class)
	static class Application {

	}

	static class Listener {

		private volatile String seen = "";

		@EtcdWatch(key = "/restart/", prefix = true)
		void on(String value) {
			this.seen = value;
		}

	}

}
