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

package io.github.etcdspring.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The settings of the class path, as their metadata name them.
 *
 * @param names names of settings, in lower case and without hyphens
 * @param maps names of settings below which any name will do
 * @author The etcd-spring authors
 */
record KnownSettings(Set<String> names, Set<String> maps) {

	/**
	 * The prefixes of settings that have metadata; others are an application's own.
	 */
	private static final List<String> PREFIXES = List.of("etcd.", "spring.", "management.", "server.", "logging.");

	static KnownSettings load() {
		KnownSettings known = new KnownSettings(new HashSet<>(), new HashSet<>());
		try {
			ClassLoader loader = KnownSettings.class.getClassLoader();
			for (URL url : Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream metadata = url.openStream()) {
					JsonMapper.shared().readTree(metadata).path("properties").forEach(known::add);
				}
			}
			return known;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void add(JsonNode property) {
		String name = normalize(property.get("name").asString());
		this.names.add(name);
		if (property.path("type").asString("").startsWith("java.util.Map<")) {
			this.maps.add(name + ".");
		}
	}

	boolean contains(String name) {
		if (PREFIXES.stream().noneMatch(name::startsWith)) {
			return true;
		}
		String wanted = normalize(name);
		return this.names.contains(wanted) || this.maps.stream().anyMatch(wanted::startsWith);
	}

	private static String normalize(String name) {
		return name.replaceAll("\\[[^]]*]", "").replace("-", "").toLowerCase(Locale.ROOT);
	}

}
