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

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;

import io.github.etcdspring.test.process.TemporaryDirectory;

/**
 * The keys with which an etcd signs the tokens of its users, where these are JSON web
 * tokens. The members of a cluster share them.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class TokenKeys {

	private final Path privateKey;

	private final Path publicKey;

	private TokenKeys(Path directory) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			KeyPair pair = generator.generateKeyPair();
			this.privateKey = Pem.write(directory.resolve("token-key.pem"), "PRIVATE KEY",
					pair.getPrivate().getEncoded());
			this.publicKey = Pem.write(directory.resolve("token.pem"), "PUBLIC KEY", pair.getPublic().getEncoded());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Create keys, which are removed with the virtual machine.
	 * @return the keys
	 */
	public static TokenKeys create() {
		return new TokenKeys(TemporaryDirectory.create("token").path());
	}

	/**
	 * The value of etcd's flag {@code --auth-token}.
	 * @param timeToLive how long a token is good for
	 * @return the value
	 */
	public String flag(Duration timeToLive) {
		return "jwt,pub-key=%s,priv-key=%s,sign-method=RS256,ttl=%ds".formatted(this.publicKey, this.privateKey,
				timeToLive.toSeconds());
	}

}
