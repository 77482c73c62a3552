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

package io.github.etcdspring.connection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks into JSON web tokens, which tell when they end. The simple tokens of etcd do not.
 *
 * @author The etcd-spring authors
 */
final class WebToken {

	private static final int PARTS = 3;

	private static final Pattern EXPIRY = Pattern.compile("\"exp\"\\s*:\\s*(\\d{1,12})(?!\\d)");

	private WebToken() {
	}

	/**
	 * Return for how long a token is good, by the clock of this machine.
	 * @param token the token, of any kind
	 * @return the time, zero if it is over or not known
	 */
	static Duration remaining(String token) {
		String[] parts = token.split("\\.", -1);
		if (parts.length != PARTS) {
			return Duration.ZERO;
		}
		try {
			String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
			Matcher expiry = EXPIRY.matcher(claims);
			Duration remaining = (expiry.find())
					? Duration.between(Instant.now(), Instant.ofEpochSecond(Long.parseLong(expiry.group(1))))
					: Duration.ZERO;
			return (remaining.isNegative()) ? Duration.ZERO : remaining;
		}
		catch (IllegalArgumentException ex) {
			return Duration.ZERO;
		}
	}

}
