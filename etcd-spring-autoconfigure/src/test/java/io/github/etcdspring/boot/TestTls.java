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

import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.security.EtcdTls;

/**
 * The certificates that all tests share, because making them takes seconds.
 *
 * @author The etcd-spring authors
 */
enum TestTls {

	/**
	 * The server proves its identity.
	 */
	ONE_WAY(EtcdTls.create()),

	/**
	 * The server wants a certificate of each client as well.
	 */
	MUTUAL(EtcdTls.mutual());

	private final EtcdTls tls;

	TestTls(EtcdTls tls) {
		this.tls = tls;
	}

	EtcdServer start() {
		return EtcdServer.builder().tls(this.tls).start();
	}

	/**
	 * Return the properties of an SSL bundle named {@code etcd}.
	 * @return the properties, each as {@code name=value}
	 */
	String[] bundle() {
		return this.tls.bundleProperties("etcd")
			.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + entry.getValue())
			.toArray(String[]::new);
	}

	/**
	 * Return the properties of an SSL bundle named {@code etcd} that trusts the server
	 * and has no certificate of its own.
	 * @return the property as {@code name=value}
	 */
	String trustingBundle() {
		return "spring.ssl.bundle.pem.etcd.truststore.certificate=" + this.tls.trustedCertificate().toUri();
	}

	EtcdTls get() {
		return this.tls;
	}

}
