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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.etcd.jetcd.Client;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.stereotype.Component;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.consumer.EtcdCursor;
import io.github.etcdspring.consumer.EtcdCursors;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdWatch} methods of all kinds of beans.
 *
 * @author The etcd-spring authors
 */
class EtcdWatchBeanTests {

	@RegisterExtension
	private static final EtcdExtension etcd = new EtcdExtension();

	@Test
	void methodTakesPreviousValueRevisionAndHeader() {
		try (AnnotationConfigApplicationContext context = context(Details.class)) {
			Details bean = context.getBean(Details.class);
			EtcdTemplate template = context.getBean(EtcdTemplate.class);
			template.put("/details/a", "1");
			long revision = template.put("/details/a", "2").header().revision();
			template.delete("/details/a");
			await().until(() -> bean.calls.size() == 6);
			assertThat(bean.calls).contains("1 after null", "2 after 1", "null after 2", "entry 2 at " + revision,
					"entry null at " + (revision - 1), "entry null at " + (revision + 1));
		}
	}

	@Test
	void methodMovesItsCursor() {
		try (AnnotationConfigApplicationContext context = context(WithCursor.class)) {
			EtcdTemplate template = context.getBean(EtcdTemplate.class);
			template.put("/cursor/a", "1");
			await().until(() -> "1".equals(template.get("/effects/cursor/a")));
			assertThat(template.get(EtcdCursors.DEFAULT_PREFIX + "position/my-cursor")).isNotNull();
		}
	}

	@Test
	void genericMethodOfAnInterfaceIsCalledThroughItsProxy() {
		try (AnnotationConfigApplicationContext context = context(FlagHandler.class, Proxies.class)) {
			context.getBean(EtcdTemplate.class).put("/generic/a", "{\"name\":\"x\"}");
			await().until(() -> FlagHandler.calls.equals(List.of("Flag[name=x]")));
			assertThat(Proxies.intercepted).contains("onChange");
		}
	}

	@Test
	void eachInstanceOfAPrototypeWatchesUntilItIsCancelled() {
		try (AnnotationConfigApplicationContext context = context(Prototype.class)) {
			EtcdWatchContainer container = context.getBean(EtcdWatchContainer.class);
			assertThat(container.registrations()).isEmpty();
			Prototype one = context.getBean(Prototype.class);
			Prototype other = context.getBean(Prototype.class);
			assertThat(container.registrations()).hasSize(2);
			assertThat(container.cancel(one)).isOne();
			await().until(() -> container.registrations().stream().allMatch((watch) -> watch.revision() > 0));
			context.getBean(EtcdTemplate.class).put("/prototype/a", "1");
			await().until(() -> other.calls.equals(List.of("1")));
			assertThat(one.calls).isEmpty();
		}
	}

	@Test
	void beanOfAScopeWatchesAsLongAsItLives() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			RefreshScope scope = new RefreshScope();
			context.getBeanFactory().registerScope("refreshed", scope);
			RootBeanDefinition definition = new RootBeanDefinition(Scoped.class);
			definition.setScope("refreshed");
			BeanDefinitionHolder proxy = ScopedProxyUtils
				.createScopedProxy(new BeanDefinitionHolder(definition, "scoped"), context, true);
			context.registerBeanDefinition("scoped", proxy.getBeanDefinition());
			context.register(EtcdConfiguration.class);
			context.refresh();
			EtcdWatchContainer container = context.getBean(EtcdWatchContainer.class);
			assertThat(container.registrations()).isEmpty();
			((Scoped) context.getBean("scoped")).use();
			assertThat(container.registrations()).hasSize(1);
			scope.destroy();
			assertThat(container.registrations()).isEmpty();
		}
	}

	@Test
	void watchesEndWithTheBeanThatOwnsThem() {
		try (AnnotationConfigApplicationContext context = context(Owner.class, PrototypeOwner.class)) {
			EtcdWatchContainer container = context.getBean(EtcdWatchContainer.class);
			Owner singleton = context.getBean("owner", Owner.class);
			singleton.watch(container);
			PrototypeOwner prototype = context.getBean(PrototypeOwner.class);
			prototype.watch(container);
			assertThat(container.registrations()).hasSize(2);
			context.getBeanFactory().destroyBean(prototype);
			assertThat(container.registrations()).hasSize(1);
			context.getDefaultListableBeanFactory().destroySingleton("owner");
			assertThat(container.registrations()).isEmpty();
		}
	}

	@Test
	void configurersRegisterWatches() {
		try (AnnotationConfigApplicationContext context = context(Configurers.class)) {
			EtcdWatchContainer container = context.getBean(EtcdWatchContainer.class);
			assertThat(container.registration("by-code")).isNotNull();
			context.getBean(EtcdTemplate.class).put("/configured/a", "1");
			await().until(() -> Configurers.calls.equals(List.of("1")));
		}
	}

	@Test
	void staticMethodIsAnError() {
		assertThatExceptionOfType(InvalidEtcdWatchException.class).isThrownBy(() -> context(StaticMethod.class))
			.withMessageContainingAll("StaticMethod.onChange", "must not be static");
	}

	@Test
	void finalMethodBehindAProxyOfTheClassIsAnError() {
		assertThatExceptionOfType(InvalidEtcdWatchException.class)
			.isThrownBy(() -> context(FinalMethod.class, Proxies.class))
			.withMessageContainingAll("FinalMethod.onChange", "must not be final");
	}

	@Test
	void previousValueWithoutPreviousValuesIsAnError() {
		assertThatExceptionOfType(InvalidEtcdWatchException.class).isThrownBy(() -> context(NoPrevious.class))
			.withMessageContainingAll("NoPrevious.onChange", "parameter 2", "prevKv = true");
	}

	@Test
	void revisionThatIsNoLongIsAnError() {
		assertThatExceptionOfType(InvalidEtcdWatchException.class).isThrownBy(() -> context(NoLong.class))
			.withMessageContainingAll("NoLong.onChange", "parameter 1", "must be a long");
	}

	@Test
	void twoMethodsWithTheSameCursorAreAnError() {
		assertThatExceptionOfType(InvalidEtcdWatchException.class).isThrownBy(() -> context(SameCursor.class))
			.withMessageContainingAll("SameCursor", "'shared'", "a cursor of its own");
	}

	@Test
	void cursorOfSeveralMakersIsAnError() {
		assertThatExceptionOfType(InvalidEtcdWatchException.class)
			.isThrownBy(() -> context(SameCursor.class, CursorMakers.class))
			.withMessageContainingAll("SameCursor", "EtcdCursors", "none of them is primary");
	}

	@Test
	void keyThatNoRequestCanHoldIsAnError() {
		assertThatExceptionOfType(InvalidEtcdWatchException.class).isThrownBy(() -> context(HugeKey.class))
			.withMessageContaining("HugeKey.onChange");
	}

	private static AnnotationConfigApplicationContext context(Class<?>... beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(EtcdConfiguration.class);
		context.register(beans);
		try {
			context.refresh();
			return context;
		}
		catch (RuntimeException ex) {
			context.close();
			throw ex;
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableEtcdWatch
	static class EtcdConfiguration {

		@Bean
		EtcdConnection connection() {
			return new EtcdConnection(Client.builder().endpoints(etcd.endpoint()), EtcdConnectionSettings.defaults());
		}

		@Bean
		EtcdTemplate template(EtcdConnection connection) {
			return new EtcdTemplate(connection, EtcdValueConverter.create());
		}

		@Bean
		EtcdWatchContainer container(EtcdConnection connection) {
			return new EtcdWatchContainer(connection, EtcdValueConverter.create(), EtcdWatchSettings.defaults());
		}

	}

	record Flag(String name) {
	}

	static class Details {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@EtcdWatch(key = "/details/", prefix = true, prevKv = true)
		void values(@Nullable String value, @EtcdPrevious @Nullable String before) {
			this.calls.add("%s after %s".formatted(value, before));
		}

		@EtcdWatch(key = "/details/", prefix = true, prevKv = true)
		void entries(EtcdEvent<String> event, @EtcdPrevious @Nullable EtcdEntry<String> before,
				@EtcdRevision long revision, ResponseHeader header, EtcdEvent.Origin origin) {
			assertThat(header.clusterId()).isNotZero();
			assertThat(origin).isEqualTo(EtcdEvent.Origin.CHANGE);
			String value = (event.isUpdate() && before != null) ? event.value() : null;
			this.calls.add("entry %s at %d".formatted(value, revision));
		}

	}

	static class WithCursor {

		private final EtcdTemplate template;

		WithCursor(EtcdTemplate template) {
			this.template = template;
		}

		@EtcdWatch(key = "/cursor/", prefix = true, cursor = "#{'my-' + 'cursor'}")
		void onChange(@EtcdKey String key, String value, EtcdCursor cursor) {
			this.template.txn(cursor.advance().andThen((txn) -> txn.then(TxnOperation.put("/effects" + key, value))));
		}

	}

	interface Handler<T> {

		void onChange(T value);

	}

	static class FlagHandler implements Handler<Flag> {

		static final List<String> calls = new CopyOnWriteArrayList<>();

		@Override
		@EtcdWatch(key = "/generic/", prefix = true)
		public void onChange(Flag value) {
			calls.add(String.valueOf(value));
		}

	}

	@Scope("prototype")
	static class Prototype {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@EtcdWatch(key = "/prototype/", prefix = true)
		void onChange(String value) {
			this.calls.add(value);
		}

	}

	static class Scoped {

		void use() {
		}

		@EtcdWatch(key = "/scoped/", prefix = true)
		void onChange(String value) {
		}

	}

	@Component("owner")
	static class Owner {

		void watch(EtcdWatchContainer container) {
			container.register(KeyRange.prefix("/owned/"), String.class, (batch) -> {
			}, (spec) -> spec.owner(this));
		}

	}

	@Component
	@Scope("prototype")
	static class PrototypeOwner extends Owner {

	}

	static class RefreshScope extends SimpleThreadScope {

		private final List<Runnable> callbacks = new CopyOnWriteArrayList<>();

		@Override
		public void registerDestructionCallback(String name, Runnable callback) {
			this.callbacks.add(callback);
		}

		void destroy() {
			this.callbacks.forEach(Runnable::run);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Configurers {

		static final List<String> calls = new CopyOnWriteArrayList<>();

		@Bean
		EtcdWatchConfigurer configurer() {
			return (container) -> container.register(KeyRange.prefix("/configured/"), String.class,
					(batch) -> batch.events().forEach((event) -> calls.add(event.value())),
					(spec) -> spec.id("by-code"));
		}

	}

	static class StaticMethod {

		@EtcdWatch("/k")
		static void onChange(String value) {
		}

	}

	static class FinalMethod {

		@EtcdWatch("/k")
		final void onChange(String value) {
		}

	}

	static class NoPrevious {

		@EtcdWatch("/k")
		void onChange(String value, @EtcdPrevious String before) {
		}

	}

	static class NoLong {

		@EtcdWatch("/k")
		void onChange(@EtcdRevision int revision) {
		}

	}

	static class SameCursor {

		@EtcdWatch(key = "/a", cursor = "shared")
		void first(String value) {
		}

		@EtcdWatch(key = "/b", cursor = "shared")
		void second(String value) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CursorMakers {

		@Bean
		EtcdCursors oneMaker() {
			return EtcdCursors.create();
		}

		@Bean
		EtcdCursors otherMaker() {
			return EtcdCursors.create();
		}

	}

	static class HugeKey {

		@EtcdWatch(key = "#{'k'.repeat(3000000)}")
		void onChange(String value) {
		}

	}

	static class Proxies implements BeanPostProcessor {

		static final List<String> intercepted = new CopyOnWriteArrayList<>();

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!(bean instanceof FlagHandler || bean instanceof FinalMethod)) {
				return bean;
			}
			ProxyFactory factory = new ProxyFactory(bean);
			factory.addAdvice((MethodInterceptor) (invocation) -> {
				intercepted.add(invocation.getMethod().getName());
				return invocation.proceed();
			});
			return factory.getProxy();
		}

	}

}
