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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.Profiles;

/**
 * Puts contents into the places that Spring Boot has given to their resources. A document
 * takes part if its {@code spring.config.activate} properties say so.
 *
 * @author The etcd-spring authors
 */
final class EtcdConfigEnvironment {

	private static final Log logger = LogFactory.getLog(EtcdConfigEnvironment.class);

	private final ConfigurableEnvironment environment;

	EtcdConfigEnvironment(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	/**
	 * Return the properties of a content, those of inactive documents left out.
	 * @param content the content
	 * @return the values by name
	 */
	Map<String, Object> properties(EtcdConfigContent content) {
		Map<String, Object> properties = new LinkedHashMap<>();
		content.documents().stream().filter(this::isActive).forEach((document) -> {
			for (String name : document.getPropertyNames()) {
				properties.put(name, String.valueOf(document.getProperty(name)));
			}
		});
		return properties;
	}

	/**
	 * Replace what a resource had by what it has now.
	 * @param resource the resource
	 * @param before its content up to now
	 * @param after its content from now on
	 */
	void replace(EtcdConfigDataResource resource, EtcdConfigContent before, EtcdConfigContent after) {
		List<OriginTrackedMapPropertySource> documents = after.documents();
		int count = Math.max(before.documents().size(), documents.size());
		for (int i = 0; i < count; i++) {
			boolean active = i < documents.size() && isActive(documents.get(i));
			// One without properties keeps the place
			put(resource, i, (active) ? documents.get(i) : EtcdConfigParser.source(resource, i, Map.of()), count);
		}
	}

	private void put(EtcdConfigDataResource resource, int document, OriginTrackedMapPropertySource source, int count) {
		MutablePropertySources sources = this.environment.getPropertySources();
		if (isPresent(resource, document)) {
			sources.replace(source.getName(), source);
			return;
		}
		if (source.getPropertyNames().length == 0) {
			return;
		}
		String lower = present(resource, IntStream.iterate(document - 1, (i) -> i >= 0, (i) -> i - 1));
		String higher = present(resource, IntStream.range(document + 1, count));
		if (lower != null) {
			sources.addBefore(lower, source);
		}
		else if (higher != null) {
			sources.addAfter(higher, source);
		}
		else {
			logger.warn("A document of %s is active now, but none was when the application started: it takes part "
				.formatted(resource) + "after the next start");
		}
	}

	private @Nullable String present(EtcdConfigDataResource resource, IntStream documents) {
		return documents.filter((document) -> isPresent(resource, document))
			.mapToObj((document) -> EtcdConfigParser.name(resource, document))
			.findFirst()
			.orElse(null);
	}

	private boolean isPresent(EtcdConfigDataResource resource, int document) {
		return this.environment.getPropertySources().contains(EtcdConfigParser.name(resource, document));
	}

	private boolean isActive(OriginTrackedMapPropertySource document) {
		ConfigurationPropertySource source = ConfigurationPropertySource.from(document);
		Binder binder = new Binder((source != null) ? List.of(source) : List.of());
		boolean profile = binder.bind("spring.config.activate.on-profile", String[].class)
			.map((expressions) -> this.environment.acceptsProfiles(Profiles.of(expressions)))
			.orElse(true);
		CloudPlatform platform = binder.bind("spring.config.activate.on-cloud-platform", CloudPlatform.class)
			.orElse(null);
		return profile && (platform == null || platform == CloudPlatform.getActive(this.environment));
	}

}
