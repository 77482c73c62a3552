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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A range of keys as etcd writes it.
 *
 * @param key the first key, in Base64
 * @param end the key after the last one, in Base64; empty for a single key
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record KeySpan(String key, String end) {

	/**
	 * A single key.
	 * @param key the key
	 * @return the range
	 */
	public static KeySpan of(String key) {
		return new KeySpan(EtcdGateway.encode(key), "");
	}

	/**
	 * All keys.
	 * @return the range
	 */
	public static KeySpan all() {
		return new KeySpan(EtcdGateway.encode("\0"), EtcdGateway.encode("\0"));
	}

	/**
	 * All keys which begin with a prefix.
	 * @param prefix the prefix
	 * @return the range
	 */
	public static KeySpan prefix(String prefix) {
		byte[] bytes = prefix.getBytes(StandardCharsets.UTF_8);
		for (int i = bytes.length - 1; i >= 0; i--) {
			if (bytes[i] != (byte) 0xff) {
				byte[] end = Arrays.copyOf(bytes, i + 1);
				end[i]++;
				return new KeySpan(EtcdGateway.encode(prefix), Base64.getEncoder().encodeToString(end));
			}
		}
		return all();
	}

	/**
	 * Whether a key is in this range.
	 * @param candidate the key
	 * @return whether it is
	 */
	public boolean contains(byte[] candidate) {
		byte[] first = Base64.getDecoder().decode(this.key);
		if (this.end.isEmpty()) {
			return Arrays.equals(first, candidate);
		}
		byte[] last = Base64.getDecoder().decode(this.end);
		boolean unbounded = last.length == 1 && last[0] == 0;
		return Arrays.compareUnsigned(candidate, first) >= 0
				&& (unbounded || Arrays.compareUnsigned(candidate, last) < 0);
	}

	/**
	 * The fields of a request for this range.
	 * @param others the other fields
	 * @return all fields
	 */
	public Map<String, Object> fields(Map<String, ?> others) {
		Map<String, Object> fields = new LinkedHashMap<>(others);
		fields.put("key", this.key);
		if (!this.end.isEmpty()) {
			fields.put("range_end", this.end);
		}
		return fields;
	}

}
