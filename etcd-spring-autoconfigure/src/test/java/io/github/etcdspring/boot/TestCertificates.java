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

package io.github.etcdspring.boot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.springframework.util.FileSystemUtils;

/**
 * A certificate authority with a certificate for servers on this machine and one for a
 * client, made by the JDK's keytool.
 *
 * @author The etcd-spring authors
 */
final class TestCertificates {

	private static final String PASSWORD = "changeit";

	private final Path directory;

	private TestCertificates(Path directory) {
		this.directory = directory;
		create("ca", null, List.of("-ext", "bc:c"));
		create("server", "ca", List.of("-ext", "san=dns:localhost,ip:127.0.0.1", "-ext", "eku=serverAuth,clientAuth"));
		create("client", "ca", List.of("-ext", "eku=clientAuth"));
	}

	/**
	 * Return the certificates that all tests share, because making them takes seconds.
	 * @return the certificates
	 */
	static TestCertificates get() {
		return Shared.INSTANCE;
	}

	Path certificate(String name) {
		return this.directory.resolve(name + ".crt");
	}

	Path key(String name) {
		return this.directory.resolve(name + ".key");
	}

	Path store(String name) {
		return this.directory.resolve(name + ".p12");
	}

	/**
	 * Return the properties of an SSL bundle that trusts the authority.
	 * @param name the name of the bundle
	 * @return the properties
	 */
	String[] trustingBundle(String name) {
		return new String[] {
				"spring.ssl.bundle.pem." + name + ".truststore.certificate=" + certificate("ca").toUri() };
	}

	/**
	 * Return the properties of an SSL bundle that trusts the authority and presents the
	 * certificate of the client.
	 * @param name the name of the bundle
	 * @return the properties
	 */
	String[] mutualBundle(String name) {
		String prefix = "spring.ssl.bundle.pem." + name;
		return new String[] { prefix + ".truststore.certificate=" + certificate("ca").toUri(),
				prefix + ".keystore.certificate=" + certificate("client").toUri(),
				prefix + ".keystore.private-key=" + key("client").toUri() };
	}

	private void create(String name, String signer, List<String> extensions) {
		keytool(concat(List.of("-genkeypair", "-alias", name, "-keyalg", "EC", "-groupname", "secp256r1", "-dname",
				"CN=" + name, "-validity", "10", "-keystore", store(name).toString(), "-storetype", "PKCS12",
				"-storepass", PASSWORD), (signer != null) ? List.of() : extensions));
		if (signer != null) {
			Path request = this.directory.resolve(name + ".csr");
			Path signed = this.directory.resolve(name + ".signed");
			keytool(List.of("-certreq", "-alias", name, "-keystore", store(name).toString(), "-storepass", PASSWORD,
					"-file", request.toString()));
			keytool(concat(
					List.of("-gencert", "-alias", signer, "-keystore", store(signer).toString(), "-storepass", PASSWORD,
							"-infile", request.toString(), "-outfile", signed.toString(), "-validity", "10"),
					extensions));
			keytool(List.of("-importcert", "-noprompt", "-alias", signer, "-keystore", store(name).toString(),
					"-storepass", PASSWORD, "-file", certificate(signer).toString()));
			keytool(List.of("-importcert", "-noprompt", "-alias", name, "-keystore", store(name).toString(),
					"-storepass", PASSWORD, "-file", signed.toString()));
		}
		writePem(name);
	}

	private void writePem(String name) {
		try (InputStream in = Files.newInputStream(store(name))) {
			KeyStore keyStore = KeyStore.getInstance("PKCS12");
			keyStore.load(in, PASSWORD.toCharArray());
			Key key = keyStore.getKey(name, PASSWORD.toCharArray());
			Files.writeString(key(name), pem("PRIVATE KEY", key.getEncoded()));
			Certificate certificate = keyStore.getCertificate(name);
			Files.writeString(certificate(name), pem("CERTIFICATE", certificate.getEncoded()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String pem(String type, byte[] content) {
		return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(type,
				Base64.getMimeEncoder().encodeToString(content));
	}

	private static List<String> concat(List<String> first, List<String> second) {
		List<String> all = new ArrayList<>(first);
		all.addAll(second);
		return all;
	}

	private static void keytool(List<String> arguments) {
		try {
			Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
			Process process = new ProcessBuilder(concat(List.of(keytool.toString()), arguments))
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes());
			if (process.waitFor() != 0) {
				throw new IllegalStateException("keytool " + arguments.get(0) + " failed: " + output);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Makes the certificates when they are asked for first.
	 */
	private static final class Shared {

		private static final TestCertificates INSTANCE = create();

		private static TestCertificates create() {
			try {
				Path directory = Files.createTempDirectory("certificates");
				Runtime.getRuntime()
					.addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(directory.toFile())));
				return new TestCertificates(directory);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
