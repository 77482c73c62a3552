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

package io.github.etcdspring.maintenance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A snapshot while it is being written: a temporary file beside its target, which becomes
 * the target when it is complete, and is removed when it will never be.
 *
 * @author The etcd-spring authors
 */
final class SnapshotFile implements AutoCloseable {

	private static final int CHECKSUM_SIZE = 32;

	/**
	 * The database has whole pages, of 512 bytes at least.
	 */
	private static final int PAGE_SIZE = 512;

	private final Path target;

	private final Path part;

	private final FileChannel channel;

	private final MessageDigest digest = sha256();

	/**
	 * The last bytes so far: the checksum, if nothing follows.
	 */
	private final ByteBuffer tail = ByteBuffer.allocate(CHECKSUM_SIZE);

	private long size;

	SnapshotFile(Path target, Path part) throws IOException {
		this.target = target;
		this.part = part;
		this.channel = FileChannel.open(part, StandardOpenOption.WRITE);
	}

	/**
	 * Create the temporary file.
	 * @param target what it shall become, absolute
	 * @return the empty file
	 * @throws IOException if the directory is not there, or not writable
	 */
	static SnapshotFile create(Path target) throws IOException {
		return new SnapshotFile(target, Files.createTempFile(target.getParent(), "etcd-snapshot-", ".part"));
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Append what arrived.
	 * @param bytes the bytes, whose position moves to their end
	 * @throws IOException if they cannot be written
	 */
	void append(ByteBuffer bytes) throws IOException {
		this.size += bytes.remaining();
		update(bytes.duplicate());
		while (bytes.hasRemaining()) {
			this.channel.write(bytes);
		}
	}

	private void update(ByteBuffer bytes) {
		int surplus = this.tail.position() + bytes.remaining() - CHECKSUM_SIZE;
		if (surplus > 0) {
			this.tail.flip();
			digest(this.tail, Math.min(surplus, this.tail.remaining()));
			this.tail.compact();
			digest(bytes, bytes.remaining() - this.tail.remaining());
		}
		this.tail.put(bytes);
	}

	private void digest(ByteBuffer bytes, int count) {
		if (count > 0) {
			ByteBuffer part = bytes.slice().limit(count);
			this.digest.update(part);
			bytes.position(bytes.position() + count);
		}
	}

	/**
	 * Return the size so far.
	 * @return the size in bytes
	 */
	long size() {
		return this.size;
	}

	/**
	 * Verify that everything arrived, as the server sent it. To be called once, after the
	 * last byte.
	 * @return the checksum in hexadecimal digits, or an empty text if it is not right
	 */
	String verifiedChecksum() {
		byte[] expected = this.tail.array();
		boolean whole = this.size > CHECKSUM_SIZE && this.size % PAGE_SIZE == CHECKSUM_SIZE;
		return (whole && MessageDigest.isEqual(expected, this.digest.digest())) ? HexFormat.of().formatHex(expected)
				: "";
	}

	/**
	 * Become the target, in one step, in the place of a file that is there.
	 * @throws IOException if that fails
	 */
	void complete() throws IOException {
		this.channel.force(true);
		this.channel.close();
		Files.move(this.part, this.target, StandardCopyOption.ATOMIC_MOVE);
	}

	@Override
	public void close() throws IOException {
		try {
			this.channel.close();
		}
		finally {
			Files.deleteIfExists(this.part);
		}
	}

}
