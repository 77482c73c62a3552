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
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests of {@link SnapshotFile}.
 *
 * @author The etcd-spring authors
 */
class SnapshotFileTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 31, 32, 33, 512, 4096, 100_000 })
	void checksumIsVerifiedHoweverThePiecesAreCut(int length) throws Exception {
		byte[] bytes = snapshot(8192);
		Path target = this.directory.resolve("backup.db");
		try (SnapshotFile file = SnapshotFile.create(target)) {
			append(file, bytes, length);
			assertThat(file.size()).isEqualTo(bytes.length);
			assertThat(file.verifiedChecksum()).isEqualTo(HexFormat.of().formatHex(bytes, 8192, 8192 + 32));
			assertThat(target).doesNotExist();
			file.complete();
		}
		assertThat(target).hasBinaryContent(bytes);
		assertThat(this.directory).isDirectoryNotContaining("glob:**.part");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 31, 32, 512, 543, 8191 })
	void fileThatBreaksOffIsNotVerified(int length) throws Exception {
		try (SnapshotFile file = SnapshotFile.create(this.directory.resolve("backup.db"))) {
			append(file, Arrays.copyOf(snapshot(8192), length), 100);
			assertThat(file.verifiedChecksum()).isEmpty();
		}
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void rightChecksumOfHalfAPageIsNotVerified() throws Exception {
		try (SnapshotFile file = SnapshotFile.create(this.directory.resolve("backup.db"))) {
			append(file, snapshot(8192 + 256), 4096);
			assertThat(file.verifiedChecksum()).isEmpty();
		}
	}

	@Test
	@EnabledIf("hasFullDevice")
	void fullDiskIsReported() throws Exception {
		SnapshotFile file = new SnapshotFile(this.directory.resolve("backup.db"), Path.of("/dev/full"));
		assertThatIOException().isThrownBy(() -> append(file, snapshot(8192), 4096)).withMessageContaining("space");
	}

	static boolean hasFullDevice() {
		return Path.of("/dev/full").toFile().exists();
	}

	private static void append(SnapshotFile file, byte[] bytes, int length) throws IOException {
		for (int from = 0; from < bytes.length; from += length) {
			ByteBuffer piece = ByteBuffer.wrap(bytes, from, Math.min(length, bytes.length - from));
			file.append(piece.asReadOnlyBuffer());
		}
	}

	private static byte[] snapshot(int databaseSize) throws Exception {
		byte[] bytes = new byte[databaseSize + 32];
		new Random(databaseSize).nextBytes(bytes);
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, databaseSize));
		System.arraycopy(digest, 0, bytes, databaseSize, digest.length);
		return bytes;
	}

}
