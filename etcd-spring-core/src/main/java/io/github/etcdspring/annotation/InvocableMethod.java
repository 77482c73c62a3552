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
import java.lang.reflect.Modifier;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Finds the method by which an annotated method is called on a bean that may be a proxy.
 *
 * @author The etcd-spring authors
 */
final class InvocableMethod {

	private InvocableMethod() {
	}

	// Return the method to call on the bean.
	// Throws IllegalStateException if there is none
	static Method of(Object bean, Method method) {
		Assert.state(!Modifier.isStatic(method.getModifiers()),
				"it must not be static: a watch belongs to a bean, and ends with it");
		Assert.state(!Modifier.isFinal(method.getModifiers()) || !AopUtils.isCglibProxy(bean),
				"it must not be final: the proxy of the bean (for transactions, caching, a scope or the like) "
						+ "cannot pass the call on");
		if (AopUtils.isJdkDynamicProxy(bean)) {
			for (Class<?> type : ClassUtils.getAllInterfaces(bean)) {
				for (Method declared : type.getMethods()) {
					if (implementedBy(declared, method, AopProxyUtils.ultimateTargetClass(bean))) {
						return declared;
					}
				}
			}
		}
		try {
			return AopUtils.selectInvocableMethod(method, bean.getClass());
		}
		catch (IllegalStateException ex) {
			throw new IllegalStateException("it cannot be called through the proxy of its bean. " + ex.getMessage(),
					ex);
		}
	}

	// Type parameters may have got arguments on the way
	private static boolean implementedBy(Method declared, Method method, Class<?> targetClass) {
		return declared.getName().equals(method.getName()) && declared.getParameterCount() == method.getParameterCount()
				&& AopUtils.getMostSpecificMethod(declared, targetClass).equals(method);
	}

}
