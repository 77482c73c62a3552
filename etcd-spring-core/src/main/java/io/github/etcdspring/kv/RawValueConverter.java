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

package io.github.etcdspring.kv;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.EtcdOutcome;

/**
 * What is left without Jackson: Strings and bytes.
 *
 * @author The etcd-spring authors
 */
final class RawValueConverter implements EtcdValueConverter {

	private static final String REMEDY = "types other than String and byte[] are JSON, which needs Jackson 3; "
			+ "add 'org.springframework.boot:spring-boot-starter-jackson' (or 'tools.jackson.core:jackson-databind') "
			+ "to the class path, or declare an EtcdValueConverter of your own";

	static boolean handles(@Nullable Class<?> type) {
		return type == String.class || type == byte[].class;
	}

	@Override
	public byte[] toBytes(Object value) {
		if (value instanceof byte[] bytes) {
			return bytes;
		}
		if (value instanceof String text) {
			return text.getBytes(StandardCharsets.UTF_8);
		}
		throw new EtcdConversionException(
				"Cannot write a value of type '%s': ".formatted(value.getClass().getName()) + REMEDY,
				EtcdOutcome.UNSENT, null);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> T fromBytes(byte[] bytes, ResolvableType type) {
		Class<?> target = type.resolve();
		if (target == byte[].class) {
			return (T) bytes;
		}
		if (target == String.class) {
			return (T) new String(bytes, StandardCharsets.UTF_8);
		}
		throw new EtcdConversionException("Cannot read a value as '%s': ".formatted(type) + REMEDY, EtcdOutcome.UNSENT,
				null);
	}

}
