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

package io.github.etcdspring.kv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Writes keys for people: quoted if they are readable UTF-8, else in hexadecimal; only
 * the beginning of a very long one.
 *
 * @author The etcd-spring authors
 */
final class KeyText {

	private static final int LONGEST = 512;

	private static final int SHOWN = 64;

	private KeyText() {
	}

	static String of(byte[] key) {
		return (key.length <= LONGEST) ? whole(key)
				: "%s... (%d bytes)".formatted(whole(Arrays.copyOf(key, shown(key))), key.length);
	}

	// No character is cut in two
	private static int shown(byte[] key) {
		int length = SHOWN;
		while (length > SHOWN - 3 && (key[length] & 0xC0) == 0x80) {
			length--;
		}
		return length;
	}

	private static String whole(byte[] key) {
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
			if (text.chars().noneMatch(Character::isISOControl)) {
				return '"' + text + '"';
			}
		}
		catch (CharacterCodingException ex) {
			// Not text
		}
		return "0x" + HexFormat.of().formatHex(key);
	}

}
