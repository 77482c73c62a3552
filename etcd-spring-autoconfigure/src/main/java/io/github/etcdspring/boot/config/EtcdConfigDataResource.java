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

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataResource;
import org.springframework.util.StringUtils;

import io.github.etcdspring.kv.KeyRange;

/**
 * What a location names: one key whose value is a document, or all keys below a prefix.
 * Two are equal if they name the same, however they came to be imported.
 *
 * @author The etcd-spring authors
 */
final class EtcdConfigDataResource extends ConfigDataResource {

	private static final Pattern EXTENSION_HINT = Pattern
		.compile("(?<key>.+)\\[\\.(?<extension>yaml|yml|properties|json)\\]");

	private static final Pattern EXTENSION = Pattern.compile("(?<stem>.+)\\.(?<extension>yaml|yml|properties|json)",
			Pattern.CASE_INSENSITIVE);

	private final ConfigDataLocation location;

	private final String key;

	private final @Nullable String extension;

	private final @Nullable String profile;

	private final boolean required;

	private EtcdConfigDataResource(ConfigDataLocation location, String key, @Nullable String extension,
			@Nullable String profile, boolean required) {
		super(location.isOptional());
		this.location = location;
		this.key = key;
		this.extension = extension;
		this.profile = profile;
		this.required = required;
	}

	/**
	 * Create a resource of what a location says.
	 * @param location the location
	 * @param text what it says after its scheme
	 * @param profile the profile whose variant is meant, or {@code null}
	 * @param required whether it must exist
	 * @return the resource, or {@code null} if the text names neither a document nor a
	 * tree
	 */
	static @Nullable EtcdConfigDataResource of(ConfigDataLocation location, String text, @Nullable String profile,
			boolean required) {
		String suffix = (profile != null) ? "-" + profile : "";
		if (text.endsWith("/")) {
			String key = (profile != null) ? text.substring(0, text.length() - 1) + suffix + "/" : text;
			return new EtcdConfigDataResource(location, key, null, profile, required);
		}
		Matcher hint = EXTENSION_HINT.matcher(text);
		if (hint.matches()) {
			return new EtcdConfigDataResource(location, hint.group("key") + suffix, lower(hint.group("extension")),
					profile, required);
		}
		Matcher file = EXTENSION.matcher(text);
		if (file.matches()) {
			String extension = file.group("extension");
			return new EtcdConfigDataResource(location, file.group("stem") + suffix + "." + extension, lower(extension),
					profile, required);
		}
		return null;
	}

	private static String lower(String extension) {
		return extension.toLowerCase(Locale.ROOT);
	}

	ConfigDataLocation location() {
		return this.location;
	}

	String key() {
		return this.key;
	}

	/**
	 * Return the format of the document.
	 * @return the extension of such files, or {@code null} for a tree
	 */
	@Nullable String extension() {
		return this.extension;
	}

	boolean isProfileSpecific() {
		return this.profile != null;
	}

	boolean isRequired() {
		return this.required;
	}

	boolean isOptional() {
		return this.location.isOptional();
	}

	/**
	 * Return what may have been meant if there is no such key: a key begins with a slash
	 * or does not, and a location looks like the URL that it is not.
	 * @return resources whose keys begin in another way, none where it is usual that
	 * there are no keys
	 */
	List<EtcdConfigDataResource> otherSpellings() {
		String text = this.location.getNonPrefixedValue(EtcdConfigDataLocationResolver.PREFIX);
		String relative = StringUtils.trimLeadingCharacter(text, '/');
		boolean unusual = this.required || !text.startsWith("/") || text.startsWith("//");
		if (this.profile != null || relative.isEmpty() || !unusual) {
			return List.of();
		}
		return Stream.of("/" + relative, relative)
			.filter((other) -> !other.equals(text))
			.map((other) -> of(ConfigDataLocation.of((isOptional() ? ConfigDataLocation.OPTIONAL_PREFIX : "")
					+ EtcdConfigDataLocationResolver.PREFIX + other), other, null, this.required))
			.filter(Objects::nonNull)
			.toList();
	}

	/**
	 * Tell what is imported.
	 * @return the key, or below which one
	 */
	String describe() {
		return ((this.extension != null) ? "'" : "below '") + this.key + "'";
	}

	KeyRange range() {
		return (this.extension != null) ? KeyRange.key(this.key) : KeyRange.prefix(this.key);
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof EtcdConfigDataResource other && this.key.equals(other.key)
				&& Objects.equals(this.extension, other.extension);
	}

	@Override
	public int hashCode() {
		return this.key.hashCode();
	}

	@Override
	public String toString() {
		return "etcd [" + this.key + "]";
	}

}
