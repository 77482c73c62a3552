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

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

import io.github.etcdspring.EtcdConversionException;

/**
 * Converts values from and to the bytes that etcd stores. Implementations are safe for
 * use by several threads at once, never block, and keep values out of the messages of
 * their exceptions.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdValueConverter {

	/**
	 * Convert a value to the bytes to store.
	 * @param value the value
	 * @return the bytes; may be the very array that was given
	 * @throws EtcdConversionException if the value cannot be converted
	 */
	byte[] toBytes(Object value);

	/**
	 * Convert stored bytes to a value.
	 * @param <T> the type of the value
	 * @param bytes the bytes, which belong to the converter from now on
	 * @param type the type of the value
	 * @return the value
	 * @throws EtcdConversionException if the bytes are no such value
	 */
	<T> T fromBytes(byte[] bytes, ResolvableType type);

	/**
	 * Return a converter for which a String is its UTF-8 bytes, a {@code byte[]} is
	 * itself, and everything else is JSON, written and read by a default mapper of
	 * Jackson 3. If Jackson 3 is not on the class path, everything else is refused.
	 * @return the converter
	 * @see JsonEtcdValueConverter
	 */
	static EtcdValueConverter create() {
		boolean jackson = ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper",
				EtcdValueConverter.class.getClassLoader());
		return (jackson) ? new JsonEtcdValueConverter() : new RawValueConverter();
	}

}
