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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.Profiles;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.util.StringUtils;

/**
 * Understands locations that start with {@code etcd:}.
 *
 * @author The etcd-spring authors
 */
class EtcdConfigDataLocationResolver implements ConfigDataLocationResolver<EtcdConfigDataResource> {

	static final String PREFIX = "etcd:";

	private final DeferredLogFactory logFactory;

	EtcdConfigDataLocationResolver(DeferredLogFactory logFactory) {
		this.logFactory = logFactory;
	}

	@Override
	public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		return location.hasPrefix(PREFIX);
	}

	@Override
	public List<EtcdConfigDataResource> resolve(ConfigDataLocationResolverContext context,
			ConfigDataLocation location) {
		EtcdConfigImport.register(context.getBootstrapContext(), context.getBinder(), this.logFactory);
		return resolve(context.getBinder(), location, null);
	}

	@Override
	public List<EtcdConfigDataResource> resolveProfileSpecific(ConfigDataLocationResolverContext context,
			ConfigDataLocation location, Profiles profiles) {
		List<EtcdConfigDataResource> resources = new ArrayList<>();
		for (String profile : profiles.getActive()) {
			resources.addAll(resolve(context.getBinder(), location, profile));
		}
		return resources;
	}

	private List<EtcdConfigDataResource> resolve(Binder binder, ConfigDataLocation location, @Nullable String profile) {
		List<EtcdConfigDataResource> resources = new ArrayList<>();
		for (ConfigDataLocation part : location.split()) {
			String text = part.getNonPrefixedValue(PREFIX);
			if (StringUtils.hasText(text)) {
				resources.add(resolve(part, text, profile, !part.isOptional() && profile == null));
			}
			else {
				defaults(binder).forEach((tree) -> resources.add(resolve(part, tree, profile, false)));
			}
		}
		return resources;
	}

	private EtcdConfigDataResource resolve(ConfigDataLocation location, String text, @Nullable String profile,
			boolean required) {
		EtcdConfigDataResource resource = EtcdConfigDataResource.of(location, text, profile, required);
		if (resource == null) {
			throw new EtcdConfigImportException(
					"The location '%s' names neither a tree of keys nor a document.".formatted(location),
					"End it with '/' to import all keys below it, or with the extension of a document such as '.yaml', "
							+ "'.properties' or '.json'. If the key has none, tell it in brackets: 'etcd:/my-key[.yaml]'.",
					null);
		}
		return resource;
	}

	private static List<String> defaults(Binder binder) {
		EtcdConfigProperties properties = binder.bind("etcd.config", EtcdConfigProperties.class)
			.orElseGet(EtcdConfigProperties::new);
		String prefix = properties.getPrefix().endsWith("/") ? properties.getPrefix() : properties.getPrefix() + "/";
		List<String> trees = new ArrayList<>(List.of(prefix + "application/"));
		binder.bind("spring.application.name", String.class)
			.map((name) -> prefix + name + "/")
			.ifBound((tree) -> addIfAbsent(trees, tree));
		return trees;
	}

	private static void addIfAbsent(List<String> trees, String tree) {
		if (!trees.contains(tree)) {
			trees.add(tree);
		}
	}

}
