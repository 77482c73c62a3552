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

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.test.process.TemporaryDirectory;

/**
 * TLS between clients and an etcd, with certificates made for the test. All files are
 * removed with the virtual machine.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdTls {

	private static final String SERVER = "server";

	private static final String CLIENT = "client";

	private final Path directory = TemporaryDirectory.create("tls").path();

	private final boolean mutual;

	private volatile CertificateAuthority authority;

	private volatile KeyAndCertificate server;

	private volatile @Nullable KeyAndCertificate client;

	private volatile HttpClient httpClient;

	private EtcdTls(boolean mutual) {
		this.mutual = mutual;
		this.authority = CertificateAuthority.create(this.directory);
		this.server = this.authority.issue(SERVER);
		this.client = (mutual) ? this.authority.issue(CLIENT) : null;
		this.httpClient = createHttpClient();
	}

	/**
	 * TLS that proves the identity of the server only.
	 * @return the certificates
	 */
	public static EtcdTls create() {
		return new EtcdTls(false);
	}

	/**
	 * TLS where the server wants a certificate of each client as well.
	 * @return the certificates
	 */
	public static EtcdTls mutual() {
		return new EtcdTls(true);
	}

	/**
	 * The authority which has issued the certificates, to issue others.
	 * @return the authority
	 */
	public CertificateAuthority authority() {
		return this.authority;
	}

	/**
	 * The certificate which clients are to trust.
	 * @return the PEM file
	 */
	public Path trustedCertificate() {
		return this.authority.certificate();
	}

	/**
	 * The certificate and the key of the servers.
	 * @return the PEM files
	 */
	public KeyAndCertificate server() {
		return this.server;
	}

	/**
	 * The certificate and the key for clients.
	 * @return the PEM files
	 * @throws IllegalStateException if the server does not want any
	 */
	public KeyAndCertificate client() {
		KeyAndCertificate current = this.client;
		if (current == null) {
			throw new IllegalStateException("Clients have certificates with mutual TLS only");
		}
		return current;
	}

	/**
	 * What a client of the JDK needs to connect.
	 * @return a new SSL context
	 */
	public SSLContext sslContext() {
		return SslContexts.create(trustedCertificate(), this.client);
	}

	/**
	 * Replace the certificates of servers and clients by new ones of the same authority,
	 * in the same files. etcd takes them for the next connection, without a restart.
	 */
	public void rotate() {
		this.server = this.authority.issue(SERVER);
		this.client = (this.mutual) ? this.authority.issue(CLIENT) : null;
		this.httpClient = createHttpClient();
	}

	/**
	 * Replace the authority as well: who trusts the old one refuses the server's next
	 * connection. With mutual TLS, etcd must be restarted to trust the new one.
	 */
	public void rotateAuthority() {
		this.authority = CertificateAuthority.create(this.directory);
		rotate();
	}

	/**
	 * Let the certificate of the servers be one that has expired.
	 */
	public void expireServerCertificate() {
		this.server = this.authority.issueExpired(SERVER);
		this.httpClient = createHttpClient();
	}

	/**
	 * The flags of etcd's command line for all this.
	 * @return the flags by name, without dashes
	 */
	public Map<String, String> flags() {
		Map<String, String> flags = new LinkedHashMap<>();
		flags.put("cert-file", this.server.certificate().toString());
		flags.put("key-file", this.server.key().toString());
		if (this.mutual) {
			flags.put("client-cert-auth", "true");
			flags.put("trusted-ca-file", trustedCertificate().toString());
		}
		return flags;
	}

	/**
	 * The properties of an SSL bundle of Spring Boot for clients.
	 * @param bundle the name of the bundle
	 * @return the properties by name
	 */
	public Map<String, Object> bundleProperties(String bundle) {
		String prefix = "spring.ssl.bundle.pem." + bundle + ".";
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put(prefix + "truststore.certificate", "file:" + trustedCertificate());
		if (this.mutual) {
			properties.put(prefix + "keystore.certificate", "file:" + client().certificate());
			properties.put(prefix + "keystore.private-key", "file:" + client().key());
		}
		return properties;
	}

	/**
	 * An HTTP client of the JDK that connects with the current certificates.
	 * @return the client
	 */
	public HttpClient httpClient() {
		return this.httpClient;
	}

	private HttpClient createHttpClient() {
		return HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.proxy(HttpClient.Builder.NO_PROXY)
			.connectTimeout(Duration.ofSeconds(10))
			.sslContext(sslContext())
			.build();
	}

}
