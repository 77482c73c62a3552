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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.StringUtils;

import io.github.etcdspring.kv.EtcdEntry;

/**
 * Turns keys and values into properties: documents as Spring Boot reads files.
 *
 * @author The etcd-spring authors
 */
final class EtcdConfigParser {

	private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");

	private EtcdConfigParser() {
	}

	static EtcdConfigContent parse(EtcdConfigDataResource resource, List<EtcdEntry<byte[]>> entries) {
		Map<String, Long> revisions = new LinkedHashMap<>();
		entries.forEach((entry) -> revisions.put(entry.key(), entry.modRevision()));
		String extension = resource.extension();
		List<OriginTrackedMapPropertySource> documents = new ArrayList<>();
		if (extension == null) {
			documents.add(source(resource, 0, tree(resource.key(), entries)));
		}
		else if (!entries.isEmpty()) {
			documents(resource, extension, entries.get(0))
				.forEach((properties) -> documents.add(source(resource, documents.size(), properties)));
		}
		if (documents.isEmpty()) {
			documents.add(source(resource, 0, Map.of()));
		}
		return new EtcdConfigContent(revisions, List.copyOf(documents));
	}

	/**
	 * Return how the property source of a document is called in the environment.
	 * @param resource where it comes from
	 * @param document its number
	 * @return the name, the same whatever the document holds
	 */
	static String name(EtcdConfigDataResource resource, int document) {
		return "Config resource '%s' via location '%s'%s".formatted(resource, resource.location(),
				(document > 0) ? " (document #" + document + ")" : "");
	}

	static OriginTrackedMapPropertySource source(EtcdConfigDataResource resource, int document,
			Map<String, Object> properties) {
		return new OriginTrackedMapPropertySource(name(resource, document), Collections.unmodifiableMap(properties),
				true);
	}

	private static Map<String, Object> tree(String prefix, List<EtcdEntry<byte[]>> entries) {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (EtcdEntry<byte[]> entry : entries) {
			String path = entry.key().substring(prefix.length());
			String name = Arrays.stream(path.split("/"))
				.filter(StringUtils::hasLength)
				.collect(Collectors.joining("."));
			// Some tools put a key without a value for each directory
			if (!name.isEmpty() && !path.endsWith("/")) {
				properties.put(name,
						OriginTrackedValue.of(text(entry), new EtcdKeyOrigin(entry.key(), entry.modRevision())));
			}
		}
		return properties;
	}

	private static List<Map<String, Object>> documents(EtcdConfigDataResource resource, String extension,
			EtcdEntry<byte[]> entry) {
		try {
			if ("json".equals(extension)) {
				return List.of(EtcdConfigJsonReader.read(new Value(resource.key(), new byte[0]), text(entry)));
			}
			return load(resource, extension, text(entry)).stream().map(EtcdConfigParser::properties).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (RuntimeException ex) {
			// Not as the cause: its message has lines of the document
			throw new EtcdConfigImportException(
					"The value of key '%s' in etcd (imported by '%s') is no valid %s document%s.".formatted(entry.key(),
							resource.location(), extension, place(ex)),
					"Correct the value, or import another key.", null);
		}
	}

	private static List<PropertySource<?>> load(EtcdConfigDataResource resource, String extension, String text)
			throws IOException {
		if ("properties".equals(extension)) {
			return new PropertiesPropertySourceLoader().load(resource.key(),
					new Value(resource.key(), escape(text).getBytes(StandardCharsets.ISO_8859_1)));
		}
		return new YamlPropertySourceLoader().load(resource.key(),
				new Value(resource.key(), text.getBytes(StandardCharsets.UTF_8)));
	}

	// Files of properties have an encoding of their own
	private static String escape(String text) {
		StringBuilder escaped = new StringBuilder(text.length());
		text.chars().forEach((character) -> {
			if (character < 0x80) {
				escaped.append((char) character);
			}
			else {
				escaped.append("\\u%04x".formatted(character));
			}
		});
		return escaped.toString();
	}

	private static Map<String, Object> properties(PropertySource<?> source) {
		Map<String, Object> properties = new LinkedHashMap<>();
		if (source.getSource() instanceof Map<?, ?> map) {
			map.forEach((name, value) -> properties.put(String.valueOf(name), value));
		}
		else if (source instanceof EnumerablePropertySource<?> enumerable) {
			for (String name : enumerable.getPropertyNames()) {
				properties.put(name, enumerable.getProperty(name));
			}
		}
		return properties;
	}

	private static String place(RuntimeException failure) {
		// The first one may be that of what encloses it
		return PLACE.matcher(String.valueOf(failure.getMessage()))
			.results()
			.reduce((first, second) -> second)
			.map((place) -> ", see line %s, column %s".formatted(place.group(1), place.group(2)))
			.orElse("");
	}

	private static String text(EtcdEntry<byte[]> entry) {
		byte[] value = entry.value();
		return (value != null) ? new String(value, StandardCharsets.UTF_8) : "";
	}

	/**
	 * The value of a key, which origins of properties name.
	 */
	private static final class Value extends ByteArrayResource {

		private final String key;

		private Value(String key, byte[] bytes) {
			super(bytes);
			this.key = key;
		}

		@Override
		public String getDescription() {
			return "etcd key '" + this.key + "'";
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return super.equals(other) && other instanceof Value value && this.key.equals(value.key);
		}

		@Override
		public int hashCode() {
			return this.key.hashCode();
		}

	}

}
