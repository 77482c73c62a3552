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

import com.google.protobuf.ByteString;

/**
 * A prefix that all keys of a connection have in the store, and that nobody here sees.
 *
 * @author The etcd-spring authors
 */
final class Namespace {

	private static final ByteString OPEN_END = ByteString.copyFrom(new byte[1]);

	private final ByteString prefix;

	private final ByteString end;

	Namespace(ByteString prefix) {
		this.prefix = prefix;
		this.end = end(prefix);
	}

	private static ByteString end(ByteString prefix) {
		int length = prefix.size();
		while (length > 0 && prefix.byteAt(length - 1) == (byte) 0xFF) {
			length--;
		}
		if (length == 0) {
			return OPEN_END;
		}
		byte[] end = prefix.substring(0, length).toByteArray();
		end[length - 1]++;
		return ByteString.copyFrom(end);
	}

	ByteString add(ByteString key) {
		return this.prefix.concat(key);
	}

	ByteString addToEnd(ByteString rangeEnd) {
		if (rangeEnd.isEmpty()) {
			return rangeEnd;
		}
		return rangeEnd.equals(OPEN_END) ? this.end : add(rangeEnd);
	}

	int length() {
		return this.prefix.size();
	}

	boolean contains(ByteString key) {
		return key.startsWith(this.prefix);
	}

	ByteString strip(ByteString key) {
		return contains(key) ? key.substring(this.prefix.size()) : key;
	}

}
