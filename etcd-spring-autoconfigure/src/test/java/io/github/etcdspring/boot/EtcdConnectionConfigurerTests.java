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
import java.time.Duration;
import java.util.List;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.ClientBuilder;
import io.micrometer.observation.ObservationRegistry;
import io.netty.handler.ssl.SslContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.connection.EtcdLoadBalancingPolicy;
import io.github.etcdspring.connection.EtcdRetrySettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EtcdConnectionConfigurer}.
 *
 * @author The etcd-spring authors
 */
class EtcdConnectionConfigurerTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, SslAutoConfiguration.class));

	@Test
	void everyPropertyReachesBuilderOrSettings() {
		this.contextRunner
			.withPropertyValues("etcd.endpoints=http://one:1,http://two:2", "etcd.username=app", "etcd.password=secret",
					"etcd.connect-timeout=2s", "etcd.request-timeout=3s", "etcd.load-balancing-policy=random",
					"etcd.authority=etcd.example.org", "etcd.max-inbound-message-size=8MB", "etcd.retry.max-retries=7",
					"etcd.max-request-size=3MB", "etcd.max-txn-operations=500", "etcd.namespace=app/",
					"etcd.retry.delay=10ms", "etcd.retry.max-delay=20ms", "etcd.retry.multiplier=1.5",
					"etcd.retry.jitter=0.5", "etcd.retry.timeout=40ms", "etcd.endpoint-sync.interval=50s",
					"etcd.dns.refresh-interval=51s", "etcd.retry.attempt-timeout=30ms", "etcd.keep-alive.interval=11s",
					"etcd.keep-alive.timeout=12s", "etcd.keep-alive.without-calls=true", "etcd.session.ttl=15s")
			.run((context) -> {
				ClientBuilder builder = builder(context.getBean(EtcdConnectionConfigurer.class),
						context.getBean(EtcdConnectionDetails.class));
				assertThat(builder.target()).isEqualTo("ip://etcd.example.org/one:1,two:2");
				assertThat(builder.user()).isEqualTo(bytes("app"));
				assertThat(builder.password()).isEqualTo(bytes("secret"));
				assertThat(builder.connectTimeout()).hasSeconds(2);
				assertThat(builder.authority()).isEqualTo("etcd.example.org");
				assertThat(builder.maxInboundMessageSize()).isEqualTo(8 * 1024 * 1024);
				assertThat(builder.namespace()).isEqualTo(bytes("app/"));
				assertThat(builder.keepaliveTime()).hasSeconds(11);
				assertThat(builder.keepaliveTimeout()).hasSeconds(12);
				assertThat(builder.keepaliveWithoutCalls()).isTrue();
				assertThat(builder.sslContext()).isNull();
				EtcdConnectionSettings settings = context.getBean(EtcdConnectionConfigurer.class).settings().build();
				assertThat(settings.requestTimeout()).hasSeconds(3);
				assertThat(settings.sessionTtl()).hasSeconds(15);
				assertThat(settings.loadBalancingPolicy()).isEqualTo(EtcdLoadBalancingPolicy.RANDOM);
				assertThat(settings.retry()).isEqualTo(new EtcdRetrySettings(7, Duration.ofMillis(10),
						Duration.ofMillis(20), 1.5, 0.5, Duration.ofMillis(30), Duration.ofMillis(40)));
				assertThat(settings.endpointSyncInterval()).hasSeconds(50);
				assertThat(settings.maxRequestSize()).isEqualTo(DataSize.ofMegabytes(3));
				assertThat(settings.maxTxnOperations()).isEqualTo(500);
				assertThat(settings.dnsRefreshInterval()).hasSeconds(51);
			});
	}

	@Test
	void settingsWithoutPropertiesAreThoseOfTheLibrary() {
		EtcdConnectionSettings settings = configurer(new EtcdProperties()).settings().build();
		assertThat(settings).usingRecursiveComparison().isEqualTo(EtcdConnectionSettings.defaults());
	}

	@Test
	void noKeepAliveWhenDisabled() {
		EtcdProperties properties = new EtcdProperties();
		properties.getKeepAlive().setEnabled(false);
		assertThat(builder(configurer(properties), details("http://one:1")).keepaliveTime()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "etcd.connect-timeout, 0s", "etcd.session.ttl, 999ms", "etcd.request-timeout, -1s",
			"etcd.max-inbound-message-size, 0B", "etcd.max-inbound-message-size, 2GB", "etcd.max-request-size, 0B",
			"etcd.max-request-size, 2GB", "etcd.max-txn-operations, 0", "etcd.keep-alive.interval, 9s",
			"etcd.keep-alive.timeout, 0s", "etcd.retry.max-retries, -2", "etcd.retry.delay, -1ms",
			"etcd.retry.max-delay, 1ms", "etcd.endpoint-sync.interval, -1s", "etcd.dns.refresh-interval, -1s",
			"etcd.retry.multiplier, 0.5", "etcd.retry.jitter, 2", "etcd.retry.attempt-timeout, 0s",
			"etcd.retry.timeout, -1s" })
	void rejectsValueThatCannotWorkByNameOfItsProperty(String name, String value) {
		this.contextRunner.withPropertyValues(name + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo(name)));
	}

	@Test
	void httpsWithBundleTrustsWhatTheBundleTrusts() {
		this.contextRunner.withPropertyValues(TestTls.ONE_WAY.bundle())
			.withPropertyValues("etcd.endpoints=https://one:1", "etcd.ssl.bundle=etcd")
			.run((context) -> {
				SslContext sslContext = builder(context.getBean(EtcdConnectionConfigurer.class),
						context.getBean(EtcdConnectionDetails.class))
					.sslContext();
				assertThat(sslContext.isClient()).isTrue();
				assertThat(sslContext.applicationProtocolNegotiator().protocols()).contains("h2");
			});
	}

	@Test
	void bundleOptionsAreApplied() {
		this.contextRunner.withPropertyValues(TestTls.MUTUAL.bundle())
			.withPropertyValues("etcd.endpoints=one:1", "etcd.ssl.bundle=etcd",
					"spring.ssl.bundle.pem.etcd.options.enabled-protocols=TLSv1.3",
					"spring.ssl.bundle.pem.etcd.options.ciphers=TLS_AES_256_GCM_SHA384")
			.run((context) -> assertThat(builder(context.getBean(EtcdConnectionConfigurer.class),
					context.getBean(EtcdConnectionDetails.class))
				.sslContext()
				.cipherSuites()).containsExactly("TLS_AES_256_GCM_SHA384"));
	}

	@Test
	void httpsWithoutBundleTrustsWhatTheJvmTrusts() {
		assertThat(builder(configurer(new EtcdProperties()), details("https://one:1")).sslContext()).isNotNull();
	}

	@Test
	void endpointsWithoutSchemeUseTlsWhenItIsEnabled() {
		EtcdProperties properties = new EtcdProperties();
		properties.setEndpoints(List.of("one"));
		properties.getSsl().setEnabled(true);
		EtcdConnectionDetails details = new PropertiesEtcdConnectionDetails(properties, null);
		assertThat(details.getEndpoints()).containsExactly(URI.create("https://one:2379"));
		assertThat(builder(configurer(properties), details).sslContext()).isNotNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			etcd.endpoints=http://one:1 etcd.ssl.bundle=etcd               | 'etcd.ssl.bundle'   | 'etcd.endpoints'
			etcd.endpoints=http://one:1 etcd.ssl.enabled=true              | 'etcd.ssl.enabled'  | 'etcd.endpoints'
			etcd.endpoints=https://one:1 etcd.ssl.enabled=false            | 'etcd.ssl.enabled'  | 'etcd.endpoints'
			etcd.endpoints=https://one:1,http://two:2                      | 'etcd.endpoints'    | https://one:1
			etcd.endpoints=dns+srv:///one,http://two:2                     | 'etcd.endpoints'    | name alone
			etcd.endpoints=dns+srv:///                                     | 'etcd.endpoints[0]' | dns+srv
			etcd.endpoints=dns:///one:port                                 | 'etcd.endpoints[0]' | dns:///one:port
			etcd.endpoints=dns+srv:///_x-ssl._tcp.a etcd.ssl.enabled=false | 'etcd.ssl.enabled'  | 'etcd.endpoints'
			etcd.endpoints=https://one:1,http://two:2 etcd.ssl.bundle=etcd | 'etcd.endpoints'    | http://two:2
			etcd.endpoints=https://one:1 etcd.ssl.bundle=absent            | 'etcd.ssl.bundle'   | absent
			etcd.endpoints=https://one:1 etcd.ssl.bundle=broken            | 'etcd.ssl.bundle'   | spring.ssl.bundle
			etcd.username=app                                              | 'etcd.password'     | 'etcd.username'
			etcd.password=marker                                           | 'etcd.username'     | 'etcd.password'
			etcd.endpoints=http://one:1,tcp://two:2                        | 'etcd.endpoints[1]' | tcp://two:2
			""")
	void rejectsCombinationThatCannotWorkByNamesOfItsProperties(String properties, String first, String second) {
		this.contextRunner.withPropertyValues(TestTls.ONE_WAY.bundle())
			.withPropertyValues("spring.ssl.bundle.pem.broken.truststore.certificate=classpath:absent.crt")
			.withPropertyValues(properties.split(" "))
			.run((context) -> {
				var analysis = new EtcdConfigurationFailureAnalyzer().analyze(context.getStartupFailure());
				assertThat(analysis).isNotNull();
				assertThat(analysis.getDescription() + analysis.getAction()).contains(first, second)
					.doesNotContain("marker");
				assertThat(analysis.getAction()).contains("'etcd.");
			});
	}

	@ParameterizedTest
	@CsvSource({ "dns+srv:///example.org, false, false", "dns+srv:///example.org, true, true",
			"dns+srv:///_etcd-client-ssl._tcp.example.org, false, true", "dns:///etcd.example.org:2379, false, false",
			"dns:///etcd.example.org:2379, true, true" })
	void nameToLookUpIsTheTargetAndUsesTlsIfItSaysSoOrTlsIsEnabled(String name, boolean enabled, boolean tls) {
		EtcdProperties properties = new EtcdProperties();
		properties.setEndpoints(List.of(name));
		if (enabled) {
			properties.getSsl().setEnabled(true);
		}
		ClientBuilder builder = builder(configurer(properties), new PropertiesEtcdConnectionDetails(properties, null));
		assertThat(builder.target()).isEqualTo(name);
		assertThat(builder.sslContext() != null).isEqualTo(tls);
	}

	@Test
	void rejectsDetailsWithBundleForPlainText() {
		EtcdConnectionDetails details = new EtcdConnectionDetails() {

			@Override
			public List<URI> getEndpoints() {
				return List.of(URI.create("http://one:1"));
			}

			@Override
			public SslBundle getSslBundle() {
				return SslBundle.systemDefault();
			}

		};
		assertThatExceptionOfType(EtcdConfigurationException.class)
			.isThrownBy(() -> configurer(new EtcdProperties()).clientBuilder(details))
			.withMessageContaining("http://one:1")
			.withMessageContaining("plain text");
	}

	private static EtcdConnectionConfigurer configurer(EtcdProperties properties) {
		return new EtcdConnectionConfigurer(properties, List.of(), ObservationRegistry.NOOP, null, null, null);
	}

	private static ClientBuilder builder(EtcdConnectionConfigurer configurer, EtcdConnectionDetails details) {
		return configurer.clientBuilder(details);
	}

	private static EtcdConnectionDetails details(String endpoint) {
		return () -> List.of(URI.create(endpoint));
	}

	private static ByteSequence bytes(String text) {
		return ByteSequence.from(text, StandardCharsets.UTF_8);
	}

}
