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

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.Assert;

import io.github.etcdspring.watch.EtcdWatchContainer;

/**
 * Finds {@link EtcdWatch} methods, checks them, registers them with the container once
 * all singletons are there, and cancels all watches of a bean with it.
 *
 * @author The etcd-spring authors
 */
class EtcdWatchBeanPostProcessor implements DestructionAwareBeanPostProcessor, MergedBeanDefinitionPostProcessor,
		SmartInitializingSingleton, BeanFactoryAware {

	private final Map<Class<?>, Map<Method, Set<EtcdWatch>>> methods = new ConcurrentHashMap<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final Set<EtcdWatchContainer> containers = ConcurrentHashMap.newKeySet();

	private final List<WatchedMethod> early = new ArrayList<>();

	private boolean singletonsInstantiated;

	private @Nullable WatchAttributes attributes;

	private @Nullable BeanFactory beanFactory;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.attributes = new WatchAttributes(beanFactory);
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String beanName) {
		// Nothing to do, but processors of this kind come last: after all that make
		// proxies
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof EtcdWatchContainer container) {
			this.containers.add(container);
			return bean;
		}
		if (bean instanceof AopInfrastructureBean) {
			return bean;
		}
		methodsOf(bean).forEach((method, watches) -> watches.forEach((watch) -> add(bean, beanName, method, watch)));
		return bean;
	}

	private Map<Method, Set<EtcdWatch>> methodsOf(Object bean) {
		Class<?> targetClass = AopProxyUtils.ultimateTargetClass(bean);
		if (!AnnotationUtils.isCandidateClass(targetClass, List.of(EtcdWatch.class, EtcdWatches.class))) {
			return Map.of();
		}
		return this.methods.computeIfAbsent(targetClass,
				(type) -> MethodIntrospector.selectMethods(type, EtcdWatchBeanPostProcessor::watchesOf));
	}

	private static @Nullable Set<EtcdWatch> watchesOf(Method method) {
		Set<EtcdWatch> watches = AnnotatedElementUtils.findMergedRepeatableAnnotations(method, EtcdWatch.class,
				EtcdWatches.class);
		return (watches.isEmpty()) ? null : watches;
	}

	private void add(Object bean, String beanName, Method method, EtcdWatch watch) {
		WatchedMethod watched = new WatchedMethod(bean, beanName, method, watch);
		if (!isEarly(watched)) {
			register(watched);
		}
	}

	// Singletons may be created in several threads
	private boolean isEarly(WatchedMethod watched) {
		this.lock.lock();
		try {
			return !this.singletonsInstantiated && this.early.add(watched);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<WatchedMethod> watched;
		this.lock.lock();
		try {
			this.singletonsInstantiated = true;
			watched = List.copyOf(this.early);
			this.early.clear();
		}
		finally {
			this.lock.unlock();
		}
		watched.forEach(this::register);
		configurers().forEach((configurer) -> configurer
			.configureWatches(notNull(this.beanFactory).getBean(EtcdWatchContainer.class)));
	}

	private Stream<EtcdWatchConfigurer> configurers() {
		return notNull(this.beanFactory).getBeanProvider(EtcdWatchConfigurer.class).orderedStream();
	}

	private void register(WatchedMethod watched) {
		this.containers.add(watched.register(notNull(this.beanFactory), notNull(this.attributes)));
	}

	private static <T> T notNull(@Nullable T part) {
		Assert.state(part != null, "The bean factory is not set");
		return part;
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		// Any of them may come to own watches while it lives
		return !(bean instanceof AopInfrastructureBean || bean instanceof EtcdWatchContainer);
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		this.lock.lock();
		try {
			this.early.removeIf((watched) -> watched.target() == bean);
		}
		finally {
			this.lock.unlock();
		}
		this.containers.forEach((container) -> container.cancel(bean));
	}

}
