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
import java.io.UncheckedIOException;
import java.net.ServerSocket;

import io.github.etcdspring.test.EtcdServer;

/**
 * An etcd that speaks TLS on one port, and plain text on another one for its own checks.
 *
 * @author The etcd-spring authors
 */
record TlsEtcd(EtcdServer server, String endpoint) implements AutoCloseable {

	static TlsEtcd start(TestCertificates certificates, boolean mutual) {
		int plain = freePort();
		String endpoint = "https://127.0.0.1:" + freePort();
		EtcdServer.Builder builder = EtcdServer.builder()
			.port(plain)
			.flag("listen-client-urls", "http://127.0.0.1:" + plain + "," + endpoint)
			.flag("cert-file", certificates.certificate("server").toString())
			.flag("key-file", certificates.key("server").toString());
		if (mutual) {
			builder.flag("client-cert-auth", "true").flag("trusted-ca-file", certificates.certificate("ca").toString());
		}
		return new TlsEtcd(builder.start(), endpoint);
	}

	@Override
	public void close() {
		this.server.close();
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
