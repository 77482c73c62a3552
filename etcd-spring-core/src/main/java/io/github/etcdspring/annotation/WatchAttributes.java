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

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.Assert;

/**
 * Resolves placeholders and expressions in the attributes of annotations.
 *
 * @author The etcd-spring authors
 */
final class WatchAttributes {

	private final BeanFactory beanFactory;

	WatchAttributes(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	String resolve(String attribute, String value) {
		Object resolved = evaluate(attribute, value);
		Assert.state(resolved instanceof String, () -> "attribute '%s' with '%s' must be a string, but is %s"
			.formatted(attribute, value, (resolved != null) ? resolved.getClass().getName() : null));
		return (String) resolved;
	}

	boolean resolveBoolean(String attribute, String value) {
		Object resolved = evaluate(attribute, value);
		String text = String.valueOf(resolved);
		Assert.state("true".equalsIgnoreCase(text) || "false".equalsIgnoreCase(text),
				() -> "attribute '%s' with '%s' must be true or false, but is '%s'".formatted(attribute, value, text));
		return Boolean.parseBoolean(text);
	}

	<T> @Nullable T resolveBean(String attribute, String value, Class<T> type) {
		Object resolved = evaluate(attribute, value);
		if (type.isInstance(resolved)) {
			return type.cast(resolved);
		}
		Assert.state(resolved instanceof String,
				() -> "attribute '%s' with '%s' must be the name of a bean of type '%s'".formatted(attribute, value,
						type.getName()));
		String name = (String) resolved;
		return (name.isEmpty()) ? null : bean(attribute, name, type);
	}

	<T> T bean(String attribute, String name, Class<T> type) {
		Assert.state(this.beanFactory.containsBean(name) && this.beanFactory.isTypeMatch(name, type),
				() -> "attribute '%s' must name a bean of type %s, but is '%s'".formatted(attribute,
						type.getSimpleName(), name));
		return this.beanFactory.getBean(name, type);
	}

	private @Nullable Object evaluate(String attribute, String value) {
		if (!(this.beanFactory instanceof ConfigurableBeanFactory factory)) {
			return value;
		}
		try {
			String text = factory.resolveEmbeddedValue(value);
			BeanExpressionResolver resolver = factory.getBeanExpressionResolver();
			return (resolver != null) ? resolver.evaluate(text, new BeanExpressionContext(factory, null)) : text;
		}
		catch (BeansException | IllegalArgumentException ex) {
			throw new IllegalStateException("attribute '%s' with '%s': %s".formatted(attribute, value, ex.getMessage()),
					ex);
		}
	}

}
