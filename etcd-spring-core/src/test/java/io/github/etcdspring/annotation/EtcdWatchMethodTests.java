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

package io.github.etcdspring.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.etcd.jetcd.Client;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.env.MapPropertySource;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.consumer.EtcdCursor;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchBatch;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchErrorHandler;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchSettings;
import io.github.etcdspring.watch.EtcdWatchSpec.Initial;
import io.github.etcdspring.watch.EtcdWatchSpec.OnCompaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdWatch} methods.
 *
 * @author The etcd-spring authors
 */
class EtcdWatchMethodTests {

	private static EtcdServer server;

	@BeforeAll
	static void start() {
		server = EtcdServer.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void bindsEveryKindOfParameter() {
		try (AnnotationConfigApplicationContext context = context(Parameters.class)) {
			Parameters bean = context.getBean(Parameters.class);
			server.gateway().put("/params/a", "{\"name\":\"x\"}");
			server.gateway().delete("/params/a");
			await().until(() -> bean.calls.size() == 10);
			assertThat(bean.calls).contains("event PUT /params/a Flag[name=x]", "event DELETE /params/a null",
					"value /params/a a PUT Flag[name=x]", "value /params/a a DELETE null", "list 1 Flag[name=x]",
					"list 1 null", "batch 1", "nothing");
		}
	}

	@Test
	void resolvesPlaceholdersAndExpressions() {
		try (AnnotationConfigApplicationContext context = context(Expressions.class)) {
			Expressions bean = context.getBean(Expressions.class);
			server.gateway().put("/from/property", "1");
			server.gateway().put("/from/expression", "2");
			await().until(() -> bean.calls.size() == 2);
			assertThat(bean.calls).containsExactlyInAnyOrder("1", "2");
			assertThat(context.getBean(EtcdWatchContainer.class).registrations()).extracting(EtcdWatchRegistration::id)
				.containsExactlyInAnyOrder("my-id", "etcdWatchMethodTests.Expressions.byExpression");
		}
	}

	@Test
	void annotationCanBeRepeatedAndComposed() {
		try (AnnotationConfigApplicationContext context = context(Repeated.class)) {
			Repeated bean = context.getBean(Repeated.class);
			server.gateway().put("/repeated/a", "a");
			server.gateway().put("/repeated/b", "b");
			server.gateway().put("/composed/c", "c");
			await().until(() -> bean.calls.size() == 3);
			assertThat(bean.calls).containsExactlyInAnyOrder("a", "b", "c");
		}
	}

	@Test
	void oneInstanceOfAGroupIsCalledAndTheNextGoesOn() {
		AnnotationConfigApplicationContext first = context(Grouped.class);
		try (AnnotationConfigApplicationContext second = context(Grouped.class)) {
			assertThat(second.getBean(EtcdWatchContainer.class).registrations()).hasSize(2)
				.allMatch((registration) -> registration.state() == EtcdWatchRegistration.State.STANDBY)
				.allMatch((registration) -> "/from/property".equals(registration.group()));
			server.gateway().put("/grouped/a", "a");
			server.gateway().put("/grouped/b", "b");
			await().until(() -> first.getBean(Grouped.class).calls.containsAll(List.of("a", "b")));
			List<String> handled = first.getBean(Grouped.class).calls;
			first.close();
			assertThat(handled).hasSize(2);
			server.gateway().put("/grouped/a", "c");
			server.gateway().put("/grouped/b", "d");
			await().until(() -> second.getBean(Grouped.class).calls.containsAll(List.of("c", "d")));
			assertThat(second.getBean(Grouped.class).calls).hasSize(2);
		}
		finally {
			first.close();
		}
	}

	@Test
	void callsTheMethodThroughTheProxy() {
		try (AnnotationConfigApplicationContext context = context(Proxied.class, ClassProxies.class)) {
			server.gateway().put("/proxied/a", "1");
			await().until(() -> ClassProxies.intercepted.contains("onChange"));
			await().until(() -> context.getBean(Proxied.class).calls().equals(List.of("1")));
		}
	}

	@Test
	void lazyBeanIsWatchingOnceItIsUsedAndStopsWhenItIsDestroyed() {
		try (AnnotationConfigApplicationContext context = context(LazyWatches.class)) {
			EtcdWatchContainer container = context.getBean(EtcdWatchContainer.class);
			assertThat(container.registrations()).isEmpty();
			LazyWatches bean = context.getBean(LazyWatches.class);
			assertThat(container.registrations()).hasSize(1);
			await().until(() -> container.registrations()
				.stream()
				.allMatch((registration) -> registration.state() == EtcdWatchRegistration.State.ACTIVE));
			server.gateway().put("/lazy/a", "1");
			await().until(() -> bean.calls.equals(List.of("1")));
			context.getDefaultListableBeanFactory().destroySingleton("etcdWatchMethodTests.LazyWatches");
			assertThat(container.registrations()).isEmpty();
		}
	}

	@Test
	void methodIsToldFirstWhatIsThere() {
		server.gateway().put("/there/a", "1");
		server.gateway().put("/there/b", "2");
		try (AnnotationConfigApplicationContext context = context(Beginning.class)) {
			Beginning bean = context.getBean(Beginning.class);
			server.gateway().put("/there/c", "3");
			await().until(() -> bean.snapshot.size() == 3 && bean.history.size() == 3);
			assertThat(bean.snapshot).containsExactly("SNAPSHOT 1", "SNAPSHOT 2", "CHANGE 3");
			assertThat(bean.history).containsExactly("CHANGE 1", "CHANGE 2", "CHANGE 3");
		}
	}

	@Test
	void errorHandlerDecides() {
		try (AnnotationConfigApplicationContext context = context(Failing.class)) {
			server.gateway().put("/failing/a", "no number");
			EtcdWatchRegistration registration = context.getBean(EtcdWatchContainer.class)
				.registrations()
				.iterator()
				.next();
			await().until(() -> registration.state() == EtcdWatchRegistration.State.FAILED);
			assertThat(Failing.failed).singleElement().isEqualTo("etcdWatchMethodTests.Failing.onChange no number");
		}
	}

	@Test
	void watchWithoutAutoStartupWaits() {
		try (AnnotationConfigApplicationContext context = context(Waiting.class)) {
			assertThat(context.getBean(EtcdWatchContainer.class).registrations())
				.allMatch((registration) -> registration.state() == EtcdWatchRegistration.State.PAUSED);
		}
	}

	private static AnnotationConfigApplicationContext context(Class<?>... beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("my.key", "/from/property")));
		context.register(EtcdConfiguration.class);
		context.register(beans);
		context.refresh();
		// On a busy machine the start does not wait long enough
		EtcdWatchContainer container = context.getBean(EtcdWatchContainer.class);
		await().atMost(Duration.ofSeconds(60))
			.until(() -> container.registrations()
				.stream()
				.noneMatch((watch) -> watch.state() == EtcdWatchRegistration.State.CONNECTING));
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableEtcdWatch
	static class EtcdConfiguration {

		@Bean
		EtcdConnection connection() {
			return new EtcdConnection(Client.builder().endpoints(URI.create(server.endpoint())),
					EtcdConnectionSettings.defaults());
		}

		@Bean
		EtcdWatchContainer container(EtcdConnection connection) {
			return new EtcdWatchContainer(connection, EtcdValueConverter.create(), EtcdWatchSettings.defaults());
		}

	}

	record Flag(String name) {
	}

	static class Parameters {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@EtcdWatch(key = "/params/", prefix = true)
		void event(EtcdEvent<Flag> event) {
			this.calls.add("event %s %s %s".formatted(event.type(), event.key(), event.value()));
		}

		@EtcdWatch(key = "/params/", prefix = true)
		void value(@EtcdKey String key, Flag value, @EtcdKey(relative = true) String name, EtcdEvent.Type type) {
			this.calls.add("value %s %s %s %s".formatted(key, name, type, value));
		}

		@EtcdWatch(key = "/params/", prefix = true)
		void list(List<EtcdEvent<Flag>> events) {
			this.calls.add("list %d %s".formatted(events.size(), events.get(0).value()));
		}

		@EtcdWatch(key = "/params/", prefix = true)
		void batch(EtcdWatchBatch<Flag> batch) {
			this.calls.add("batch " + batch.events().size());
		}

		@EtcdWatch(key = "/params/", prefix = true)
		private void nothing() {
			this.calls.add("nothing");
		}

	}

	static class Expressions {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@EtcdWatch(key = "${my.key}", id = "${no.such.key:my-id}")
		void byPlaceholder(String value) {
			this.calls.add(value);
		}

		@EtcdWatch("#{'/from/' + 'expression'}")
		void byExpression(String value) {
			this.calls.add(value);
		}

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@EtcdWatch(prefix = true)
	@interface WatchPrefix {

		@AliasFor(annotation = EtcdWatch.class, attribute = "key")
		String value();

	}

	static class Grouped {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@EtcdWatch(key = "/grouped/a", group = "${my.key}", cursor = "grouped-a")
		@EtcdWatch(key = "/grouped/b", group = "${my.key}", cursor = "grouped-b")
		void onChange(String value, EtcdCursor cursor) {
			this.calls.add(value);
		}

	}

	static class Repeated {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@EtcdWatch("/repeated/a")
		@EtcdWatch("/repeated/b")
		void repeated(String value) {
			this.calls.add(value);
		}

		@WatchPrefix("/composed/")
		void composed(String value) {
			this.calls.add(value);
		}

	}

	static class Proxied {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@EtcdWatch(key = "/proxied/", prefix = true)
		void onChange(String value) {
			this.calls.add(value);
		}

		List<String> calls() {
			return this.calls;
		}

	}

	static class ClassProxies implements BeanPostProcessor {

		static final List<String> intercepted = new CopyOnWriteArrayList<>();

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!(bean instanceof Proxied)) {
				return bean;
			}
			ProxyFactory factory = new ProxyFactory(bean);
			factory.setProxyTargetClass(true);
			factory.addAdvice((MethodInterceptor) (invocation) -> {
				intercepted.add(invocation.getMethod().getName());
				return invocation.proceed();
			});
			return factory.getProxy();
		}

	}

	@Lazy
	static class LazyWatches {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@EtcdWatch(key = "/lazy/", prefix = true)
		void onChange(String value) {
			this.calls.add(value);
		}

	}

	static class Beginning {

		final List<String> snapshot = new CopyOnWriteArrayList<>();

		final List<String> history = new CopyOnWriteArrayList<>();

		@EtcdWatch(key = "/there/", prefix = true, initial = Initial.SNAPSHOT, onCompaction = OnCompaction.STOP)
		void snapshot(EtcdEvent<String> event) {
			this.snapshot.add(event.origin() + " " + event.value());
		}

		@EtcdWatch(key = "/there/", prefix = true, startRevision = "EARLIEST")
		void history(EtcdEvent<String> event) {
			this.history.add(event.origin() + " " + event.value());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		static final List<String> failed = new CopyOnWriteArrayList<>();

		@Bean
		EtcdWatchErrorHandler stopping() {
			return (events) -> {
				failed.add(events.watch() + " " + new String(events.events().get(0).value(), StandardCharsets.UTF_8));
				return EtcdWatchErrorHandler.Decision.STOP;
			};
		}

		@EtcdWatch(key = "/failing/", prefix = true, errorHandler = "stopping")
		void onChange(Integer value) {
		}

	}

	static class Waiting {

		@EtcdWatch(key = "/waiting/", prefix = true, autoStartup = "${no.such.key:false}")
		void onChange(String value) {
		}

	}

}
