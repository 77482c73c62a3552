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

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

import io.github.etcdspring.boot.EtcdProperties.KeepAlive;
import io.github.etcdspring.boot.EtcdProperties.Retry;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.connection.EtcdLoadBalancingPolicy;
import io.github.etcdspring.connection.EtcdRetrySettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EtcdProperties}.
 *
 * @author The etcd-spring authors
 */
class EtcdPropertiesTests {

	@Test
	void defaultsAreThoseOfTheLibrary() {
		EtcdProperties properties = new EtcdProperties();
		EtcdConnectionSettings library = EtcdConnectionSettings.defaults();
		assertThat(properties.getRequestTimeout()).isEqualTo(library.requestTimeout());
		assertThat(properties.getLoadBalancingPolicy()).isEqualTo(library.loadBalancingPolicy());
		assertThat(properties.getEndpointSync().getInterval()).isEqualTo(library.endpointSyncInterval());
		assertThat(properties.getDns().getRefreshInterval()).isEqualTo(library.dnsRefreshInterval());
		assertThat(properties.getSession().getTtl()).isEqualTo(library.sessionTtl());
		Retry retry = properties.getRetry();
		assertThat(new EtcdRetrySettings(retry.getMaxRetries(), retry.getDelay(), retry.getMaxDelay(),
				retry.getMultiplier(), retry.getJitter(), retry.getAttemptTimeout(), retry.getTimeout()))
			.isEqualTo(library.retry());
	}

	@Test
	void defaultsConnectToTheLocalMachineInPlainText() {
		EtcdProperties properties = new EtcdProperties();
		assertThat(properties.getEndpoints()).containsExactly("http://localhost:2379");
		assertThat(properties.getUsername()).isNull();
		assertThat(properties.getPassword()).isNull();
		assertThat(properties.getSsl().isEnabled()).isFalse();
		assertThat(properties.isFailFast()).isFalse();
	}

	@Test
	void bindsEveryKey() {
		EtcdProperties properties = bind(Map.ofEntries(Map.entry("etcd.endpoints", "https://one:1, https://two:2"),
				Map.entry("etcd.username", "app"), Map.entry("etcd.password", "secret"),
				Map.entry("etcd.ssl.enabled", "true"), Map.entry("etcd.ssl.bundle", "etcd"),
				Map.entry("etcd.connect-timeout", "2s"), Map.entry("etcd.request-timeout", "3s"),
				Map.entry("etcd.load-balancing-policy", "pick-first"), Map.entry("etcd.authority", "etcd.example.org"),
				Map.entry("etcd.max-inbound-message-size", "8MB"), Map.entry("etcd.fail-fast", "true"),
				Map.entry("etcd.max-request-size", "3MB"), Map.entry("etcd.max-txn-operations", "500"),
				Map.entry("etcd.namespace", "app/"), Map.entry("etcd.retry.max-retries", "7"),
				Map.entry("etcd.retry.delay", "10ms"), Map.entry("etcd.retry.max-delay", "20ms"),
				Map.entry("etcd.retry.multiplier", "1.5"), Map.entry("etcd.retry.jitter", "0.5"),
				Map.entry("etcd.retry.attempt-timeout", "30ms"), Map.entry("etcd.keep-alive.enabled", "false"),
				Map.entry("etcd.keep-alive.interval", "11s"), Map.entry("etcd.keep-alive.timeout", "12s"),
				Map.entry("etcd.keep-alive.without-calls", "true"), Map.entry("etcd.session.ttl", "15s")));
		assertThat(properties.getEndpoints()).containsExactly("https://one:1", "https://two:2");
		assertThat(properties.getUsername()).isEqualTo("app");
		assertThat(properties.getPassword()).isEqualTo("secret");
		assertThat(properties.getSsl().isEnabled()).isTrue();
		assertThat(properties.getSsl().getBundle()).isEqualTo("etcd");
		assertThat(properties.getConnectTimeout()).isEqualTo(Duration.ofSeconds(2));
		assertThat(properties.getRequestTimeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(properties.getLoadBalancingPolicy()).isEqualTo(EtcdLoadBalancingPolicy.PICK_FIRST);
		assertThat(properties.getAuthority()).isEqualTo("etcd.example.org");
		assertThat(properties.getMaxInboundMessageSize()).isEqualTo(DataSize.ofMegabytes(8));
		assertThat(properties.getMaxRequestSize()).isEqualTo(DataSize.ofMegabytes(3));
		assertThat(properties.getMaxTxnOperations()).isEqualTo(500);
		assertThat(properties.getNamespace()).isEqualTo("app/");
		assertThat(properties.isFailFast()).isTrue();
		assertThat(properties.getRetry()).usingRecursiveComparison().isEqualTo(retry());
		KeepAlive keepAlive = properties.getKeepAlive();
		assertThat(keepAlive.isEnabled()).isFalse();
		assertThat(keepAlive.getInterval()).isEqualTo(Duration.ofSeconds(11));
		assertThat(keepAlive.getTimeout()).isEqualTo(Duration.ofSeconds(12));
		assertThat(keepAlive.isWithoutCalls()).isTrue();
		assertThat(properties.getSession().getTtl()).isEqualTo(Duration.ofSeconds(15));
	}

	@Test
	void variablesThatKubernetesInjectsForServiceNamedEtcdChangeNothing() {
		Map<String, Object> variables = new HashMap<>();
		variables.put("ETCD_PORT", "tcp://10.0.0.1:2379");
		variables.put("ETCD_PORT_2379_TCP", "tcp://10.0.0.1:2379");
		variables.put("ETCD_PORT_2379_TCP_ADDR", "10.0.0.1");
		variables.put("ETCD_PORT_2379_TCP_PORT", "2379");
		variables.put("ETCD_PORT_2379_TCP_PROTO", "tcp");
		variables.put("ETCD_SERVICE_HOST", "10.0.0.1");
		variables.put("ETCD_SERVICE_PORT", "2379");
		variables.put("ETCD_SERVICE_PORT_CLIENT", "2379");
		variables.put("ETCD_NAME", "default");
		variables.put("ETCD_MAX_REQUEST_BYTES", "1");
		variables.put("ETCD_MAX_TXN_OPS", "1");
		variables.put("ETCD_DATA_DIR", "/var/lib/etcd");
		variables.put("ETCD_LISTEN_CLIENT_URLS", "http://0.0.0.0:2379");
		MutablePropertySources sources = new MutablePropertySources();
		sources.addFirst(new SystemEnvironmentPropertySource(
				StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		EtcdProperties properties = new Binder(ConfigurationPropertySources.from(sources)).bindOrCreate("etcd",
				Bindable.of(EtcdProperties.class));
		assertThat(properties).usingRecursiveComparison().isEqualTo(new EtcdProperties());
	}

	@Test
	void bundleImpliesTlsUnlessItIsDisabled() {
		assertThat(bind(Map.of("etcd.ssl.bundle", "etcd")).getSsl().isEnabled()).isTrue();
		assertThat(bind(Map.of("etcd.ssl.bundle", "")).getSsl().isEnabled()).isFalse();
		assertThat(bind(Map.of("etcd.ssl.bundle", "etcd", "etcd.ssl.enabled", "false")).getSsl().isEnabled()).isFalse();
	}

	private static Retry retry() {
		Retry retry = new Retry();
		retry.setMaxRetries(7);
		retry.setDelay(Duration.ofMillis(10));
		retry.setMaxDelay(Duration.ofMillis(20));
		retry.setMultiplier(1.5);
		retry.setJitter(0.5);
		retry.setAttemptTimeout(Duration.ofMillis(30));
		return retry;
	}

	private static EtcdProperties bind(Map<String, String> values) {
		return new Binder(List.of(new MapConfigurationPropertySource(values))).bindOrCreate("etcd",
				Bindable.of(EtcdProperties.class));
	}

}
