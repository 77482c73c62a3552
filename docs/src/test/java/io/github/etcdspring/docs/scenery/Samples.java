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

package io.github.etcdspring.docs.scenery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.etcdspring.kv.KeyRange;

/**
 * Values for the keys that the pages watch, and those that their commands put.
 *
 * @author The etcd-spring authors
 */
public final class Samples {

	private static final Pattern PUT = Pattern.compile("etcdctl put (\\S+) '?([^']+)'?");

	private static final Map<String, Object> SAMPLES = Map.of("/flags/new-ui", new Flag(true), "/orders/1001",
			new Order("1001", 25), "/config/shop/shop/discount", "10", "/config/shared.yaml", "shop.name: Shop");

	private Samples() {
	}

	/**
	 * Return the samples of a range.
	 * @param range the keys
	 * @return values by key
	 */
	public static Map<String, Object> of(KeyRange range) {
		Map<String, Object> samples = new LinkedHashMap<>();
		SAMPLES.forEach((key, value) -> {
			if (range.contains(key)) {
				samples.put(key, value);
			}
		});
		return samples;
	}

	/**
	 * Return what commands put.
	 * @param commands the commands of a page
	 * @return values by key
	 */
	public static Map<String, String> commands(List<String> commands) {
		Map<String, String> values = new LinkedHashMap<>();
		for (String command : commands) {
			Matcher put = PUT.matcher(command);
			if (put.matches()) {
				values.put(put.group(1), put.group(2));
			}
		}
		return values;
	}

}
