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

package io.github.etcdspring.test.binary;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ReleaseArchive}.
 *
 * @author The etcd-spring authors
 */
@EnabledOnOs(OS.LINUX)
class ReleaseArchiveTests {

	@TempDir
	private Path published;

	@TempDir
	private Path work;

	private HttpServer server;

	private ReleaseArchive releases;

	private String name;

	@BeforeEach
	void setUp() throws Exception {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			Path file = this.published.resolve(exchange.getRequestURI().getPath().substring(1));
			byte[] body = (Files.exists(file)) ? Files.readAllBytes(file) : new byte[0];
			exchange.sendResponseHeaders((Files.exists(file)) ? 200 : 404, (body.length != 0) ? body.length : -1);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.server.start();
		this.releases = new ReleaseArchive("http://127.0.0.1:" + this.server.getAddress().getPort());
		this.name = "etcd-v3.5.1-" + ReleaseArchive.platform();
		Path release = Files.createDirectory(this.published.resolve("v3.5.1"));
		FakeBinaries.create(release.resolve(this.name), "3.5.1");
		Command.of("tar", "-czf", this.name + ".tar.gz", this.name).directory(release).run();
	}

	@AfterEach
	void tearDown() {
		this.server.stop(0);
	}

	@Test
	void unpacksArchiveWhoseChecksumIsRight() throws Exception {
		byte[] archive = Files.readAllBytes(this.published.resolve("v3.5.1/" + this.name + ".tar.gz"));
		publishChecksum(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive)));
		Path directory = this.releases.fetch("3.5.1", this.work).orElseThrow();
		assertThat(EtcdBinary.of(directory.resolve("etcd")).version()).isEqualTo("3.5.1");
	}

	@Test
	void refusesArchiveWhoseChecksumIsWrong() throws Exception {
		publishChecksum("0".repeat(64));
		assertThatIOException().isThrownBy(() -> this.releases.fetch("3.5.1", this.work))
			.withMessageContaining("checksum");
		assertThat(this.work.resolve(this.name)).doesNotExist();
	}

	@Test
	void refusesArchiveWithoutChecksum() throws Exception {
		Files.writeString(this.published.resolve("v3.5.1/SHA256SUMS"), "0000  another-file\n");
		assertThatIOException().isThrownBy(() -> this.releases.fetch("3.5.1", this.work))
			.withMessageContaining("no checksum");
	}

	@Test
	void saysWhatCannotBeDownloaded() {
		assertThatIOException().isThrownBy(() -> this.releases.fetch("3.5.2", this.work))
			.withMessageContaining("v3.5.2/SHA256SUMS answered 404");
		this.server.stop(0);
		assertThatIOException().isThrownBy(() -> this.releases.fetch("3.5.2", this.work))
			.withMessageContaining("cannot be downloaded");
	}

	private void publishChecksum(String checksum) throws IOException {
		Files.writeString(this.published.resolve("v3.5.1/SHA256SUMS"),
				"1234  another-file\n%s  %s.tar.gz\n".formatted(checksum, this.name));
	}

}
