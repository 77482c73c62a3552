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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * The JDK's view of PEM files of this package.
 *
 * @author The etcd-spring authors
 */
final class SslContexts {

	private static final char[] NO_PASSWORD = new char[0];

	private SslContexts() {
	}

	static SSLContext create(Path trusted, @Nullable KeyAndCertificate own) {
		try {
			KeyStore trustStore = emptyStore();
			trustStore.setCertificateEntry("ca", certificate(trusted));
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(trustStore);
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			KeyStore keyStore = emptyStore();
			if (own != null) {
				keyStore.setKeyEntry("own", key(own.key()), NO_PASSWORD,
						new Certificate[] { certificate(own.certificate()) });
			}
			keys.init(keyStore, NO_PASSWORD);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		return store;
	}

	private static Certificate certificate(Path file) throws GeneralSecurityException, IOException {
		try (InputStream input = Files.newInputStream(file)) {
			return CertificateFactory.getInstance("X.509").generateCertificate(input);
		}
	}

	private static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
		String content = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
		return KeyFactory.getInstance("EC")
			.generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(content)));
	}

}
