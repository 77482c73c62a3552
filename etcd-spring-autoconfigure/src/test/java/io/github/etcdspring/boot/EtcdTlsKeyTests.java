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

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.security.EtcdTls;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that clients can prove their identity to a real etcd in whatever form their key
 * is stored.
 *
 * @author The etcd-spring authors
 */
class EtcdTlsKeyTests {

	private static final String PASSWORD = "changeit";

	private static final String PEM = "spring.ssl.bundle.pem.etcd.";

	private static final String JKS = "spring.ssl.bundle.jks.etcd.";

	private static final byte[] SECP256R1 = HexFormat.of().parseHex("06082a8648ce3d030107");

	private static final byte[] PBES2 = HexFormat.of().parseHex("06092a864886f70d01050d");

	private static final byte[] PBKDF2 = HexFormat.of().parseHex("06092a864886f70d01050c");

	private static final byte[] HMAC_WITH_SHA256 = HexFormat.of().parseHex("06082a864886f70d0209");

	private static final byte[] AES_256_CBC = HexFormat.of().parseHex("060960864801650304012a");

	@TempDir
	private static Path directory;

	private static EtcdTls tls;

	private static EtcdServer etcd;

	@BeforeAll
	static void start() throws Exception {
		tls = TestTls.MUTUAL.get();
		PemSslStore ec = PemSslStore.load(new PemSslStoreDetails(null, tls.client().certificate().toUri().toString(),
				tls.client().key().toUri().toString()));
		store("ec", ec.privateKey(), ec.certificates().get(0));
		KeyStore rsa = createRsaKey();
		X509Certificate certificate = (X509Certificate) rsa.getCertificate("rsa");
		store("rsa", (PrivateKey) rsa.getKey("rsa", PASSWORD.toCharArray()), certificate);
		Path trusted = directory.resolve("trusted.pem");
		Files.writeString(trusted, Files.readString(tls.trustedCertificate()) + pem(certificate));
		etcd = EtcdServer.builder().tls(tls).flag("trusted-ca-file", trusted.toString()).start();
	}

	@AfterAll
	static void stop() {
		if (etcd != null) {
			etcd.close();
		}
	}

	static Stream<Arguments> pemKeys() {
		return Stream.of(Arguments.of("rsa", "pkcs8"), Arguments.of("rsa", "encrypted"), Arguments.of("rsa", "pkcs1"),
				Arguments.of("ec", "pkcs8"), Arguments.of("ec", "encrypted"), Arguments.of("ec", "sec1"));
	}

	@ParameterizedTest
	@MethodSource("pemKeys")
	void pemKey(String algorithm, String form) {
		connect(PEM + "truststore.certificate=" + tls.trustedCertificate().toUri(),
				PEM + "keystore.certificate=" + file(algorithm, "pem"),
				PEM + "keystore.private-key=" + file(algorithm, form),
				PEM + "keystore.private-key-password=" + ("encrypted".equals(form) ? PASSWORD : ""));
	}

	static Stream<Arguments> keyStores() {
		return Stream.of(Arguments.of("rsa", "JKS"), Arguments.of("rsa", "PKCS12"), Arguments.of("ec", "JKS"),
				Arguments.of("ec", "PKCS12"));
	}

	@ParameterizedTest
	@MethodSource("keyStores")
	void keyStore(String algorithm, String type) {
		connect(JKS + "truststore.location=" + file("trusted", type), JKS + "truststore.type=" + type,
				JKS + "truststore.password=" + PASSWORD, JKS + "keystore.location=" + file(algorithm, type),
				JKS + "keystore.type=" + type, JKS + "keystore.password=" + PASSWORD);
	}

	private static void connect(String... bundle) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, SslAutoConfiguration.class))
			.withPropertyValues(bundle)
			.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.ssl.bundle=etcd", "etcd.request-timeout=30s")
			.run((context) -> {
				EtcdTemplate template = context.getBean(EtcdTemplate.class);
				template.put("/tls/key", "value");
				assertThat(template.get("/tls/key")).isEqualTo("value");
			});
	}

	private static String file(String name, String form) {
		return directory.resolve(name + "." + form).toUri().toString();
	}

	private static KeyStore createRsaKey() throws Exception {
		Path file = directory.resolve("generated.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-J-XX:TieredStopAtLevel=1", "-genkeypair", "-keyalg", "RSA", "-keysize", "2048", "-alias", "rsa",
				"-dname", "CN=client", "-startdate", "-1d", "-validity", "30", "-ext", "eku=clientAuth", "-storetype",
				"PKCS12", "-storepass", PASSWORD, "-keystore", file.toString())
			.inheritIO()
			.start();
		assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(keytool.exitValue()).isZero();
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream input = Files.newInputStream(file)) {
			store.load(input, PASSWORD.toCharArray());
		}
		return store;
	}

	private static void store(String name, PrivateKey key, X509Certificate certificate) throws Exception {
		Files.writeString(directory.resolve(name + ".pem"), pem(certificate));
		pem(name + ".pkcs8", "PRIVATE KEY", key.getEncoded());
		pem(name + ".encrypted", "ENCRYPTED PRIVATE KEY", encrypt(key.getEncoded()));
		if (key instanceof RSAPrivateCrtKey rsa) {
			pem(name + ".pkcs1", "RSA PRIVATE KEY", pkcs1(rsa));
		}
		else {
			pem(name + ".sec1", "EC PRIVATE KEY", sec1((ECPrivateKey) key));
		}
		PemSslStore authority = PemSslStore
			.load(PemSslStoreDetails.forCertificate(tls.trustedCertificate().toUri().toString()));
		for (String type : new String[] { "JKS", "PKCS12" }) {
			KeyStore keyStore = KeyStore.getInstance(type);
			keyStore.load(null, null);
			keyStore.setKeyEntry("client", key, PASSWORD.toCharArray(), new X509Certificate[] { certificate });
			write(keyStore, name + "." + type);
			KeyStore trustStore = KeyStore.getInstance(type);
			trustStore.load(null, null);
			trustStore.setCertificateEntry("ca", authority.certificates().get(0));
			write(trustStore, "trusted." + type);
		}
	}

	private static void write(KeyStore store, String file) throws Exception {
		try (OutputStream out = Files.newOutputStream(directory.resolve(file))) {
			store.store(out, PASSWORD.toCharArray());
		}
	}

	private static byte[] encrypt(byte[] key) throws Exception {
		byte[] salt = "salt-of-the-test".getBytes(StandardCharsets.US_ASCII);
		byte[] vector = "iv-of-the-test-1".getBytes(StandardCharsets.US_ASCII);
		SecretKey secret = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
			.generateSecret(new PBEKeySpec(PASSWORD.toCharArray(), salt, 2048, 256));
		Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
		cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(secret.getEncoded(), "AES"), new IvParameterSpec(vector));
		byte[] derivation = der(0x30, PBKDF2, der(0x30, der(0x04, salt), integer(BigInteger.valueOf(2048)),
				der(0x30, HMAC_WITH_SHA256, new byte[] { 5, 0 })));
		byte[] encryption = der(0x30, AES_256_CBC, der(0x04, vector));
		return der(0x30, der(0x30, PBES2, der(0x30, derivation, encryption)), der(0x04, cipher.doFinal(key)));
	}

	private static byte[] pkcs1(RSAPrivateCrtKey key) {
		return der(0x30, integer(BigInteger.ZERO), integer(key.getModulus()), integer(key.getPublicExponent()),
				integer(key.getPrivateExponent()), integer(key.getPrimeP()), integer(key.getPrimeQ()),
				integer(key.getPrimeExponentP()), integer(key.getPrimeExponentQ()), integer(key.getCrtCoefficient()));
	}

	private static byte[] sec1(ECPrivateKey key) {
		byte[] secret = new byte[32];
		byte[] number = key.getS().toByteArray();
		int length = Math.min(number.length, secret.length);
		System.arraycopy(number, number.length - length, secret, secret.length - length, length);
		return der(0x30, integer(BigInteger.ONE), der(0x04, secret), der(0xa0, SECP256R1));
	}

	private static byte[] integer(BigInteger value) {
		return der(0x02, value.toByteArray());
	}

	private static byte[] der(int tag, byte[]... contents) {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		Stream.of(contents).forEach(content::writeBytes);
		ByteArrayOutputStream der = new ByteArrayOutputStream();
		der.write(tag);
		int length = content.size();
		if (length >= 0x80) {
			der.write((length > 0xff) ? 0x82 : 0x81);
		}
		if (length > 0xff) {
			der.write(length >> 8);
		}
		der.write(length & 0xff);
		der.writeBytes(content.toByteArray());
		return der.toByteArray();
	}

	private static String pem(X509Certificate certificate) throws Exception {
		return pem("CERTIFICATE", certificate.getEncoded());
	}

	private static void pem(String file, String type, byte[] der) throws Exception {
		Files.writeString(directory.resolve(file), pem(type, der));
	}

	private static String pem(String type, byte[] der) {
		return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(type,
				Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(der), type);
	}

}
