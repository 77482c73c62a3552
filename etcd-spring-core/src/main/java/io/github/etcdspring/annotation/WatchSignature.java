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

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.consumer.EtcdCursor;
import io.github.etcdspring.kv.EtcdEntry;
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

	private static final String ALLOWED = "; allowed are EtcdEvent<T>, the value, @EtcdPrevious with the value before, "
			+ "@EtcdKey String, EtcdEvent.Type and EtcdEvent.Origin, or else List<EtcdEvent<T>> or EtcdWatchBatch<T>; "
			+ "and with all of them @EtcdRevision long, ResponseHeader and EtcdCursor";

	static WatchSignature of(Method method, Class<?> targetClass, Given given) {
		if (method.getReturnType() != void.class) {
			throw new IllegalStateException(
					"it must return void, but returns '%s'".formatted(method.getGenericReturnType().getTypeName()));
		}
		Builder builder = new Builder(given);
		for (int i = 0; i < method.getParameterCount(); i++) {
			builder.add(new MethodParameter(method, i).withContainingClass(targetClass));
		}
		return builder.build();
	}

	/**
	 * What the annotation says.
	 *
	 * @param events the types of changes
	 * @param prefixLength the length of the prefix of the keys, or 0
	 * @param prevKv whether there are previous values
	 * @param cursor the cursor, if there is one
	 */
	record Given(EtcdEvent.Type[] events, int prefixLength, boolean prevKv, @Nullable EtcdCursor cursor) {

		boolean deletes() {
			return Arrays.asList(this.events).contains(EtcdEvent.Type.DELETE);
		}

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

		private final Given given;

		private @Nullable ResolvableType valueType;

		private @Nullable String batch;

		private @Nullable String single;

		private @Nullable String value;

		Builder(Given given) {
			this.given = given;
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
			if (parameter.hasParameterAnnotation(EtcdRevision.class)) {
				return revision(raw, name);
			}
			if (raw == EtcdCursor.class) {
				return cursor(name);
			}
			if (raw == ResponseHeader.class) {
				return EtcdWatchBatch::header;
			}
			if (raw == EtcdWatchBatch.class) {
				return batch(type, name, (batch) -> batch);
			}
			if (raw == List.class && type.getGeneric(0).toClass() == EtcdEvent.class) {
				return batch(type.getGeneric(0), name, EtcdWatchBatch::events);
			}
			this.single = name;
			if (parameter.hasParameterAnnotation(EtcdPrevious.class)) {
				return previous(type, raw, name);
			}
			if (raw == EtcdEvent.class) {
				valueType(type.getGeneric(0), name);
				return Builder::event;
			}
			if (raw == EtcdEvent.Type.class) {
				return (batch) -> event(batch).type();
			}
			if (raw == EtcdEvent.Origin.class) {
				return (batch) -> event(batch).origin();
			}
			return value(type, raw, name);
		}

		private Binder key(Class<?> raw, EtcdKey key, String name) {
			if (raw != String.class) {
				throw new IllegalStateException(
						"%s with @EtcdKey must be a String, but is '%s'%s".formatted(name, raw.getTypeName(), ALLOWED));
			}
			this.single = name;
			int skipped = (key.relative()) ? this.given.prefixLength() : 0;
			return (batch) -> event(batch).key().substring(skipped);
		}

		private Binder revision(Class<?> raw, String name) {
			if (raw != long.class && raw != Long.class) {
				throw new IllegalStateException("%s with @EtcdRevision must be a long, but is '%s'%s".formatted(name,
						raw.getTypeName(), ALLOWED));
			}
			return EtcdWatchBatch::revision;
		}

		private Binder cursor(String name) {
			EtcdCursor cursor = this.given.cursor();
			if (cursor == null) {
				throw new IllegalStateException(
						"%s needs a cursor: set attribute 'cursor' to the name of one".formatted(name));
			}
			return (batch) -> cursor;
		}

		private Binder previous(ResolvableType type, Class<?> raw, String name) {
			if (!this.given.prevKv()) {
				throw new IllegalStateException("%s needs previous values: set prevKv = true".formatted(name));
			}
			if (raw.isPrimitive()) {
				throw new IllegalStateException(
						("%s is primitive, but there is no previous value when the key is new; " + "use '%s'%s")
							.formatted(name, wrapper(raw).getSimpleName(), ALLOWED));
			}
			if (raw == EtcdEntry.class) {
				valueType(type.getGeneric(0), name);
				return (batch) -> event(batch).previous();
			}
			valueType(type, name);
			return (batch) -> {
				EtcdEntry<Object> previous = event(batch).previous();
				return (previous != null) ? previous.value() : null;
			};
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
			if (raw.isPrimitive() && this.given.deletes()) {
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
