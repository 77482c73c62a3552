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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.AbstractRefreshableApplicationContext;
import org.springframework.util.ClassUtils;

import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.election.EtcdLeadership;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.lock.EtcdLock;
import io.github.etcdspring.mirror.EtcdMirror;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.watch.EtcdWatchContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that applications which are started again and again in one JVM, as DevTools does,
 * and contexts that are refreshed leave nothing behind.
 *
 * @author The etcd-spring authors
 */
@Timeout(120)
class EtcdConfigRestartTests {

	@RegisterExtension
	static final EtcdExtension etcd = new EtcdExtension();

	@Test
	void closedContextsLeaveNeitherThreadsNorObjects() throws ReflectiveOperationException {
		etcd.server().gateway().put("/restart/a", "1");
		List<WeakReference<?>> remains = new ArrayList<>();
		for (int round = 0; round < 3; round++) {
			ClassLoader restart = new RestartClassLoader(Set.of(Round.class, Application.class, Listener.class));
			runAndClose(restart, remains, round);
		}
		await().untilAsserted(() -> {
			System.gc();
			assertThat(remains).hasSize(6).allMatch((reference) -> reference.get() == null);
		});
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getContextClassLoader() instanceof RestartClassLoader)
			.extracting(Thread::getName)
			// The JDK's own, one for all, keeps the class loader of whoever was first to
			// delay something
			.filteredOn((name) -> !name.equals("CompletableFutureDelayScheduler"))
			.isEmpty());
	}

	@Test
	void refreshedContextLeavesNothingOfTheOneBefore() {
		List<WeakReference<?>> remains = new ArrayList<>();
		try (RefreshableContext context = new RefreshableContext()) {
			TestPropertyValues.of("etcd.endpoints=" + etcd.endpoint()).applyTo(context);
			int threads = 0;
			for (int round = 0; round < 4; round++) {
				context.refresh();
				Round.use(context, "refresh " + round);
				if (round > 1) {
					// Those of the context before may need a moment to end
					int most = threads + 4;
					await().untilAsserted(() -> assertThat(threads()).hasSizeLessThanOrEqualTo(most));
				}
				threads = threads().size();
				if (round < 3) {
					remains.add(new WeakReference<>(context.getBean(Listener.class)));
					remains.add(new WeakReference<>(context.getBean(EtcdWatchContainer.class)));
				}
			}
			await().untilAsserted(() -> {
				System.gc();
				assertThat(remains).hasSize(6).allMatch((reference) -> reference.get() == null);
			});
		}
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	@SuppressWarnings("unchecked")
	private static void runAndClose(ClassLoader restart, List<WeakReference<?>> remains, int round)
			throws ReflectiveOperationException {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(restart);
		try (ConfigurableApplicationContext context = ImportingApplication.run(
				new Class<?>[] { ImportingApplication.class, restart.loadClass(Application.class.getName()) },
				etcd.endpoint(), "etcd:/restart/", "etcd.watch.retry.delay=1ms")) {
			Consumer<ConfigurableApplicationContext> use = (Consumer<ConfigurableApplicationContext>) restart
				.loadClass(Round.class.getName())
				.getDeclaredConstructor(int.class)
				.newInstance(round);
			use.accept(context);
			remains.add(new WeakReference<>(use));
			remains.add(new WeakReference<>(context));
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("etcd-") || name.startsWith("grpc-") || name.startsWith("vert.x-"))
			.collect(Collectors.toList());
	}

	/**
	 * Loads classes of the application anew, and all others as usual.
	 */
	private static final class RestartClassLoader extends ClassLoader {

		private final Set<String> names;

		RestartClassLoader(Set<Class<?>> types) {
			super(EtcdConfigRestartTests.class.getClassLoader());
			this.names = types.stream().map(Class::getName).collect(Collectors.toSet());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			return (this.names.contains(name) && findLoadedClass(name) == null) ? define(name)
					: super.loadClass(name, resolve);
		}

		private Class<?> define(String name) {
			try (InputStream stream = getResourceAsStream(ClassUtils.convertClassNameToResourcePath(name) + ".class")) {
				byte[] bytes = stream.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	/**
	 * Uses whatever has threads.
	 *
	 * @param round the number of the round
	 */
	public record Round(int round) implements Consumer<ConfigurableApplicationContext> {

		@Override
		public void accept(ConfigurableApplicationContext context) {
			use(context, "round " + this.round);
			await().until(() -> context.getEnvironment().getProperty("a").equals("round " + this.round));
		}

		static void use(ConfigurableApplicationContext context, String value) {
			EtcdTemplate template = context.getBean(EtcdTemplate.class);
			try (EtcdLock lock = template.locks().lock("/restart/lock")) {
				template.guardedBy(lock).put("/restart/a", value);
			}
			template.async().get("/restart/a").join();
			Listener listener = context.getBean(Listener.class);
			await().until(() -> listener.seen.equals(value)
					&& value.equals(context.getBean(EtcdMirror.class).get("/restart/a"))
					&& context.getBean(EtcdLeadership.class).isLeader());
		}

	}

	@Import(Listener.class)
	public static class Application {

		@Bean
		EtcdMirror<String> mirror(EtcdTemplate template) {
			return template.mirror(KeyRange.prefix("/restart/"), String.class);
		}

		@Bean
		EtcdLeadership leadership(EtcdTemplate template) {
			return new EtcdLeadership(template.elections(), "/election", "me");
		}

	}

	public static class Listener {

		// Not private: its class loader has only a part of the nest
		volatile String seen = "";

		@EtcdWatch(key = "/restart/a", cursor = "restart")
		void on(String value) {
			this.seen = value;
		}

	}

	@ImportAutoConfiguration({ EtcdAutoConfiguration.class, EtcdWatchAutoConfiguration.class,
			SslAutoConfiguration.class })
	@Import(Application.class)
	static class RefreshableApplication {

	}

	private static final class RefreshableContext extends AbstractRefreshableApplicationContext {

		@Override
		protected void loadBeanDefinitions(DefaultListableBeanFactory beanFactory) {
			new AnnotatedBeanDefinitionReader(beanFactory, getEnvironment()).register(RefreshableApplication.class);
		}

	}

}
