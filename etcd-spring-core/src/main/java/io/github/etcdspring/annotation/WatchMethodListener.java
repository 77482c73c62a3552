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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

import io.github.etcdspring.watch.EtcdWatchBatch;
import io.github.etcdspring.watch.EtcdWatchListener;

/**
 * Calls a method of a bean.
 *
 * @author The etcd-spring authors
 */
final class WatchMethodListener implements EtcdWatchListener<Object> {

	private final Object bean;

	private final Method method;

	private final List<WatchSignature.Binder> binders;

	WatchMethodListener(Object bean, Method method, List<WatchSignature.Binder> binders) {
		this.bean = bean;
		this.method = method;
		this.binders = binders;
		ReflectionUtils.makeAccessible(method);
	}

	@Override
	public void onEvents(EtcdWatchBatch<Object> batch) throws Exception {
		@Nullable Object[] arguments = new @Nullable Object[this.binders.size()];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = this.binders.get(i).bind(batch);
		}
		try {
			this.method.invoke(this.bean, arguments);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
		}
	}

}
