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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the JSON of etcd's gateway, so that this module brings no JSON library
 * onto the class path of the tests which use it. Objects become maps, arrays lists,
 * numbers {@code Long} or {@code Double}.
 *
 * @author The etcd-spring authors
 */
final class Json {

	private final String text;

	private int position;

	private Json(String text) {
		this.text = text;
	}

	static @Nullable Object read(String text) {
		Json json = new Json(text);
		Object value = json.value();
		json.skipBlanks();
		if (json.position < text.length()) {
			throw json.unexpected();
		}
		return value;
	}

	static String write(@Nullable Object value) {
		StringBuilder out = new StringBuilder();
		write(value, out);
		return out.toString();
	}

	private static void write(@Nullable Object value, StringBuilder out) {
		if (value instanceof Map<?, ?> map) {
			String separator = "{";
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				out.append(separator);
				quote(String.valueOf(entry.getKey()), out);
				out.append(':');
				write(entry.getValue(), out);
				separator = ",";
			}
			out.append((map.isEmpty()) ? "{}" : "}");
		}
		else if (value instanceof List<?> list) {
			out.append('[');
			for (int i = 0; i < list.size(); i++) {
				if (i > 0) {
					out.append(',');
				}
				write(list.get(i), out);
			}
			out.append(']');
		}
		else if (value instanceof Number || value instanceof Boolean || value == null) {
			out.append(value);
		}
		else {
			quote(value.toString(), out);
		}
	}

	private static void quote(String string, StringBuilder out) {
		out.append('"');
		for (char character : string.toCharArray()) {
			if (character == '"' || character == '\\') {
				out.append('\\').append(character);
			}
			else if (character < ' ') {
				out.append("\\u%04x".formatted((int) character));
			}
			else {
				out.append(character);
			}
		}
		out.append('"');
	}

	private @Nullable Object value() {
		skipBlanks();
		return switch (peek()) {
			case '{' -> object();
			case '[' -> array();
			case '"' -> string();
			case 't' -> literal("true", Boolean.TRUE);
			case 'f' -> literal("false", Boolean.FALSE);
			case 'n' -> literal("null", null);
			default -> number();
		};
	}

	private Map<String, @Nullable Object> object() {
		Map<String, @Nullable Object> result = new LinkedHashMap<>();
		this.position++;
		if (accept('}')) {
			return result;
		}
		do {
			skipBlanks();
			String name = string();
			expect(':');
			result.put(name, value());
		}
		while (accept(','));
		expect('}');
		return result;
	}

	private List<@Nullable Object> array() {
		List<@Nullable Object> result = new ArrayList<>();
		this.position++;
		if (accept(']')) {
			return result;
		}
		do {
			result.add(value());
		}
		while (accept(','));
		expect(']');
		return result;
	}

	private String string() {
		expect('"');
		StringBuilder result = new StringBuilder();
		while (peek() != '"') {
			char character = next();
			result.append((character != '\\') ? character : escaped());
		}
		this.position++;
		return result.toString();
	}

	private char escaped() {
		char character = next();
		return switch (character) {
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case 'u' -> {
				this.position += 4;
				yield (char) Integer.parseInt(this.text, this.position - 4, this.position, 16);
			}
			default -> character;
		};
	}

	private Number number() {
		int start = this.position;
		while (this.position < this.text.length() && "+-.eE0123456789".indexOf(peek()) >= 0) {
			this.position++;
		}
		String number = this.text.substring(start, this.position);
		if (number.isEmpty()) {
			throw unexpected();
		}
		if (number.chars().allMatch((character) -> character == '-' || Character.isDigit(character))) {
			return Long.parseLong(number);
		}
		return Double.parseDouble(number);
	}

	private @Nullable Object literal(String name, @Nullable Object value) {
		if (!this.text.startsWith(name, this.position)) {
			throw unexpected();
		}
		this.position += name.length();
		return value;
	}

	private void expect(char character) {
		if (!accept(character)) {
			throw unexpected();
		}
	}

	private boolean accept(char character) {
		skipBlanks();
		if (this.position < this.text.length() && peek() == character) {
			this.position++;
			return true;
		}
		return false;
	}

	private void skipBlanks() {
		while (this.position < this.text.length() && Character.isWhitespace(peek())) {
			this.position++;
		}
	}

	private char next() {
		char character = peek();
		this.position++;
		return character;
	}

	private char peek() {
		if (this.position >= this.text.length()) {
			throw unexpected();
		}
		return this.text.charAt(this.position);
	}

	private IllegalArgumentException unexpected() {
		return new IllegalArgumentException("Not JSON at position " + this.position);
	}

}
