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

import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.github.etcdspring.core.EtcdTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for connections with TLS on a real etcd.
 *
 * @author The etcd-spring authors
 */
class EtcdTlsTests {

	private final TestCertificates certificates = TestCertificates.get();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, SslAutoConfiguration.class));

	@Test
	void bundleThatTrustsTheAuthority() {
		try (TlsEtcd etcd = TlsEtcd.start(this.certificates, false)) {
			this.contextRunner.withPropertyValues(this.certificates.trustingBundle("etcd"))
				.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.ssl.bundle=etcd")
				.run(this::roundTrip);
		}
	}

	@Test
	void endpointWithoutScheme() {
		try (TlsEtcd etcd = TlsEtcd.start(this.certificates, false)) {
			this.contextRunner.withPropertyValues(this.certificates.trustingBundle("etcd"))
				.withPropertyValues("etcd.endpoints=" + etcd.endpoint().replace("https://", ""), "etcd.ssl.bundle=etcd")
				.run(this::roundTrip);
		}
	}

	@Test
	void bundleWithCertificateOfTheClient() {
		try (TlsEtcd etcd = TlsEtcd.start(this.certificates, true)) {
			this.contextRunner.withPropertyValues(this.certificates.mutualBundle("etcd"))
				.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.ssl.bundle=etcd")
				.run(this::roundTrip);
		}
	}

	@Test
	void bundleOfKeyStores() {
		try (TlsEtcd etcd = TlsEtcd.start(this.certificates, true)) {
			this.contextRunner
				.withPropertyValues(
						"spring.ssl.bundle.jks.etcd.keystore.location=" + this.certificates.store("client").toUri(),
						"spring.ssl.bundle.jks.etcd.keystore.password=changeit",
						"spring.ssl.bundle.jks.etcd.truststore.location=" + this.certificates.store("client").toUri(),
						"spring.ssl.bundle.jks.etcd.truststore.password=changeit")
				.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.ssl.bundle=etcd")
				.run(this::roundTrip);
		}
	}

	@Test
	void authorityOfCertificateThatIsNotTheHost() {
		try (TlsEtcd etcd = TlsEtcd.start(this.certificates, false)) {
			this.contextRunner.withPropertyValues(this.certificates.trustingBundle("etcd"))
				.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.ssl.bundle=etcd",
						"etcd.authority=localhost")
				.run(this::roundTrip);
		}
	}

	@Test
	void protocolAndCiphersOfTheBundle() {
		try (TlsEtcd etcd = TlsEtcd.start(this.certificates, false)) {
			this.contextRunner.withPropertyValues(this.certificates.trustingBundle("etcd"))
				.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.ssl.bundle=etcd",
						"spring.ssl.bundle.pem.etcd.options.enabled-protocols=TLSv1.2",
						"spring.ssl.bundle.pem.etcd.options.ciphers=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")
				.run(this::roundTrip);
		}
	}

	@Test
	void jetcdClientUsesTheSameBundle() {
		try (TlsEtcd etcd = TlsEtcd.start(this.certificates, true)) {
			this.contextRunner.withPropertyValues(this.certificates.mutualBundle("etcd"))
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

}
