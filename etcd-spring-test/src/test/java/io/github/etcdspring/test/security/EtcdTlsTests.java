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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.test.gateway.GatewayException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EtcdTls}.
 *
 * @author The etcd-spring authors
 */
class EtcdTlsTests {

	private static final EtcdTls tls = EtcdTls.mutual();

	@RegisterExtension
	static EtcdExtension etcd = new EtcdExtension(EtcdServer.builder().tls(tls));

	@BeforeEach
	void setUp() {
		etcd.server().gateway().put("/a", "1");
	}

	@Test
	void servesByTls() {
		assertThat(etcd.endpoint()).startsWith("https://127.0.0.1:");
		assertThat(etcd.server().gateway().get("/a")).isEqualTo("1");
		assertThat(tls.flags()).containsKeys("cert-file", "key-file", "client-cert-auth", "trusted-ca-file");
		assertThat(tls.bundleProperties("etcd")).containsKeys("spring.ssl.bundle.pem.etcd.truststore.certificate",
				"spring.ssl.bundle.pem.etcd.keystore.certificate", "spring.ssl.bundle.pem.etcd.keystore.private-key");
	}

	@Test
	void refusesClientWithoutCertificate() {
		HttpClient stranger = client(SslContexts.create(tls.trustedCertificate(), null));
		assertThatExceptionOfType(GatewayException.class)
			.isThrownBy(() -> new EtcdGateway(etcd.endpoint(), stranger).get("/a"));
	}

	@Test
	void refusesPlainText() {
		EtcdGateway plain = new EtcdGateway(etcd.endpoint().replace("https", "http"));
		assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> plain.get("/a"));
	}

	@Test
	void isNotTrustedByOthers() throws Exception {
		HttpClient stranger = client(SSLContext.getDefault());
		assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> health(stranger));
	}

	@Test
	void takesRotatedCertificatesWithoutRestart() throws Exception {
		String before = serial();
		tls.rotate();
		assertThat(serial()).isNotEqualTo(before);
		assertThat(etcd.server().gateway().get("/a")).isEqualTo("1");
		tls.expireServerCertificate();
		assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> health(client(tls.sslContext())));
		tls.rotate();
	}

	@Test
	void newAuthorityIsTrustedAfterRestartOnly() {
		SSLContext old = tls.sslContext();
		tls.rotateAuthority();
		assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> health(client(old)));
		etcd.server().restart();
		assertThat(etcd.server().gateway().get("/a")).isEqualTo("1");
	}

	private static String serial() throws Exception {
		return client(tls.sslContext()).send(request(), BodyHandlers.ofString())
			.sslSession()
			.orElseThrow()
			.getPeerCertificates()[0].toString();
	}

	private static void health(HttpClient client) throws Exception {
		client.send(request(), BodyHandlers.ofString());
	}

	private static HttpRequest request() {
		return HttpRequest.newBuilder(URI.create(etcd.endpoint() + "/health")).timeout(Duration.ofSeconds(5)).build();
	}

	private static HttpClient client(SSLContext context) {
		return HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).sslContext(context).build();
	}

}
