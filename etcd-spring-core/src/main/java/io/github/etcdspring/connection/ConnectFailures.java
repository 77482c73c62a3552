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

package io.github.etcdspring.connection;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/**
 * Says in one short line why a connection cannot be made or broke, and what to look at.
 *
 * @author The etcd-spring authors
 */
final class ConnectFailures {

	private static final Pattern ENDED_BY_SERVER = Pattern.compile("Connection reset|Network closed|Broken pipe");

	private ConnectFailures() {
	}

	/**
	 * Say why an attempt to connect failed. A server that wants TLS has several ways to
	 * end a connection in plain text.
	 * @param status the status of the channel
	 * @return the reason
	 */
	static String describeAttempt(Status status) {
		String reason = describe(status);
		return (ENDED_BY_SERVER.matcher(reason).find())
				? reason + " (use an https endpoint in 'etcd.endpoints' if the server wants TLS)" : reason;
	}

	static String describe(Status status) {
		Throwable cause = status.getCause();
		String reason = (cause != null) ? describe(cause) : null;
		if (reason != null) {
			return reason;
		}
		String description = status.getDescription();
		if (description == null) {
			return status.getCode().name();
		}
		if (description.contains("First received frame was not SETTINGS")) {
			return "the server does not speak plain HTTP/2 there (use an https endpoint if it wants TLS)";
		}
		if (description.contains("TLS negotiation")) {
			return "the server ended the TLS handshake (does it speak TLS there, and trust this client? "
					+ "check the scheme of 'etcd.endpoints' and 'etcd.ssl.bundle')";
		}
		return firstLine(description);
	}

	private static @Nullable String describe(Throwable cause) {
		boolean tls = false;
		for (Throwable each = cause; each != null; each = each.getCause()) {
			if (each instanceof UnknownHostException || each instanceof UnresolvedAddressException) {
				return "unknown host";
			}
			if (each instanceof NoRouteToHostException) {
				return "no route to host";
			}
			if (each instanceof CertificateException || each.getClass().getName().contains("CertPathBuilder")) {
				return "the server's certificate is not trusted (check the SSL bundle of 'etcd.ssl.bundle'): "
						+ rootMessage(each);
			}
			if (each.getClass().getSimpleName().equals("NotSslRecordException")) {
				return "the server does not speak TLS there (use an http endpoint, or enable TLS on the server)";
			}
			if (each instanceof ConnectException) {
				return (each.getMessage() != null && each.getMessage().contains("refused")) ? "connection refused"
						: firstLine(String.valueOf(each.getMessage()));
			}
			tls |= each instanceof SSLException;
		}
		if (tls) {
			return "TLS failed (check the SSL bundle of 'etcd.ssl.bundle'): " + rootMessage(cause);
		}
		return rootMessage(cause);
	}

	private static @Nullable String rootMessage(Throwable cause) {
		String message = NestedExceptionUtils.getMostSpecificCause(cause).getMessage();
		return (message != null) ? firstLine(message) : null;
	}

	private static String firstLine(String text) {
		return text.lines().findFirst().orElse(text);
	}

}
