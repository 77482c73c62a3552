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
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.consumer.EtcdCursor;
import io.github.etcdspring.consumer.EtcdCursors;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchErrorHandler;
import io.github.etcdspring.watch.EtcdWatchSpec;

/**
 * One annotation on one method of one bean.
 *
 * @param bean the bean, or its proxy
 * @param beanName the name of the bean
 * @param method the method of the class of the bean
 * @param annotation the annotation
 * @author The etcd-spring authors
 */
record WatchedMethod(Object bean, String beanName, Method method, EtcdWatch annotation) {

	// Register the watch.
	// Returns the container that keeps it
	EtcdWatchContainer register(BeanFactory beanFactory, WatchAttributes attributes) {
		try {
			EtcdWatchContainer container = container(beanFactory, attributes);
			tryRegister(container, beanFactory, attributes);
			return container;
		}
		catch (IllegalArgumentException | IllegalStateException | EtcdException ex) {
			throw new InvalidEtcdWatchException(this.beanName, this.method, String.valueOf(ex.getMessage()), ex);
		}
	}

	// Return the bean itself, of which the bean may be a proxy.
	Object target() {
		return target(this.bean);
	}

	private static Object target(Object bean) {
		Object target = AopProxyUtils.getSingletonTarget(bean);
		return (target != null) ? target(target) : bean;
	}

	private EtcdWatchContainer container(BeanFactory beanFactory, WatchAttributes attributes) {
		String name = attributes.resolve("container", this.annotation.container());
		return (name.isEmpty()) ? onlyContainer(beanFactory)
				: attributes.bean("container", name, EtcdWatchContainer.class);
	}

	private static EtcdWatchContainer onlyContainer(BeanFactory beanFactory) {
		ObjectProvider<EtcdWatchContainer> containers = beanFactory.getBeanProvider(EtcdWatchContainer.class);
		EtcdWatchContainer container = containers.getIfUnique();
		Assert.state(container != null,
				() -> (containers.stream().findAny().isPresent())
						? "attribute 'container' must say which bean of type EtcdWatchContainer keeps the watch: "
								+ "there are several, and none of them is primary"
						: "there is no bean of type EtcdWatchContainer");
		return container;
	}

	private void tryRegister(EtcdWatchContainer container, BeanFactory beanFactory, WatchAttributes attributes) {
		String key = attributes.resolve("key", this.annotation.key());
		Assert.state(!key.isEmpty(), "attribute 'key' must not be empty");
		EtcdEvent.Type[] events = this.annotation.events();
		Assert.state(events.length > 0, "attribute 'events' must not be empty");
		boolean autoStartup = attributes.resolveBoolean("autoStartup", this.annotation.autoStartup());
		String startRevision = attributes.resolve("startRevision", this.annotation.startRevision());
		EtcdWatchErrorHandler errorHandler = attributes.resolveBean("errorHandler", this.annotation.errorHandler(),
				EtcdWatchErrorHandler.class);
		EtcdCursor cursor = cursor(beanFactory, attributes.resolve("cursor", this.annotation.cursor()));
		String group = attributes.resolve("group", this.annotation.group());
		Assert.state(group.isEmpty() || StringUtils.hasText(group), "attribute 'group' must not be blank");
		Assert.state(group.isEmpty() || cursor != null, () -> ("attribute 'group' with '%s' needs attribute 'cursor': "
				+ "the name of the cursor with which the next owner goes on")
			.formatted(group));
		WatchSignature signature = WatchSignature.of(this.method, AopProxyUtils.ultimateTargetClass(this.bean),
				new WatchSignature.Given(events, (this.annotation.prefix()) ? key.length() : 0,
						this.annotation.prevKv(), cursor));
		Method invocable = InvocableMethod.of(this.bean, this.method);
		WatchMethodListener listener = new WatchMethodListener(this.bean, invocable, signature.binders());
		KeyRange range = (this.annotation.prefix()) ? KeyRange.prefix(key) : KeyRange.key(key);
		String wantedId = attributes.resolve("id", this.annotation.id());
		register(container, wantedId, (id) -> container.register(range, signature.valueType(), listener, (spec) -> {
			spec.id(id).events(events[0], events).prevKv(this.annotation.prevKv()).autoStartup(autoStartup);
			spec.owner(target());
			if (cursor != null) {
				spec.cursor(cursor);
			}
			if (!group.isEmpty()) {
				spec.group(group);
			}
			spec.initial(this.annotation.initial()).onCompaction(this.annotation.onCompaction());
			startAt(spec, startRevision);
			if (errorHandler != null) {
				spec.errorHandler(errorHandler);
			}
			if (!signature.batch()) {
				spec.eachEvent();
			}
		}));
	}

	private static @Nullable EtcdCursor cursor(BeanFactory beanFactory, String name) {
		if (!StringUtils.hasText(name)) {
			return null;
		}
		ObjectProvider<EtcdCursors> makers = beanFactory.getBeanProvider(EtcdCursors.class);
		EtcdCursors maker = makers.getIfUnique();
		Assert.state(maker != null || makers.stream().findAny().isEmpty(),
				"attribute 'cursor' cannot say which bean of type EtcdCursors makes the cursor: "
						+ "there are several, and none of them is primary");
		return ((maker != null) ? maker : EtcdCursors.create()).named(name);
	}

	private static void startAt(EtcdWatchSpec spec, String revision) {
		if (revision.equals("EARLIEST")) {
			spec.fromEarliest();
		}
		else if (!revision.isEmpty()) {
			Assert.state(revision.matches("[1-9]\\d{0,18}"),
					() -> "attribute 'startRevision' must be a positive number or EARLIEST, but is '%s'"
						.formatted(revision));
			spec.startRevision(Long.parseLong(revision));
		}
	}

	// There may be several beans with the method, made by several threads
	private void register(EtcdWatchContainer container, String wantedId, Consumer<String> registration) {
		if (StringUtils.hasText(wantedId)) {
			registration.accept(wantedId);
			return;
		}
		String name = this.beanName + "." + this.method.getName();
		String id = name;
		for (int i = 2; !tryRegister(container, id, registration); i++) {
			id = name + "#" + i;
		}
	}

	private static boolean tryRegister(EtcdWatchContainer container, String id, Consumer<String> registration) {
		if (container.registration(id) != null) {
			return false;
		}
		try {
			registration.accept(id);
			return true;
		}
		catch (IllegalArgumentException ex) {
			if (container.registration(id) == null) {
				throw ex;
			}
			return false;
		}
	}

}
