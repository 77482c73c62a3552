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

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.JsonEtcdValueConverter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link EtcdAutoConfiguration}.
 *
 * @author The etcd-spring authors
 */
@ExtendWith(OutputCaptureExtension.class)
class EtcdAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, SslAutoConfiguration.class));

	@Test
	void providesConnectionFromProperties() {
		this.contextRunner.withPropertyValues("etcd.endpoints=http://one:1,http://two:2", "etcd.request-timeout=7s")
			.run((context) -> {
				assertThat(context).hasSingleBean(EtcdConnection.class)
					.hasSingleBean(PropertiesEtcdConnectionDetails.class)
					.hasSingleBean(EtcdConnectionConfigurer.class);
				assertThat(context.getBean(EtcdConnection.class).settings().requestTimeout()).hasSeconds(7);
				assertThat(context.getBean(EtcdConnectionDetails.class).getEndpoints())
					.containsExactly(URI.create("http://one:1"), URI.create("http://two:2"));
			});
	}

	@Test
	void backsOffWhenConnectionIsDefined() {
		this.contextRunner.withUserConfiguration(ConnectionConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(EtcdConnection.class).hasBean("customConnection"));
	}

	@Test
	void secondConnectionThatIsNoDefaultCandidateLeavesTheFirst() {
		this.contextRunner.withUserConfiguration(SecondConnectionConfiguration.class).run((context) -> {
			assertThat(context).hasBean("etcdConnection").hasBean("auditConnection");
			assertThat(context.getBean(EtcdConnection.class)).isSameAs(context.getBean("etcdConnection"));
		});
	}

	@Test
	void backsOffWithoutTheLibrary() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(EtcdConnection.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(EtcdConnectionDetails.class)
				.doesNotHaveBean(EtcdConnectionConfigurer.class));
	}

	@Test
	void customConnectionDetailsWinOverProperties() {
		this.contextRunner.withUserConfiguration(DetailsConfiguration.class)
			.withPropertyValues("etcd.endpoints=this is ignored", "etcd.username=ignored", "etcd.password=ignored")
			.run((context) -> {
				assertThat(context).hasSingleBean(EtcdConnectionDetails.class)
					.doesNotHaveBean(PropertiesEtcdConnectionDetails.class);
				var builder = context.getBean(EtcdConnectionConfigurer.class)
					.clientBuilder(context.getBean(EtcdConnectionDetails.class));
				assertThat(builder.target()).isEqualTo("ip:///custom:1234");
				assertThat(builder.user()).isEqualTo(ByteSequence.from("custom", StandardCharsets.UTF_8));
			});
	}

	@Test
	void customizersAreAppliedInOrder() {
		this.contextRunner.withUserConfiguration(CustomizersConfiguration.class).run((context) -> {
			var builder = context.getBean(EtcdConnectionConfigurer.class)
				.clientBuilder(context.getBean(EtcdConnectionDetails.class));
			assertThat(builder.authority()).isEqualTo("first-second");
		});
	}

	@Test
	void callsAreObservedByTheRegistryOfTheApplication() {
		ObservationRegistry registry = ObservationRegistry.create();
		this.contextRunner.withBean(ObservationRegistry.class, () -> registry)
			.run((context) -> assertThat(context.getBean(EtcdConnection.class).settings().observationRegistry())
				.isSameAs(registry));
		this.contextRunner
			.run((context) -> assertThat(context.getBean(EtcdConnection.class).settings().observationRegistry())
				.isSameAs(ObservationRegistry.NOOP));
	}

	@Test
	void valuesAreConvertedByTheMapperOfTheApplication() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
			.withBean("snake", JsonMapper.class,
					() -> JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build())
			.run((context) -> assertThat(context.getBean(EtcdValueConverter.class).toBytes(new Flag("blue")))
				.asString(StandardCharsets.UTF_8)
				.isEqualTo("{\"flag_color\":\"blue\"}"));
	}

	@Test
	void valuesAreJsonWithoutMapperInTheApplication() {
		this.contextRunner.run((context) -> assertThat(context).getBean(EtcdValueConverter.class)
			.isInstanceOf(JsonEtcdValueConverter.class));
	}

	@Test
	void valuesAreTextAndBytesWithoutJackson() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(EtcdValueConverter.class));
	}

	@Test
	void backsOffWhenConverterIsDefined() {
		EtcdValueConverter converter = mock();
		this.contextRunner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
			.withBean(EtcdValueConverter.class, () -> converter)
			.run((context) -> assertThat(context).getBean(EtcdValueConverter.class).isSameAs(converter));
	}

	@Test
	void jetcdClientIsNotMadeBeforeItIsUsed(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			assertThat(context.getBeanNamesForType(Client.class, true, false)).containsExactly("etcdClient");
			assertThat(context.getBeanFactory().containsSingleton("etcdClient")).isFalse();
		});
		assertThat(output).doesNotContain("jetcd's type Client");
	}

	@Test
	void foreignJetcdClientStaysAndIsPointedOutOnce(CapturedOutput output) {
		Client client = mock();
		this.contextRunner.withBean(Client.class, () -> client)
			.run((context) -> assertThat(context).getBean(Client.class).isSameAs(client));
		assertThat(output).containsOnlyOnce("EtcdClientBuilderCustomizer");
	}

	record Flag(String flagColor) {

	}

	@Configuration(proxyBeanMethods = false)
	static class ConnectionConfiguration {

		@Bean
		EtcdConnection customConnection() {
			return new EtcdConnection(Client.builder().endpoints("http://localhost:1"),
					EtcdConnectionSettings.defaults());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondConnectionConfiguration {

		@Bean(defaultCandidate = false)
		EtcdConnection auditConnection(EtcdConnectionConfigurer configurer) {
			return configurer.connect(() -> List.of(URI.create("http://audit:2379")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DetailsConfiguration {

		@Bean
		EtcdConnectionDetails customDetails() {
			return new EtcdConnectionDetails() {

				@Override
				public List<URI> getEndpoints() {
					return List.of(URI.create("http://custom:1234"));
				}

				@Override
				public String getUsername() {
					return "custom";
				}

				@Override
				public String getPassword() {
					return "custom";
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizersConfiguration {

		@Bean
		@Order(2)
		EtcdClientBuilderCustomizer second() {
			return (builder) -> builder.authority(builder.authority() + "-second");
		}

		@Bean
		@Order(1)
		EtcdClientBuilderCustomizer first() {
			return (builder) -> builder.authority("first");
		}

	}

}
