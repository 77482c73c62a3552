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
import java.util.List;
import java.util.Set;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.SimpleReflectiveProcessor;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.consumer.EtcdCursor;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchBatch;

/**
 * Tells, where an application is processed ahead of time, that an annotated method is
 * called, and that the values which it takes are bound, by reflection.
 *
 * @author The etcd-spring authors
 */
class EtcdWatchReflectiveProcessor extends SimpleReflectiveProcessor {

	private static final Set<Class<?>> HOLDERS = Set.of(EtcdEvent.class, EtcdEntry.class, EtcdWatchBatch.class,
			List.class);

	private static final Set<Class<?>> NO_VALUES = Set.of(EtcdEvent.Type.class, EtcdEvent.Origin.class,
			ResponseHeader.class, EtcdCursor.class);

	private final BindingReflectionHintsRegistrar values = new BindingReflectionHintsRegistrar();

	@Override
	protected void registerMethodHint(ReflectionHints hints, Method method) {
		super.registerMethodHint(hints, method);
		for (int i = 0; i < method.getParameterCount(); i++) {
			registerValue(hints, ResolvableType.forMethodParameter(new MethodParameter(method, i)));
		}
	}

	private void registerValue(ReflectionHints hints, ResolvableType type) {
		Class<?> raw = type.toClass();
		if (HOLDERS.contains(raw)) {
			registerValue(hints, type.getGeneric(0));
		}
		else if (!NO_VALUES.contains(raw)) {
			this.values.registerReflectionHints(hints, type.getType());
		}
	}

}
