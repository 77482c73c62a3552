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
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The archives which etcd's project publishes with each release, used only if the
 * checksum is the one that is published beside it.
 *
 * @author The etcd-spring authors
 */
final class ReleaseArchive implements BinaryFiller {

	static final String PROPERTY = "etcd.test.release-url";

	private static final String RELEASES = "https://github.com/etcd-io/etcd/releases/download";

	private static final String DEFAULT_LINE = "3.5";

	// Only for those who ask for a line instead of a version
	private static final Map<String, String> LINES = Map.of("3.4", "3.4.45", "3.5", "3.5.33", "3.6", "3.6.14", "3.7",
			"3.7.1");

	private static final Duration TIMEOUT = Duration.ofMinutes(2);

	private final String releases;

	ReleaseArchive() {
		this(System.getProperty(PROPERTY, RELEASES));
	}

	ReleaseArchive(String releases) {
		this.releases = releases;
	}

	@Override
	public String description() {
		return "the release archives of etcd";
	}

	@Override
	public Optional<Path> fetch(@Nullable String version, Path directory) throws IOException {
		String wanted = (version != null) ? version : DEFAULT_LINE;
		String release = "v" + LINES.getOrDefault(wanted, wanted);
		String name = "etcd-%s-%s".formatted(release, platform());
		String file = name + ((isMac()) ? ".zip" : ".tar.gz");
		HttpClient client = HttpClient.newBuilder()
			.followRedirects(HttpClient.Redirect.NORMAL)
			.connectTimeout(Duration.ofSeconds(10))
			.build();
		String expected = checksum(
				Files.readString(download(client, release + "/SHA256SUMS", directory.resolve("SHA256SUMS"))), file);
		Path archive = download(client, release + "/" + file, directory.resolve(file));
		String actual = sha256(archive);
		if (!actual.equals(expected)) {
			throw new IOException(
					"the checksum of %s is %s, but %s has been published".formatted(file, actual, expected));
		}
		Command.of("tar", "-xf", archive.toString(), "-C", directory.toString()).run();
		return Optional.of(directory.resolve(name));
	}

	private Path download(HttpClient client, String path, Path target) throws IOException {
		URI uri = URI.create(this.releases + "/" + path);
		try {
			HttpResponse<Path> response = client.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
					BodyHandlers.ofFile(target));
			if (response.statusCode() != 200) {
				throw new IOException("%s answered %d".formatted(uri, response.statusCode()));
			}
			return response.body();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while downloading " + uri, ex);
		}
		catch (IOException ex) {
			throw new IOException("%s cannot be downloaded: %s".formatted(uri, ex), ex);
		}
	}

	private static String checksum(String sums, String file) throws IOException {
		return sums.lines()
			.map((line) -> line.trim().split("\\s+\\*?"))
			.filter((columns) -> columns.length == 2 && columns[1].equals(file))
			.map((columns) -> columns[0].toLowerCase(Locale.ROOT))
			.findFirst()
			.orElseThrow(() -> new IOException("no checksum has been published for " + file));
	}

	private static String sha256(Path file) throws IOException {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			try (InputStream input = new DigestInputStream(Files.newInputStream(file), digest)) {
				input.transferTo(OutputStream.nullOutputStream());
			}
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String platform() {
		String architecture = System.getProperty("os.arch");
		return ((isMac()) ? "darwin" : "linux") + "-" + switch (architecture) {
			case "amd64", "x86_64" -> "amd64";
			case "aarch64" -> "arm64";
			default -> architecture;
		};
	}

	private static boolean isMac() {
		return System.getProperty("os.name").startsWith("Mac");
	}

}
