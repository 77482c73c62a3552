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

import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindingPostProcessor;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Gives the beans with {@link EtcdRebind} the values that the environment has now.
 *
 * @author The etcd-spring authors
 */
final class EtcdConfigRebinder implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(EtcdConfigRebinder.class);

	private final ConfigurableListableBeanFactory beanFactory;

	EtcdConfigRebinder(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (String name : names()) {
			Class<?> type = ClassUtils.getUserClass(target(name));
			if (!AnnotatedElementUtils.hasAnnotation(type, ConfigurationProperties.class)
					|| !hasDefaultConstructor(type)) {
				throw new EtcdConfigImportException(
						"The bean '%s' of type %s has @EtcdRebind, but cannot be bound again.".formatted(name,
								type.getName()),
						"Annotate the class with @ConfigurationProperties and give it a constructor without arguments, "
								+ "getters and setters; or remove @EtcdRebind.",
						null);
			}
		}
	}

	private static boolean hasDefaultConstructor(Class<?> type) {
		return Arrays.stream(type.getDeclaredConstructors())
			.anyMatch((constructor) -> constructor.getParameterCount() == 0);
	}

	void rebind() {
		names().forEach(this::rebind);
	}

	private List<String> names() {
		List<String> names = new ArrayList<>();
		for (String name : this.beanFactory.getBeanNamesForAnnotation(EtcdRebind.class)) {
			if (this.beanFactory.containsSingleton(name)) {
				names.add(name);
			}
		}
		return names;
	}

	private Object target(String name) {
		Object bean = this.beanFactory.getBean(name);
		Object target = AopProxyUtils.getSingletonTarget(bean);
		return (target != null) ? target : bean;
	}

	private void rebind(String name) {
		Object target = target(name);
		try {
			Object bound = BeanUtils.instantiateClass(ClassUtils.getUserClass(target));
			this.beanFactory
				.getBean(ConfigurationPropertiesBindingPostProcessor.BEAN_NAME,
						ConfigurationPropertiesBindingPostProcessor.class)
				.postProcessBeforeInitialization(bound, name);
			List<Runnable> changes = new ArrayList<>();
			copy(bound, target, changes);
			// Not before it is known that all of them can be made
			changes.forEach(Runnable::run);
		}
		catch (RuntimeException ex) {
			// Not the whole cause, which has the value
			logger
				.error("The bean '%s' cannot be bound to the changed configuration and keeps its values: %s".formatted(
						name, (ex.getCause() instanceof BindException cause) ? cause.getMessage() : ex.getMessage()));
		}
	}

	private static void copy(Object from, Object to, List<Runnable> changes) {
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(to.getClass())) {
			Method getter = property.getReadMethod();
			Method setter = property.getWriteMethod();
			if (getter != null && setter != null) {
				Object value = argument(property.getName(), setter, invoke(getter, from));
				changes.add(() -> invoke(setter, to, value));
			}
			else if (getter != null && getter.getDeclaringClass() != Object.class) {
				copyContent(invoke(getter, from), invoke(getter, to), changes);
			}
		}
	}

	private static @Nullable Object argument(String property, Method setter, @Nullable Object value) {
		Class<?> type = setter.getParameterTypes()[0];
		Object argument = (value instanceof Optional<?> optional && type != Optional.class) ? optional.orElse(null)
				: value;
		Assert.state((argument != null) ? ClassUtils.isAssignableValue(type, argument) : !type.isPrimitive(),
				() -> "The setter of its property '%s' does not take what the getter returns".formatted(property));
		return argument;
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static void copyContent(@Nullable Object from, @Nullable Object to, List<Runnable> changes) {
		if (from instanceof Map source && to instanceof Map target) {
			changes.add(() -> unlessView(() -> {
				target.putAll(source);
				target.keySet().retainAll(source.keySet());
			}));
		}
		else if (from instanceof List source && to instanceof List target) {
			changes.add(() -> unlessView(() -> {
				target.clear();
				target.addAll(source);
			}));
		}
		else if (from instanceof Collection source && to instanceof Collection target) {
			// Not cleared first: a view of a map can lose elements, but gets none
			changes.add(() -> unlessView(() -> {
				target.addAll(source);
				target.retainAll(source);
			}));
		}
		else if (from != null && to != null && from != to && !BeanUtils.isSimpleProperty(to.getClass())) {
			copy(from, to, changes);
		}
	}

	// What cannot be changed is a view of something else, and changes with that
	private static void unlessView(Runnable change) {
		try {
			change.run();
		}
		catch (UnsupportedOperationException ex) {
			// Spring Boot does not bind it either
		}
	}

	private static @Nullable Object invoke(Method method, Object target, @Nullable Object... arguments) {
		ReflectionUtils.makeAccessible(method);
		return ReflectionUtils.invokeMethod(method, target, arguments);
	}

}
