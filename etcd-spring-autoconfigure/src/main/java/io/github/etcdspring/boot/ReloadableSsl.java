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

import java.util.Arrays;
import java.util.Collections;

import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.Assert;

/**
 * The keys and certificates of a bundle that can be loaded again. Connections that stand
 * are left alone; each one that is made from then on uses what was loaded last.
 *
 * @author The etcd-spring authors
 */
final class ReloadableSsl {

	private static final Log logger = LogFactory.getLog(ReloadableSsl.class);

	private final ReloadableKeyManager keyManager;

	private final ReloadableTrustManager trustManager;

	private volatile @Nullable SSLSessionContext sessions;

	private ReloadableSsl(X509ExtendedKeyManager keyManager, X509ExtendedTrustManager trustManager) {
		this.keyManager = new ReloadableKeyManager(keyManager);
		this.trustManager = new ReloadableTrustManager(trustManager);
	}

	/**
	 * Create what a bundle can be reloaded by.
	 * @param bundle the bundle
	 * @return the managers, or {@code null} if those of the bundle are of a kind that
	 * cannot be replaced
	 */
	static @Nullable ReloadableSsl of(SslBundle bundle) {
		X509ExtendedKeyManager keyManager = find(bundle.getManagers().getKeyManagers(), X509ExtendedKeyManager.class);
		X509ExtendedTrustManager trustManager = find(bundle.getManagers().getTrustManagers(),
				X509ExtendedTrustManager.class);
		return (keyManager != null && trustManager != null) ? new ReloadableSsl(keyManager, trustManager) : null;
	}

	private static <T> @Nullable T find(@Nullable Object @Nullable [] managers, Class<T> type) {
		return (managers != null)
				? Arrays.stream(managers).filter(type::isInstance).map(type::cast).findFirst().orElse(null) : null;
	}

	ReloadableKeyManager keyManager() {
		return this.keyManager;
	}

	ReloadableTrustManager trustManager() {
		return this.trustManager;
	}

	void sessions(@Nullable SSLSessionContext sessions) {
		this.sessions = sessions;
	}

	/**
	 * Reload whenever a bundle is.
	 * @param sslBundles tell of reloads
	 * @param name the name of the bundle
	 */
	void follow(SslBundles sslBundles, String name) {
		sslBundles.addBundleUpdateHandler(name, (bundle) -> reload(name, bundle));
	}

	private void reload(String name, SslBundle bundle) {
		try {
			X509ExtendedKeyManager keys = find(bundle.getManagers().getKeyManagers(), X509ExtendedKeyManager.class);
			X509ExtendedTrustManager trust = find(bundle.getManagers().getTrustManagers(),
					X509ExtendedTrustManager.class);
			Assert.state(keys != null && trust != null, "Its managers are of another kind than before");
			this.keyManager.delegate(keys);
			this.trustManager.delegate(trust);
			forgetSessions();
			logger.info("New connections to etcd use the changed SSL bundle '" + name + "'");
		}
		catch (RuntimeException ex) {
			logger.error("The changed SSL bundle '%s' cannot be used for etcd, and the last one stays: %s"
				.formatted(name, ex.getMessage()));
		}
	}

	// What was trusted once would be trusted again without being checked
	private void forgetSessions() {
		SSLSessionContext context = this.sessions;
		if (context != null) {
			for (byte[] id : Collections.list(context.getIds())) {
				SSLSession session = context.getSession(id);
				if (session != null) {
					session.invalidate();
				}
			}
		}
	}

}
