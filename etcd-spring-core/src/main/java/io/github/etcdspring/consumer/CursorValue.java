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

package io.github.etcdspring.consumer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchCursor.Phase;
import io.github.etcdspring.watch.EtcdWatchCursor.Position;

/**
 * What is stored of a cursor. As text of fixed width, so that the order of the stored
 * bytes is that of the epochs and, within one, that of the positions: transactions
 * compare them.
 *
 * @param epoch grows whenever the cursor is taken over, or the position does not follow
 * from the one before
 * @param position the position
 * @param fingerprint stands for the range and the filters of the watch
 * @param session who stored it
 * @author The etcd-spring authors
 */
record CursorValue(long epoch, Position position, String fingerprint, String session) {

	private static final String NOBODY = "0";

	private static final Pattern FORMAT = Pattern
		.compile("(\\d{19}) (\\d{19}) ([BDLRS]) (\\d{10}) ([0-9a-f]+) ([0-9a-f]+)");

	// Return what tells watches apart that are told different things.
	static String fingerprint(KeyRange range, Set<EtcdEvent.Type> events) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (byte[] part : new byte[][] { range.keyBytes(), range.rangeEndBytes() }) {
				digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
				digest.update(part);
			}
			for (EtcdEvent.Type type : EtcdEvent.Type.values()) {
				digest.update((byte) (events.contains(type) ? 1 : 0));
			}
			return HexFormat.of().formatHex(digest.digest(), 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// Return where a watch begins that nobody has begun. Whoever does has a higher epoch,
	// so that this is never taken for the position of another watch
	static CursorValue beginning(long revision, String fingerprint) {
		return new CursorValue(0, new Position(revision, Phase.LIVE, 0), fingerprint, NOBODY);
	}

	static byte[] epoch(long epoch) {
		return bytes(String.format(Locale.ROOT, "%019d ", epoch));
	}

	// Return what is less than all values at this position or behind it, and greater than
	// all others of the epoch.
	static byte[] lowest(long epoch, Position position) {
		return bytes(prefix(epoch, position));
	}

	private static String prefix(long epoch, Position position) {
		return String.format(Locale.ROOT, "%019d %019d %c %010d ", epoch, position.revision(),
				position.phase().name().charAt(0), position.ordinal());
	}

	byte[] toBytes() {
		return bytes(prefix(this.epoch, this.position) + this.fingerprint + " " + this.session);
	}

	static @Nullable CursorValue parse(byte[] bytes) {
		Matcher matcher = FORMAT.matcher(new String(bytes, StandardCharsets.UTF_8));
		if (!matcher.matches()) {
			return null;
		}
		try {
			Position position = new Position(Long.parseLong(matcher.group(2)), phase(matcher.group(3).charAt(0)),
					Integer.parseInt(matcher.group(4)));
			return new CursorValue(Long.parseLong(matcher.group(1)), position, matcher.group(5), matcher.group(6));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static Phase phase(char letter) {
		for (Phase phase : Phase.values()) {
			if (phase.name().charAt(0) == letter) {
				return phase;
			}
		}
		throw new IllegalStateException("No phase begins with " + letter);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
