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
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.core.EtcdOperations;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.test.EtcdExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for the auto-configured template on a real etcd.
 *
 * @author The etcd-spring authors
 */
@ExtendWith(OutputCaptureExtension.class)
class EtcdTemplateTests {

	@RegisterExtension
	private static final EtcdExtension etcd = new EtcdExtension();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, SslAutoConfiguration.class,
				JacksonAutoConfiguration.class))
		.withPropertyValues("etcd.endpoints=" + etcd.endpoint());

	@Test
	void valuesGoToEtcdAndBack() {
		this.contextRunner.run((context) -> {
			EtcdTemplate template = context.getBean(EtcdTemplate.class);
			template.put("/round/text", "hello");
			template.put("/round/flag", new Flag("new-ui", true));
			assertThat(template.get("/round/text")).isEqualTo("hello");
			assertThat(template.get("/round/flag", Flag.class)).isEqualTo(new Flag("new-ui", true));
			assertThat(etcd.server().gateway().get("/round/flag")).isEqualTo("{\"name\":\"new-ui\",\"enabled\":true}");
		});
	}

	@Test
	void jetcdClientReachesTheSameCluster() {
		this.contextRunner.run((context) -> {
			context.getBean(EtcdTemplate.class).put("/round/jetcd", "hello");
			var response = context.getBean(Client.class)
				.getKVClient()
				.get(ByteSequence.from("/round/jetcd".getBytes()))
				.orTimeout(5, TimeUnit.SECONDS)
				.join();
			assertThat(response.getKvs()).singleElement()
				.satisfies((entry) -> assertThat(entry.getValue()).hasToString("hello"));
		});
	}

	@Test
	void callbackOfTheTemplateGetsTheJetcdClientThatIsABean() {
		this.contextRunner.run((context) -> {
			Client client = context.getBean(EtcdTemplate.class).execute((it) -> it);
			assertThat(client).isSameAs(context.getBean(Client.class));
		});
	}

	@Test
	void endpointWithoutSchemeIsPlainText() {
		this.contextRunner.withPropertyValues("etcd.endpoints=" + etcd.endpoint().replace("http://", ""))
			.run((context) -> assertThat(context.getBean(EtcdTemplate.class).get("/round/absent")).isNull());
	}

	@Test
	void credentialsAtServerWithoutAuthenticationWorkWithOneWarning(CapturedOutput output) {
		this.contextRunner.withPropertyValues("etcd.username=app", "etcd.password=marker").run((context) -> {
			EtcdTemplate template = context.getBean(EtcdTemplate.class);
			template.put("/round/auth", "hello");
			assertThat(template.get("/round/auth")).isEqualTo("hello");
		});
		assertThat(output).containsOnlyOnce("WARN").contains("etcd.username").doesNotContain("marker");
	}

	@Test
	void failFastPassesWhenTheClusterAnswers() {
		this.contextRunner.withPropertyValues("etcd.fail-fast=true")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(EtcdStartUpCheck.class));
	}

	@Test
	void noStartUpCheckByDefault() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(EtcdStartUpCheck.class));
	}

	@Test
	void backsOffWhenOperationsAreDefined() {
		this.contextRunner.withBean("custom", EtcdOperations.class, () -> mock())
			.run((context) -> assertThat(context).hasSingleBean(EtcdOperations.class).hasBean("custom"));
	}

	@Test
	void backsOffWithoutSingleConnection() {
		this.contextRunner.withBean("one", EtcdConnection.class, () -> connection("http://one:1"))
			.withBean("two", EtcdConnection.class, () -> connection("http://two:2"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(EtcdTemplate.class)
				.doesNotHaveBean(Client.class));
	}

	@Test
	void secondTemplateTalksToItsOwnCluster() {
		this.contextRunner.withPropertyValues("etcd.endpoints=http://localhost:1", "etcd.request-timeout=200ms")
			.withBean("audit", EtcdTemplate.class,
					() -> new EtcdTemplate(connection(etcd.endpoint()), EtcdValueConverter.create()),
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.run((context) -> {
				assertThat(context).hasBean("etcdTemplate");
				assertThat(context.getBean("audit", EtcdTemplate.class).get("/round/absent")).isNull();
			});
	}

	private static EtcdConnection connection(String endpoint) {
		EtcdProperties properties = new EtcdProperties();
		properties.setEndpoints(List.of(endpoint));
		properties.setRequestTimeout(Duration.ofSeconds(2));
		return new EtcdConnectionConfigurer(properties, List.of(), ObservationRegistry.NOOP, null, null, null)
			.connect(new PropertiesEtcdConnectionDetails(properties, null));
	}

	record Flag(String name, boolean enabled) {

	}

}
