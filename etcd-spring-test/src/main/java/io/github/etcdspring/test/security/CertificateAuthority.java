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

package io.github.etcdspring.test.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Issues certificates for a test, for as long as the test runs. The work is done by the
 * JDK's own {@code keytool}: half a second per certificate.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class CertificateAuthority {

	private static final String ALIAS = "ca";

	private final Path directory;

	private final Path store;

	private final String storePassword = UUID.randomUUID().toString();

	private final Path certificate;

	private CertificateAuthority(Path directory) {
		this.directory = directory;
		this.store = directory.resolve("ca-" + UUID.randomUUID() + ".p12");
		keytool(ALIAS, "CN=etcd-spring-test CA", List.of("-validity", "30", "-startdate", "-1d", "-ext", "bc:c=ca:true",
				"-ext", "ku:c=keyCertSign,cRLSign"));
		this.certificate = exportCertificate(ALIAS, directory.resolve("ca.pem"));
	}

	/**
	 * Create an authority.
	 * @param directory an existing directory for its files; an authority that has written
	 * its certificate there before is replaced by the new one
	 * @return the authority
	 */
	public static CertificateAuthority create(Path directory) {
		return new CertificateAuthority(directory);
	}

	/**
	 * The certificate of the authority, which those need who trust it.
	 * @return the PEM file
	 */
	public Path certificate() {
		return this.certificate;
	}

	/**
	 * Issue a certificate that is valid now, for {@code 127.0.0.1} and {@code localhost},
	 * for servers and clients alike.
	 * @param name its common name, and the name of its files; files of that name are
	 * replaced
	 * @return the certificate and its key
	 */
	public KeyAndCertificate issue(String name) {
		return issue(name, "-1d", 30);
	}

	/**
	 * Issue a certificate that was valid until yesterday.
	 * @param name its common name, and the name of its files; files of that name are
	 * replaced
	 * @return the certificate and its key
	 */
	public KeyAndCertificate issueExpired(String name) {
		return issue(name, "-2d", 1);
	}

	private KeyAndCertificate issue(String name, String start, int days) {
		String alias = "issued-" + UUID.randomUUID();
		// The gateway inside etcd uses the certificate of the server as a client, too
		keytool(alias, "CN=" + name,
				List.of("-signer", ALIAS, "-validity", "" + days, "-startdate", start, "-ext",
						"san=ip:127.0.0.1,dns:localhost", "-ext", "ku:c=digitalSignature", "-ext",
						"eku=serverAuth,clientAuth"));
		return new KeyAndCertificate(exportCertificate(alias, this.directory.resolve(name + ".pem")),
				exportKey(alias, this.directory.resolve(name + "-key.pem")));
	}

	private Path exportCertificate(String alias, Path file) {
		try {
			return Pem.write(file, "CERTIFICATE", load().getCertificate(alias).getEncoded());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Path exportKey(String alias, Path file) {
		try {
			return Pem.write(file, "PRIVATE KEY", load().getKey(alias, this.storePassword.toCharArray()).getEncoded());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private KeyStore load() throws GeneralSecurityException {
		try (InputStream input = Files.newInputStream(this.store)) {
			KeyStore keyStore = KeyStore.getInstance("PKCS12");
			keyStore.load(input, this.storePassword.toCharArray());
			return keyStore;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void keytool(String alias, String subject, List<String> options) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
						"-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-genkeypair", "-keystore",
						this.store.toString(), "-storetype", "PKCS12", "-storepass:env", "STORE_PASSWORD", "-keyalg",
						"EC", "-groupname", "secp256r1", "-alias", alias, "-dname", subject));
		command.addAll(options);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().put("STORE_PASSWORD", this.storePassword);
		try {
			Process process = builder.start();
			process.getOutputStream().close();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException("keytool has failed: " + output.trim());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("keytool is a part of the JDK, but cannot be run", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while keytool was running", ex);
		}
	}

}
