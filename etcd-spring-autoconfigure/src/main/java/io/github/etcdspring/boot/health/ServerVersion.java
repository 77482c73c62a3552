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

package io.github.etcdspring.boot.health;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The version of a member, as far as it matters to clients.
 *
 * @param major the major number
 * @param minor the minor number
 * @param patch the patch number
 * @author The etcd-spring authors
 */
record ServerVersion(int major, int minor, int patch) {

	private static final Pattern PATTERN = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9}).*");

	static @Nullable ServerVersion parse(String text) {
		Matcher matcher = PATTERN.matcher(text);
		return (matcher.matches()) ? new ServerVersion(Integer.parseInt(matcher.group(1)),
				Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3))) : null;
	}

	/**
	 * Return whether the server may lose events of watches that are behind a compaction,
	 * which was repaired in 3.4.31 and 3.5.13.
	 * @return whether it may
	 */
	boolean mayLoseEvents() {
		if (this.major != 3) {
			return this.major < 3;
		}
		return this.minor < 4 || (this.minor == 4 && this.patch < 31) || (this.minor == 5 && this.patch < 13);
	}

}
