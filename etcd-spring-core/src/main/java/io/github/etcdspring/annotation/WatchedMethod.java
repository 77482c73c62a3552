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

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchErrorHandler;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchSpec;

/**
 * One annotation on one method of one bean.
 *
 * @param bean the bean, or its proxy
 * @param beanName the name of the bean
 * @param method the method of the class of the bean
 * @param invocable the same method as the proxy has it
 * @param annotation the annotation
 * @author The etcd-spring authors
 */
record WatchedMethod(Object bean, String beanName, Method method, Method invocable, EtcdWatch annotation) {

	EtcdWatchRegistration register(BeanFactory beanFactory, WatchAttributes attributes) {
		try {
			return tryRegister(container(beanFactory, attributes), attributes);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw new IllegalStateException("@EtcdWatch method '%s' of bean '%s' is not valid: %s"
				.formatted(this.method.toGenericString(), this.beanName, ex.getMessage()), ex);
		}
	}

	private EtcdWatchContainer container(BeanFactory beanFactory, WatchAttributes attributes) {
		String name = attributes.resolve("container", this.annotation.container());
		if (name.isEmpty()) {
			return beanFactory.getBean(EtcdWatchContainer.class);
		}
		Assert.state(beanFactory.containsBean(name) && beanFactory.isTypeMatch(name, EtcdWatchContainer.class),
				() -> "attribute 'container' must name a bean of type EtcdWatchContainer, but is '%s'".formatted(name));
		return beanFactory.getBean(name, EtcdWatchContainer.class);
	}

	private EtcdWatchRegistration tryRegister(EtcdWatchContainer container, WatchAttributes attributes) {
		String key = attributes.resolve("key", this.annotation.key());
		Assert.state(!key.isEmpty(), "attribute 'key' must not be empty");
		EtcdEvent.Type[] events = this.annotation.events();
		Assert.state(events.length > 0, "attribute 'events' must not be empty");
		boolean autoStartup = attributes.resolveBoolean("autoStartup", this.annotation.autoStartup());
		String startRevision = attributes.resolve("startRevision", this.annotation.startRevision());
		EtcdWatchErrorHandler errorHandler = attributes.resolveBean("errorHandler", this.annotation.errorHandler(),
				EtcdWatchErrorHandler.class);
		String id = id(container, attributes.resolve("id", this.annotation.id()));
		WatchSignature signature = WatchSignature.of(this.method, AopProxyUtils.ultimateTargetClass(this.bean), events,
				(this.annotation.prefix()) ? key.length() : 0);
		WatchMethodListener listener = new WatchMethodListener(this.bean, this.invocable, signature.binders());
		KeyRange range = (this.annotation.prefix()) ? KeyRange.prefix(key) : KeyRange.key(key);
		return container.register(range, signature.valueType(), listener, (spec) -> {
			spec.id(id).events(events[0], events).prevKv(this.annotation.prevKv()).autoStartup(autoStartup);
			spec.initial(this.annotation.initial()).onCompaction(this.annotation.onCompaction());
			startAt(spec, startRevision);
			if (errorHandler != null) {
				spec.errorHandler(errorHandler);
			}
			if (!signature.batch()) {
				spec.eachEvent();
			}
		});
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

	private String id(EtcdWatchContainer container, String wanted) {
		if (StringUtils.hasText(wanted)) {
			return wanted;
		}
		String name = this.beanName + "." + this.method.getName();
		String id = name;
		for (int i = 2; container.registration(id) != null; i++) {
			id = name + "#" + i;
		}
		return id;
	}

}
