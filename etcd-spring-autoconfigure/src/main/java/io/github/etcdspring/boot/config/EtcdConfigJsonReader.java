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

package io.github.etcdspring.boot.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.io.Resource;

/**
 * Reads JSON, and nothing but JSON, into properties that know their line and column. The
 * names of properties are those that YAML would give them. Needs no library, since an
 * application that imports configuration may have none.
 *
 * @author The etcd-spring authors
 */
final class EtcdConfigJsonReader {

	private static final int MAX_DEPTH = 500;

	// Longer exponents are refused: what they stand for would cost memory and time
	// without end
	private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?0*[0-9]{1,4})?");

	private static final Pattern UNICODE = Pattern.compile("[0-9a-fA-F]{4}");

	private static final Map<String, Object> WORDS = Map.of("true", true, "false", false, "null", "");

	private static final String ESCAPES = "\"\\/bfnrt";

	private static final String ESCAPED = "\"\\/\b\f\n\r\t";

	private final Map<String, Object> properties = new LinkedHashMap<>();

	private final Resource resource;

	private final String text;

	private int position;

	private int line;

	private int lineStart;

	private EtcdConfigJsonReader(Resource resource, String text) {
		this.resource = resource;
		this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
	}

	/**
	 * Read a document.
	 * @param resource where it comes from
	 * @param text the document; an empty one has no properties
	 * @return the properties
	 * @throws IllegalArgumentException if it is not JSON, with the place and nothing of
	 * the document in its message
	 */
	static Map<String, Object> read(Resource resource, String text) {
		return new EtcdConfigJsonReader(resource, text).read();
	}

	private Map<String, Object> read() {
		char first = peek();
		if (first != 0) {
			value((first != '{') ? "document" : "", 0);
			require(peek() == 0);
		}
		return this.properties;
	}

	private void value(String path, int depth) {
		require(depth < MAX_DEPTH);
		switch (peek()) {
			case '{' -> object(path, depth);
			case '[' -> array(path, depth);
			default -> put(path, origin(), scalar());
		}
	}

	private void object(String path, int depth) {
		TextResourceOrigin origin = origin();
		this.position++;
		if (accept('}')) {
			put(path, origin, Map.of());
			return;
		}
		Set<String> names = new HashSet<>();
		do {
			require(peek() == '"');
			int start = this.position;
			String name = string();
			if (!names.add(name)) {
				this.position = start;
				throw error();
			}
			require(accept(':'));
			value((path.isEmpty() || name.startsWith("[")) ? path + name : path + "." + name, depth + 1);
		}
		while (accept(','));
		require(accept('}'));
	}

	private void array(String path, int depth) {
		TextResourceOrigin origin = origin();
		this.position++;
		if (accept(']')) {
			put(path, origin, List.of());
			return;
		}
		int index = 0;
		do {
			value(path + "[" + index++ + "]", depth + 1);
		}
		while (accept(','));
		require(accept(']'));
	}

	private Object scalar() {
		if (peek() == '"') {
			return string();
		}
		for (Map.Entry<String, Object> word : WORDS.entrySet()) {
			if (this.text.startsWith(word.getKey(), this.position)) {
				this.position += word.getKey().length();
				return word.getValue();
			}
		}
		return number();
	}

	private Number number() {
		Matcher number = NUMBER.matcher(this.text).region(this.position, this.text.length());
		require(number.lookingAt());
		this.position = number.end();
		if (number.group(1) != null || number.group(2) != null) {
			return new BigDecimal(number.group());
		}
		BigInteger integer = new BigInteger(number.group());
		if (integer.bitLength() < Integer.SIZE) {
			return integer.intValue();
		}
		return (integer.bitLength() < Long.SIZE) ? (Number) integer.longValue() : integer;
	}

	private String string() {
		StringBuilder string = new StringBuilder();
		this.position++;
		while (true) {
			require(this.position < this.text.length());
			char character = this.text.charAt(this.position);
			require(character >= ' ');
			this.position++;
			if (character == '"') {
				return string.toString();
			}
			string.append((character != '\\') ? character : escaped());
		}
	}

	private char escaped() {
		require(this.position < this.text.length());
		int escape = ESCAPES.indexOf(this.text.charAt(this.position));
		if (escape != -1) {
			this.position++;
			return ESCAPED.charAt(escape);
		}
		require(this.text.charAt(this.position) == 'u');
		Matcher unicode = UNICODE.matcher(this.text).region(this.position + 1, this.text.length());
		require(unicode.lookingAt());
		this.position = unicode.end();
		return (char) Integer.parseInt(unicode.group(), 16);
	}

	private boolean accept(char character) {
		boolean accepted = peek() == character;
		this.position += (accepted) ? 1 : 0;
		return accepted;
	}

	/**
	 * Return the next character that is no space.
	 * @return the character, or 0 at the end
	 */
	private char peek() {
		for (; this.position < this.text.length(); this.position++) {
			char character = this.text.charAt(this.position);
			if (character == '\n') {
				this.line++;
				this.lineStart = this.position + 1;
			}
			else if (character != ' ' && character != '\t' && character != '\r') {
				require(character != 0);
				return character;
			}
		}
		return 0;
	}

	private void put(String path, TextResourceOrigin origin, Object value) {
		if (!path.isEmpty()) {
			this.properties.put(path, OriginTrackedValue.of(value, origin));
		}
	}

	private TextResourceOrigin origin() {
		return new TextResourceOrigin(this.resource,
				new TextResourceOrigin.Location(this.line, this.position - this.lineStart));
	}

	private void require(boolean valid) {
		if (!valid) {
			throw error();
		}
	}

	private IllegalArgumentException error() {
		return new IllegalArgumentException(
				"line %d, column %d".formatted(this.line + 1, this.position - this.lineStart + 1));
	}

}
