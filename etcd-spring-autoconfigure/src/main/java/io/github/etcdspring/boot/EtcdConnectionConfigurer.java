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

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;

import javax.net.ssl.SSLException;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.unit.DataSize;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.connection.EtcdRequestObservationConvention;
import io.github.etcdspring.connection.EtcdRetrySettings;

/**
 * Makes connections of details and of the properties under {@code etcd}, for the
 * auto-configured one and for any other that an application declares. A second one:
 *
 * <pre class="code">
 * &#064;Bean(defaultCandidate = false)
 * &#064;Qualifier("audit")
 * EtcdConnection auditConnection(EtcdConnectionConfigurer configurer) {
 *     return configurer.connect(() -&gt; List.of(URI.create("http://audit:2379")));
 * }
 * </pre>
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public class EtcdConnectionConfigurer {

	private final EtcdProperties properties;

	private final List<EtcdClientBuilderCustomizer> customizers;

	private final ObservationRegistry observationRegistry;

	private final @Nullable EtcdRequestObservationConvention observationConvention;

	private final @Nullable Executor callbackExecutor;

	private final @Nullable SslBundles sslBundles;

	/**
	 * Create a configurer.
	 * @param properties the properties
	 * @param customizers what customizes each builder, in order
	 * @param observationRegistry where calls are observed
	 * @param observationConvention how observed calls are named, or {@code null} for the
	 * default
	 * @param callbackExecutor on which asynchronous calls complete, or {@code null} for
	 * one of the connection's own
	 * @param sslBundles tell when the SSL bundle of a connection is reloaded: its next
	 * handshakes use the new keys and certificates; {@code null} if none is
	 */
	public EtcdConnectionConfigurer(EtcdProperties properties, List<EtcdClientBuilderCustomizer> customizers,
			ObservationRegistry observationRegistry, @Nullable EtcdRequestObservationConvention observationConvention,
			@Nullable Executor callbackExecutor, @Nullable SslBundles sslBundles) {
		EtcdClassPath.check();
		EtcdPropertiesValidator.validate(properties);
		this.properties = properties;
		this.customizers = List.copyOf(customizers);
		this.observationRegistry = observationRegistry;
		this.observationConvention = observationConvention;
		this.callbackExecutor = callbackExecutor;
		this.sslBundles = sslBundles;
	}

	/**
	 * Create a connection to the cluster that the details describe, with the builder and
	 * the settings of this configurer.
	 * @param details the endpoints, credentials and SSL bundle
	 * @return the connection, which the caller closes
	 */
	public EtcdConnection connect(EtcdConnectionDetails details) {
		return new EtcdConnection(clientBuilder(details), settings().build());
	}

	/**
	 * Create a builder, apply the details and the properties to it, and let the
	 * {@link EtcdClientBuilderCustomizer} beans customize it.
	 * @param details the endpoints, credentials and SSL bundle
	 * @return the builder, which can be changed further
	 */
	public ClientBuilder clientBuilder(EtcdConnectionDetails details) {
		ClientBuilder builder = Client.builder();
		PropertyMapper map = PropertyMapper.get();
		// Before the endpoints: jetcd puts it into the target that it makes of them
		map.from(this.properties::getAuthority).whenHasText().to(builder::authority);
		applyEndpoints(details.getEndpoints(), builder);
		applyTls(details, builder);
		applyCredentials(details, builder);
		map.from(this.properties::getNamespace).as(this::bytes).to(builder::namespace);
		map.from(this.properties::getConnectTimeout).to(builder::connectTimeout);
		map.from(this.properties::getMaxInboundMessageSize).as(this::bytes).to(builder::maxInboundMessageSize);
		applyKeepAlive(this.properties.getKeepAlive(), builder);
		this.customizers.forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

	/**
	 * Create a builder of the settings for which jetcd has no place, and apply the
	 * properties to it.
	 * @return the builder, which can be changed further
	 */
	public EtcdConnectionSettings.Builder settings() {
		EtcdConnectionSettings.Builder builder = EtcdConnectionSettings.builder();
		PropertyMapper map = PropertyMapper.get();
		map.from(this.properties::getRequestTimeout).to(builder::requestTimeout);
		map.from(this.properties::getMaxRequestSize).to(builder::maxRequestSize);
		map.from(this.properties::getMaxTxnOperations).to(builder::maxTxnOperations);
		map.from(this.properties.getEndpointSync()::getInterval).to(builder::endpointSyncInterval);
		map.from(this.properties::getRetry).as(this::retrySettings).to(builder::retry);
		map.from(this.properties::getLoadBalancingPolicy).to(builder::loadBalancingPolicy);
		map.from(this.properties.getDns()::getRefreshInterval).to(builder::dnsRefreshInterval);
		map.from(this.properties.getSession()::getTtl).to(builder::sessionTtl);
		map.from(this.observationRegistry).to(builder::observationRegistry);
		map.from(this.observationConvention).to(builder::observationConvention);
		map.from(this.callbackExecutor).to(builder::callbackExecutor);
		return builder;
	}

	ObservationRegistry observationRegistry() {
		return this.observationRegistry;
	}

	@Nullable EtcdRequestObservationConvention observationConvention() {
		return this.observationConvention;
	}

	boolean hasCustomizers() {
		return !this.customizers.isEmpty();
	}

	private void applyEndpoints(List<URI> endpoints, ClientBuilder builder) {
		DnsEndpoint dns = DnsEndpoint.in(endpoints);
		if (dns != null) {
			builder.target(dns.uri().toString());
		}
		else {
			builder.endpoints(endpoints);
		}
	}

	private void applyTls(EtcdConnectionDetails details, ClientBuilder builder) {
		SslBundle bundle = details.getSslBundle();
		DnsEndpoint dns = DnsEndpoint.in(details.getEndpoints());
		if ((dns != null) ? (dns.isTls() || bundle != null) : usesTls(details.getEndpoints())) {
			applyTls((bundle != null) ? bundle : SslBundle.systemDefault(), builder);
		}
		else if (bundle != null) {
			throw new EtcdConfigurationException(
					"An SSL bundle is configured ('etcd.ssl.bundle'), but the endpoints are plain text: "
							+ details.getEndpoints() + ".",
					"Change the scheme of 'etcd.endpoints' to https, or remove 'etcd.ssl.bundle'.");
		}
	}

	private void applyTls(SslBundle bundle, ClientBuilder builder) {
		try {
			ReloadableSsl reloadable = NettySslContexts.apply(bundle, builder);
			if (reloadable != null && this.sslBundles != null) {
				follow(reloadable, bundle, this.sslBundles);
			}
		}
		catch (SSLException | IllegalStateException ex) {
			throw new EtcdConfigurationException(
					"The keys and certificates of the SSL bundle for etcd ('etcd.ssl.bundle') cannot be used: "
							+ ex.getMessage() + ".",
					"Correct the bundle under 'spring.ssl.bundle', or name another one by 'etcd.ssl.bundle'.", ex);
		}
	}

	private void follow(ReloadableSsl reloadable, SslBundle bundle, SslBundles sslBundles) {
		sslBundles.getBundleNames()
			.stream()
			.filter((name) -> sslBundles.getBundle(name) == bundle)
			.forEach((name) -> reloadable.follow(sslBundles, name));
	}

	private boolean usesTls(List<URI> endpoints) {
		List<String> schemes = endpoints.stream().map(URI::getScheme).distinct().toList();
		if (schemes.size() > 1) {
			throw new EtcdConfigurationException("Property 'etcd.endpoints' mixes https and http: " + endpoints + ".",
					"Use the same scheme for each of 'etcd.endpoints': a connection either uses TLS or it does not.");
		}
		return schemes.contains("https");
	}

	private void applyCredentials(EtcdConnectionDetails details, ClientBuilder builder) {
		String username = details.getUsername();
		String password = details.getPassword();
		if (username != null && password != null) {
			builder.user(bytes(username));
			builder.password(bytes(password));
		}
		else if (username != null || password != null) {
			String present = (username != null) ? "etcd.username" : "etcd.password";
			String missing = (username != null) ? "etcd.password" : "etcd.username";
			throw new EtcdConfigurationException("'%s' is set, but '%s' is not.".formatted(present, missing),
					"Set '%s', or remove '%s' to connect without credentials.".formatted(missing, present));
		}
	}

	private void applyKeepAlive(EtcdProperties.KeepAlive keepAlive, ClientBuilder builder) {
		if (!keepAlive.isEnabled()) {
			builder.keepaliveTime(null);
			return;
		}
		builder.keepaliveTime(keepAlive.getInterval());
		builder.keepaliveTimeout(keepAlive.getTimeout());
		builder.keepaliveWithoutCalls(keepAlive.isWithoutCalls());
	}

	private ByteSequence bytes(String text) {
		return ByteSequence.from(text, StandardCharsets.UTF_8);
	}

	private int bytes(DataSize size) {
		return (int) Math.min(size.toBytes(), Integer.MAX_VALUE);
	}

	private EtcdRetrySettings retrySettings(EtcdProperties.Retry retry) {
		return new EtcdRetrySettings(retry.getMaxRetries(), retry.getDelay(), retry.getMaxDelay(),
				retry.getMultiplier(), retry.getJitter(), retry.getAttemptTimeout(), retry.getTimeout());
	}

}
