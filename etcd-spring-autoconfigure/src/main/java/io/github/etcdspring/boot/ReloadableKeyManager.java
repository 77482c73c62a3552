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

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.BiFunction;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;

/**
 * Has the keys of another key manager, which can be replaced: handshakes from then on use
 * the new one. One that has begun goes on with the key manager from which it has chosen,
 * so that key and certificate always fit.
 *
 * @author The etcd-spring authors
 */
final class ReloadableKeyManager extends X509ExtendedKeyManager {

	private volatile Generation current;

	ReloadableKeyManager(X509ExtendedKeyManager delegate) {
		this.current = new Generation(0, delegate, null);
	}

	void delegate(X509ExtendedKeyManager delegate) {
		Generation last = this.current;
		this.current = new Generation(last.number + 1, delegate, new Generation(last.number, last.keys, null));
	}

	@Override
	public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
		Generation generation = this.current;
		String[] aliases = generation.keys.getClientAliases(keyType, issuers);
		if (aliases != null) {
			for (int i = 0; i < aliases.length; i++) {
				aliases[i] = generation.prefix() + aliases[i];
			}
		}
		return aliases;
	}

	@Override
	public @Nullable String chooseClientAlias(String[] keyType, Principal @Nullable [] issuers,
			@Nullable Socket socket) {
		Generation generation = this.current;
		return generation.qualify(generation.keys.chooseClientAlias(keyType, issuers, socket));
	}

	@Override
	public @Nullable String chooseEngineClientAlias(String[] keyType, Principal @Nullable [] issuers,
			@Nullable SSLEngine engine) {
		Generation generation = this.current;
		return generation.qualify(generation.keys.chooseEngineClientAlias(keyType, issuers, engine));
	}

	@Override
	public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
		return null;
	}

	@Override
	public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
		return null;
	}

	@Override
	public X509Certificate @Nullable [] getCertificateChain(String alias) {
		return find(alias, X509ExtendedKeyManager::getCertificateChain);
	}

	@Override
	public @Nullable PrivateKey getPrivateKey(String alias) {
		return find(alias, X509ExtendedKeyManager::getPrivateKey);
	}

	private <T> @Nullable T find(String alias, BiFunction<X509ExtendedKeyManager, String, @Nullable T> finder) {
		Generation generation = this.current;
		while (generation != null && !alias.startsWith(generation.prefix())) {
			generation = generation.before;
		}
		return (generation != null) ? finder.apply(generation.keys, alias.substring(generation.prefix().length()))
				: null;
	}

	private record Generation(int number, X509ExtendedKeyManager keys, @Nullable Generation before) {

		String prefix() {
			return this.number + ":";
		}

		@Nullable String qualify(@Nullable String alias) {
			return (alias != null) ? prefix() + alias : null;
		}

	}

}
