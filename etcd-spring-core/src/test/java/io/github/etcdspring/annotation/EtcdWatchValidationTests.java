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

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.etcd.jetcd.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchSettings;

import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link EtcdWatch} methods that cannot work.
 *
 * @author The etcd-spring authors
 */
class EtcdWatchValidationTests {

	@ParameterizedTest
	@MethodSource
	void contextDoesNotStart(Class<?> bean, List<String> messages) {
		assertThatException().isThrownBy(() -> start(bean)).withMessageContainingAll(messages.toArray(String[]::new));
	}

	static Stream<Arguments> contextDoesNotStart() {
		return Stream.of(Arguments.of(EmptyKey.class, List.of("EmptyKey.onChange", "'key' must not be empty")),
				Arguments.of(NumericKey.class, List.of("NumericKey.onChange", "'key'", "Integer")),
				Arguments.of(UnknownPlaceholder.class, List.of("UnknownPlaceholder.onChange", "no.such.key")),
				Arguments.of(WrongExpression.class, List.of("WrongExpression.onChange", "'key'", "nobody")),
				Arguments.of(TwoValues.class,
						List.of("TwoValues.onChange", "parameter 2, 'java.lang.String second'", "@EtcdKey String")),
				Arguments.of(PrimitiveValue.class,
						List.of("PrimitiveValue.onChange", "parameter 1, 'int value'", "Integer")),
				Arguments.of(WrongKey.class, List.of("WrongKey.onChange", "parameter 1", "must be a String")),
				Arguments.of(Mixed.class, List.of("Mixed.onChange", "parameter 2", "whole revisions")),
				Arguments.of(DifferentTypes.class, List.of("DifferentTypes.onChange", "parameter 2", "Integer")),
				Arguments.of(ReturnsSomething.class, List.of("ReturnsSomething.onChange", "must return void")),
				Arguments.of(NoEvents.class, List.of("NoEvents.onChange", "'events' must not be empty")),
				Arguments.of(NoBoolean.class, List.of("NoBoolean.onChange", "'autoStartup'", "perhaps")),
				Arguments.of(NoRevision.class, List.of("NoRevision.onChange", "'startRevision'", "yesterday")),
				Arguments.of(NoErrorHandler.class, List.of("NoErrorHandler.onChange", "'errorHandler'", "nobody")),
				Arguments.of(GroupWithoutCursor.class,
						List.of("GroupWithoutCursor.onChange", "'group' with 'billing' needs attribute 'cursor'")),
				Arguments.of(BlankGroup.class, List.of("BlankGroup.onChange", "'group' must not be blank")),
				Arguments.of(SameId.class, List.of("SameId", "'same'")));
	}

	@Test
	void methodThatAnInterfaceProxyHidesIsAnError() {
		assertThatException().isThrownBy(() -> start(Hidden.class, Proxies.class))
			.withMessageContainingAll("Hidden.onChange", "CGLIB");
	}

	@Test
	void privateMethodBehindAProxyIsAnError() {
		assertThatException().isThrownBy(() -> start(PrivateMethod.class, Proxies.class))
			.withMessageContainingAll("PrivateMethod.onChange", "visibility");
	}

	private static void start(Class<?>... beans) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(EtcdConfiguration.class);
			context.register(beans);
			context.refresh();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableEtcdWatch
	static class EtcdConfiguration {

		@Bean
		static PropertySourcesPlaceholderConfigurer placeholders() {
			return new PropertySourcesPlaceholderConfigurer();
		}

		@Bean
		EtcdConnection connection() {
			return new EtcdConnection(Client.builder().endpoints(URI.create("http://127.0.0.1:1")),
					EtcdConnectionSettings.defaults());
		}

		@Bean
		EtcdWatchContainer container(EtcdConnection connection) {
			return new EtcdWatchContainer(connection, EtcdValueConverter.create(),
					EtcdWatchSettings.builder().startTimeout(Duration.ZERO).build());
		}

	}

	static class EmptyKey {

		@EtcdWatch(prefix = true)
		void onChange(String value) {
		}

	}

	static class NumericKey {

		@EtcdWatch("#{42}")
		void onChange(String value) {
		}

	}

	static class UnknownPlaceholder {

		@EtcdWatch("${no.such.key}")
		void onChange(String value) {
		}

	}

	static class TwoValues {

		@EtcdWatch("/k")
		void onChange(String first, String second) {
		}

	}

	static class PrimitiveValue {

		@EtcdWatch("/k")
		void onChange(int value) {
		}

	}

	static class WrongKey {

		@EtcdWatch("/k")
		void onChange(@EtcdKey int key) {
		}

	}

	static class Mixed {

		@EtcdWatch("/k")
		void onChange(List<EtcdEvent<String>> events, @EtcdKey String key) {
		}

	}

	static class DifferentTypes {

		@EtcdWatch("/k")
		void onChange(EtcdEvent<String> event, Integer value) {
		}

	}

	static class ReturnsSomething {

		@EtcdWatch("/k")
		String onChange(String value) {
			return value;
		}

	}

	static class NoEvents {

		@EtcdWatch(key = "/k", events = {})
		void onChange(String value) {
		}

	}

	static class NoBoolean {

		@EtcdWatch(key = "/k", autoStartup = "perhaps")
		void onChange(String value) {
		}

	}

	static class WrongExpression {

		@EtcdWatch("#{@nobody.key}")
		void onChange(String value) {
		}

	}

	static class NoRevision {

		@EtcdWatch(key = "/k", startRevision = "yesterday")
		void onChange(String value) {
		}

	}

	static class NoErrorHandler {

		@EtcdWatch(key = "/k", errorHandler = "nobody")
		void onChange(String value) {
		}

	}

	static class GroupWithoutCursor {

		@EtcdWatch(key = "/a", group = "billing")
		void onChange() {
		}

	}

	static class BlankGroup {

		@EtcdWatch(key = "/a", group = " ", cursor = "a")
		void onChange() {
		}

	}

	static class SameId {

		@EtcdWatch(key = "/a", id = "same")
		void first(String value) {
		}

		@EtcdWatch(key = "/b", id = "same")
		void second(String value) {
		}

	}

	static class Hidden implements Runnable {

		@Override
		public void run() {
		}

		@EtcdWatch("/k")
		void onChange(String value) {
		}

	}

	static class PrivateMethod {

		@EtcdWatch("/k")
		private void onChange(String value) {
		}

	}

	static class Proxies implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			boolean proxied = bean instanceof Hidden || bean instanceof PrivateMethod;
			return (proxied) ? new ProxyFactory(bean).getProxy() : bean;
		}

	}

}
