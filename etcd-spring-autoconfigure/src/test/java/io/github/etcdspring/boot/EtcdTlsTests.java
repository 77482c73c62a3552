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

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContext;

import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.security.EtcdTls;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for connections with TLS on a real etcd.
 *
 * @author The etcd-spring authors
 */
class EtcdTlsTests {

	@TempDir
	private static Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, SslAutoConfiguration.class));

	@Test
	void bundleThatTrustsTheAuthority() {
		try (EtcdServer etcd = TestTls.ONE_WAY.start()) {
			this.contextRunner.withPropertyValues(TestTls.ONE_WAY.bundle())
				.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.ssl.bundle=etcd")
				.run(this::roundTrip);
		}
	}

	@Test
	void endpointWithoutScheme() {
		try (EtcdServer etcd = TestTls.ONE_WAY.start()) {
			this.contextRunner.withPropertyValues(TestTls.ONE_WAY.bundle())
				.withPropertyValues("etcd.endpoints=" + etcd.endpoint().replace("https://", ""), "etcd.ssl.bundle=etcd")
				.run(this::roundTrip);
		}
	}

	@Test
	void bundleWithCertificateOfTheClient() {
		try (EtcdServer etcd = TestTls.MUTUAL.start()) {
			this.contextRunner.withPropertyValues(TestTls.MUTUAL.bundle())
				.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.ssl.bundle=etcd")
				.run(this::roundTrip);
		}
	}

	@Test
	void bundleOfKeyStores() throws Exception {
		EtcdTls tls = TestTls.MUTUAL.get();
		Path keyStore = store("key", new PemSslStoreDetails(null, tls.client().certificate().toUri().toString(),
				tls.client().key().toUri().toString()));
		Path trustStore = store("trust",
				PemSslStoreDetails.forCertificate(tls.trustedCertificate().toUri().toString()));
		try (EtcdServer etcd = TestTls.MUTUAL.start()) {
			this.contextRunner
				.withPropertyValues("spring.ssl.bundle.jks.etcd.keystore.location=" + keyStore.toUri(),
						"spring.ssl.bundle.jks.etcd.keystore.password=changeit",
						"spring.ssl.bundle.jks.etcd.truststore.location=" + trustStore.toUri(),
						"spring.ssl.bundle.jks.etcd.truststore.password=changeit")
				.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.ssl.bundle=etcd")
				.run(this::roundTrip);
		}
	}

	@Test
	void httpsWithoutBundleTrustsWhatTheVirtualMachineTrusts() throws Exception {
		Path trustStore = store("system",
				PemSslStoreDetails.forCertificate(TestTls.ONE_WAY.get().trustedCertificate().toUri().toString()));
		try (EtcdServer etcd = TestTls.ONE_WAY.start()) {
			TestPropertyValues.of("javax.net.ssl.trustStore=" + trustStore, "javax.net.ssl.trustStorePassword=changeit")
				.applyToSystemProperties(() -> {
					this.contextRunner
						.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.request-timeout=30s")
						.run(this::roundTrip);
					return null;
				});
		}
	}

	@Test
	void authorityOfCertificateThatIsNotTheHost() {
		try (EtcdServer etcd = TestTls.ONE_WAY.start()) {
			this.contextRunner.withPropertyValues(TestTls.ONE_WAY.bundle())
				.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.ssl.bundle=etcd",
						"etcd.authority=localhost")
				.run(this::roundTrip);
		}
	}

	@Test
	void protocolAndCiphersOfTheBundle() {
		try (EtcdServer etcd = TestTls.ONE_WAY.start()) {
			this.contextRunner.withPropertyValues(TestTls.ONE_WAY.bundle())
				.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.ssl.bundle=etcd",
						"spring.ssl.bundle.pem.etcd.options.enabled-protocols=TLSv1.2",
						"spring.ssl.bundle.pem.etcd.options.ciphers=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")
				.run(this::roundTrip);
		}
	}

	@Test
	void jetcdClientUsesTheSameBundle() {
		try (EtcdServer etcd = TestTls.MUTUAL.start()) {
			this.contextRunner.withPropertyValues(TestTls.MUTUAL.bundle())
				.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.ssl.bundle=etcd")
				.run((context) -> assertThat(context.getBean(Client.class)
					.getKVClient()
					.get(ByteSequence.from("/tls/absent".getBytes()))
					.orTimeout(5, TimeUnit.SECONDS)
					.join()
					.getKvs()).isEmpty());
		}
	}

	private void roundTrip(ApplicationContext context) {
		EtcdTemplate template = context.getBean(EtcdTemplate.class);
		template.put("/tls/key", "value");
		assertThat(template.get("/tls/key")).isEqualTo("value");
	}

	private static Path store(String name, PemSslStoreDetails details) throws Exception {
		KeyStore pem = new PemSslStoreBundle(details.withPassword("changeit"), null).getKeyStore();
		Path file = directory.resolve(name + ".p12");
		try (OutputStream out = Files.newOutputStream(file)) {
			pem.store(out, "changeit".toCharArray());
		}
		return file;
	}

}
