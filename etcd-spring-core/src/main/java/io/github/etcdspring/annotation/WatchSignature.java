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
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchBatch;

/**
 * What the parameters of an {@link EtcdWatch} method get, found out and checked once.
 *
 * @param binders one for each parameter
 * @param valueType the type of the values
 * @param batch whether the method takes whole revisions
 * @author The etcd-spring authors
 */
record WatchSignature(List<Binder> binders, ResolvableType valueType, boolean batch) {

	private static final String ALLOWED = "; allowed are EtcdEvent<T>, the value, @EtcdKey String and EtcdEvent.Type, "
			+ "or else List<EtcdEvent<T>> or EtcdWatchBatch<T>";

	static WatchSignature of(Method method, Class<?> targetClass, EtcdEvent.Type[] events, int prefixLength) {
		if (method.getReturnType() != void.class) {
			throw new IllegalStateException(
					"it must return void, but returns '%s'".formatted(method.getGenericReturnType().getTypeName()));
		}
		boolean deletes = Arrays.asList(events).contains(EtcdEvent.Type.DELETE);
		Builder builder = new Builder(deletes, prefixLength);
		for (int i = 0; i < method.getParameterCount(); i++) {
			builder.add(new MethodParameter(method, i).withContainingClass(targetClass));
		}
		return builder.build();
	}

	/**
	 * Makes an argument of a call.
	 */
	@FunctionalInterface
	interface Binder {

		@Nullable Object bind(EtcdWatchBatch<Object> batch);

	}

	/**
	 * Takes one parameter after the other.
	 */
	private static final class Builder {

		private final List<Binder> binders = new ArrayList<>();

		private final boolean deletes;

		private final int prefixLength;

		private @Nullable ResolvableType valueType;

		private @Nullable String batch;

		private @Nullable String single;

		private @Nullable String value;

		Builder(boolean deletes, int prefixLength) {
			this.deletes = deletes;
			this.prefixLength = prefixLength;
		}

		void add(MethodParameter parameter) {
			ResolvableType type = ResolvableType.forMethodParameter(parameter);
			String name = "parameter %d, '%s'".formatted(parameter.getParameterIndex() + 1,
					parameter.getParameter().toString());
			this.binders.add(binder(parameter, type, name));
			if (this.batch != null && this.single != null) {
				throw new IllegalStateException("%s is for whole revisions and %s for single events%s"
					.formatted(this.batch, this.single, ALLOWED));
			}
		}

		private Binder binder(MethodParameter parameter, ResolvableType type, String name) {
			Class<?> raw = type.toClass();
			EtcdKey key = parameter.getParameterAnnotation(EtcdKey.class);
			if (key != null) {
				return key(raw, key, name);
			}
			if (raw == EtcdWatchBatch.class) {
				return batch(type, name, (batch) -> batch);
			}
			if (raw == List.class && type.getGeneric(0).toClass() == EtcdEvent.class) {
				return batch(type.getGeneric(0), name, EtcdWatchBatch::events);
			}
			this.single = name;
			if (raw == EtcdEvent.class) {
				valueType(type.getGeneric(0), name);
				return Builder::event;
			}
			if (raw == EtcdEvent.Type.class) {
				return (batch) -> event(batch).type();
			}
			return value(type, raw, name);
		}

		private Binder key(Class<?> raw, EtcdKey key, String name) {
			if (raw != String.class) {
				throw new IllegalStateException(
						"%s with @EtcdKey must be a String, but is '%s'%s".formatted(name, raw.getTypeName(), ALLOWED));
			}
			this.single = name;
			int skipped = (key.relative()) ? this.prefixLength : 0;
			return (batch) -> event(batch).key().substring(skipped);
		}

		private Binder batch(ResolvableType holder, String name, Binder binder) {
			this.batch = name;
			valueType(holder.getGeneric(0), name);
			return binder;
		}

		private Binder value(ResolvableType type, Class<?> raw, String name) {
			if (this.value != null) {
				throw new IllegalStateException(
						"%s cannot be the value, as %s is the value already%s".formatted(name, this.value, ALLOWED));
			}
			if (raw.isPrimitive() && this.deletes) {
				throw new IllegalStateException(("%s is primitive, but there is no value when the key is deleted; "
						+ "use '%s', or set events = PUT%s")
					.formatted(name, wrapper(raw).getSimpleName(), ALLOWED));
			}
			this.value = name;
			valueType((raw.isPrimitive()) ? ResolvableType.forClass(wrapper(raw)) : type, name);
			return (batch) -> event(batch).value();
		}

		private void valueType(ResolvableType type, String name) {
			ResolvableType wanted = (type.resolve() != null) ? type : ResolvableType.forClass(byte[].class);
			if (this.valueType != null && !this.valueType.getType().equals(wanted.getType())) {
				throw new IllegalStateException(
						"%s asks for values of type '%s', but another parameter for values of type '%s'".formatted(name,
								wanted, this.valueType));
			}
			this.valueType = wanted;
		}

		private static Class<?> wrapper(Class<?> primitive) {
			return ClassUtils.resolvePrimitiveIfNecessary(primitive);
		}

		private static EtcdEvent<Object> event(EtcdWatchBatch<Object> batch) {
			return batch.events().get(0);
		}

		WatchSignature build() {
			return new WatchSignature(List.copyOf(this.binders),
					(this.valueType != null) ? this.valueType : ResolvableType.forClass(byte[].class),
					this.single == null);
		}

	}

}
