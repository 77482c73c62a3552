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

package io.github.etcdspring.test.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * An answer of the gateway, or an object within one. The gateway leaves out what has the
 * default value of its type: a missing number is 0, a missing text empty.
 *
 * @param fields the fields by name
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record Answer(Map<?, ?> fields) {

	static Answer of(Object value) {
		return new Answer((value instanceof Map<?, ?> map) ? map : Map.of());
	}

	/**
	 * A number, which the gateway writes as text where it has 64 bits.
	 * @param name the name of the field
	 * @return the number
	 */
	public long number(String name) {
		Object value = this.fields.get(name);
		return (value != null) ? Long.parseLong(value.toString()) : 0;
	}

	/**
	 * An identifier, which is an unsigned number.
	 * @param name the name of the field
	 * @return the digits
	 */
	public String id(String name) {
		Object value = this.fields.get(name);
		return (value != null) ? value.toString() : "0";
	}

	/**
	 * A text.
	 * @param name the name of the field
	 * @return the text
	 */
	public String text(String name) {
		Object value = this.fields.get(name);
		return (value != null) ? value.toString() : "";
	}

	/**
	 * Bytes, such as a key or a value.
	 * @param name the name of the field
	 * @return the bytes
	 */
	public byte[] bytes(String name) {
		return Base64.getDecoder().decode(text(name));
	}

	/**
	 * Bytes which are text, such as most keys and values.
	 * @param name the name of the field
	 * @return the text
	 */
	public String decoded(String name) {
		return new String(bytes(name), StandardCharsets.UTF_8);
	}

	/**
	 * Whether a field is there and true.
	 * @param name the name of the field
	 * @return whether it is true
	 */
	public boolean isTrue(String name) {
		return Boolean.TRUE.equals(this.fields.get(name));
	}

	/**
	 * An object within this one; without fields if it is missing.
	 * @param name the name of the field
	 * @return the object
	 */
	public Answer object(String name) {
		Object value = this.fields.get(name);
		return of((value != null) ? value : Map.of());
	}

	/**
	 * A list of objects; empty if it is missing.
	 * @param name the name of the field
	 * @return the objects
	 */
	public List<Answer> objects(String name) {
		return (this.fields.get(name) instanceof List<?> list) ? list.stream().map(Answer::of).toList() : List.of();
	}

	/**
	 * A list of texts; empty if it is missing.
	 * @param name the name of the field
	 * @return the texts
	 */
	public List<String> texts(String name) {
		return (this.fields.get(name) instanceof List<?> list) ? list.stream().map(String::valueOf).toList()
				: List.of();
	}

	/**
	 * The revision of the store in the header.
	 * @return the revision
	 */
	public long revision() {
		return object("header").number("revision");
	}

}
