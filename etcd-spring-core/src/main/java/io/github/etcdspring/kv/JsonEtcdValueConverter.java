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
import org.springframework.util.Assert;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.json.JsonMapper;

import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.EtcdOutcome;

/**
 * Stores a String as its UTF-8 bytes, a {@code byte[]} as it is, and everything else as
 * JSON by Jackson 3: numbers, booleans and enum constants, too.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class JsonEtcdValueConverter implements EtcdValueConverter {

	private final RawValueConverter raw = new RawValueConverter();

	private final JsonMapper mapper;

	/**
	 * Create a converter with a default mapper.
	 */
	public JsonEtcdValueConverter() {
		this(JsonMapper.shared());
	}

	/**
	 * Create a converter.
	 * @param mapper the mapper for everything that is neither String nor {@code byte[]}
	 */
	public JsonEtcdValueConverter(JsonMapper mapper) {
		Assert.notNull(mapper, "'mapper' must not be null");
		this.mapper = mapper;
	}

	@Override
	public byte[] toBytes(Object value) {
		if (RawValueConverter.handles(value.getClass())) {
			return this.raw.toBytes(value);
		}
		try {
			return this.mapper.writeValueAsBytes(value);
		}
		catch (JacksonException ex) {
			throw failure("Cannot write a value of type '%s' as JSON".formatted(value.getClass().getName()), ex);
		}
	}

	@Override
	public <T> T fromBytes(byte[] bytes, ResolvableType type) {
		if (RawValueConverter.handles(type.resolve())) {
			return this.raw.fromBytes(bytes, type);
		}
		T value;
		try {
			value = this.mapper.readValue(bytes, this.mapper.constructType(type.getType()));
		}
		catch (JacksonException ex) {
			throw failure("Cannot read a value of %d bytes as '%s' from JSON".formatted(bytes.length, type), ex);
		}
		if (value == null) {
			throw new EtcdConversionException(
					"Cannot read a value as '%s' from JSON: it is the literal null".formatted(type), EtcdOutcome.UNSENT,
					null);
		}
		return value;
	}

	private static EtcdConversionException failure(String what, JacksonException ex) {
		// Jackson's messages quote what they could not read: neither may be passed on
		TokenStreamLocation location = ex.getLocation();
		String where = (location != null && location.getLineNr() > 0)
				? " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr()) : "";
		return new EtcdConversionException(
				what + ": " + ex.getClass().getSimpleName() + where + " (details are withheld, they quote the value)",
				EtcdOutcome.UNSENT, null);
	}

}
