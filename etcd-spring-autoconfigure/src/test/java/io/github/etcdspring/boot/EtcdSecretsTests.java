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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import tools.jackson.databind.json.JsonMapper;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdFencedException;
import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.boot.actuate.EtcdEndpoint;
import io.github.etcdspring.boot.actuate.EtcdEndpointAutoConfiguration;
import io.github.etcdspring.boot.config.EtcdConfigAutoConfiguration;
import io.github.etcdspring.boot.config.EtcdConfigChangedEvent;
import io.github.etcdspring.boot.config.EtcdRebind;
import io.github.etcdspring.boot.health.EtcdHealthContributorAutoConfiguration;
import io.github.etcdspring.boot.health.EtcdWatchHealthContributorAutoConfiguration;
import io.github.etcdspring.boot.metrics.EtcdMetricsAutoConfiguration;
import io.github.etcdspring.boot.observation.EtcdObservationAutoConfiguration;
import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.election.EtcdLeadership;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.lock.EtcdLock;
import io.github.etcdspring.mirror.EtcdMirror;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.watch.EtcdWatchContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests that passwords and values appear nowhere but where they belong, whatever an
 * application does and however much it logs.
 *
 * @author The etcd-spring authors
 */
@ExtendWith(OutputCaptureExtension.class)
class EtcdSecretsTests {

	private static final String VALUE = "marker-value-0815";

	private final StringWriter shown = new StringWriter();

	private final PrintWriter writer = new PrintWriter(this.shown);

	@Test
	void neitherPasswordsNorValuesAreShown(CapturedOutput output) throws InterruptedException {
		try (EtcdServer etcd = EtcdServer.start()) {
			TestUsers.enable(etcd);
			EtcdGateway gateway = etcd.gateway().as(TestUsers.APP, TestUsers.PASSWORD);
			gateway.put("/app/config/shop.secret", VALUE);
			try (ConfigurableApplicationContext context = run(etcd)) {
				gateway.put("/app/config/shop.secret", VALUE + "-changed");
				EtcdTemplate template = context.getBean(EtcdTemplate.class);
				show(template.put("/app/key", VALUE));
				show(template.getEntry("/app/key"));
				show(template.range(KeyRange.prefix("/app/"), String.class));
				show(catchThrowableOfType(EtcdException.class, () -> template.get("/app/key", Flag.class)));
				show(catchThrowableOfType(EtcdException.class, () -> template.put("/secret", VALUE)));
				assertThat(context.getBean(Listener.class).called.await(10, TimeUnit.SECONDS)).isTrue();
				await().until(() -> context.getBean(EtcdWatchContainer.class)
					.registrations()
					.stream()
					.filter((watch) -> watch.id().contains("Listener"))
					.allMatch((watch) -> watch.skippedEvents() > 0));
				await().until(() -> context.getBean(ConfigChanges.class).last != null);
				useCoordination(template);
				context.getBeansOfType(HealthIndicator.class).values().forEach((indicator) -> show(indicator.health()));
				showEndpoints(context);
				context.getBean(MeterRegistry.class).getMeters().forEach((meter) -> show(meter.getId()));
				for (String name : context.getBeanDefinitionNames()) {
					show(context.getBean(name));
				}
				etcd.kill();
				show(catchThrowableOfType(EtcdException.class,
						() -> template.withTimeout(Duration.ofMillis(500)).put("/app/key", VALUE)));
			}
		}
		for (String secret : List.of(TestUsers.PASSWORD, VALUE)) {
			byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
			for (String form : List.of(secret, HexFormat.of().formatHex(bytes),
					Base64.getEncoder().withoutPadding().encodeToString(bytes))) {
				assertThat(output.toString()).doesNotContain(form);
				assertThat(this.shown.toString()).doesNotContain(form);
			}
		}
		assertThat(output).contains("DEBUG");
	}

	private void useCoordination(EtcdTemplate template) {
		show(template.leases().putEphemeral("/app/ephemeral", VALUE));
		EtcdLock lock = template.locks().lock("/app/lock");
		show(lock);
		EtcdKvOperations guarded = template.guardedBy(lock);
		guarded.put("/app/guarded", VALUE);
		lock.close();
		show(catchThrowableOfType(EtcdFencedException.class, () -> guarded.put("/app/guarded", VALUE)));
		show(catchThrowableOfType(EtcdException.class, () -> template.locks().lock("/secret/lock")));
		show(catchThrowableOfType(EtcdException.class, () -> template.leases().putEphemeral("/secret/key", VALUE)));
	}

	private void showEndpoints(ConfigurableApplicationContext context) {
		ConfigChanges changes = context.getBean(ConfigChanges.class);
		show(changes.last);
		assertThat(context.getEnvironment().getProperty("shop.secret")).isEqualTo(VALUE + "-changed");
		EtcdMirror<?> mirror = context.getBean(EtcdMirror.class);
		await().until(() -> mirror.snapshot().size() > 1);
		show(mirror);
		await().until(() -> context.getBean(EtcdLeadership.class).isLeader());
		JsonMapper json = context.getBean(JsonMapper.class);
		EtcdEndpoint endpoint = context.getBean(EtcdEndpoint.class);
		show(json.writeValueAsString(endpoint.etcd()));
		for (String part : List.of("members", "leases", "locks", "leadership")) {
			show(json.writeValueAsString(endpoint.part(part)));
		}
		show(json.writeValueAsString(context.getBean(EnvironmentEndpoint.class).environment(null)));
		show(json.writeValueAsString(
				context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties()));
		assertThat(this.shown.toString()).contains("shop.secret", "etcd-io.github.etcdspring.boot.EtcdProperties");
	}

	private void show(Object object) {
		if (object instanceof Throwable failure) {
			failure.printStackTrace(this.writer);
		}
		this.writer.println(object);
	}

	private static ConfigurableApplicationContext run(EtcdServer etcd) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("etcd.endpoints=" + etcd.endpoint(), "etcd.username=" + TestUsers.APP,
					"etcd.password=" + TestUsers.PASSWORD, "etcd.watch.retry.delay=1ms",
					"etcd.watch.cursor.prefix=/app/cursors/", "etcd.observation.include-keys=true",
					"spring.config.import=etcd:/app/config/", "management.endpoints.web.exposure.include=*",
					"logging.level.root=debug", "spring.main.banner-mode=off")
			.run();
	}

	record Flag(boolean enabled) {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ EtcdAutoConfiguration.class, EtcdWatchAutoConfiguration.class,
			EtcdHealthContributorAutoConfiguration.class, EtcdMetricsAutoConfiguration.class,
			SslAutoConfiguration.class, JacksonAutoConfiguration.class, MetricsAutoConfiguration.class,
			CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
			ObservationAutoConfiguration.class, EtcdConfigAutoConfiguration.class,
			EtcdObservationAutoConfiguration.class, EtcdWatchHealthContributorAutoConfiguration.class,
			EtcdEndpointAutoConfiguration.class, EndpointAutoConfiguration.class,
			EnvironmentEndpointAutoConfiguration.class, ConfigurationPropertiesReportEndpointAutoConfiguration.class })
	@EnableConfigurationProperties(Shop.class)
	@Import({ Listener.class, ConfigChanges.class })
	static class Application {

		@Bean
		EtcdMirror<String> mirror(EtcdTemplate template) {
			return template.mirror(KeyRange.prefix("/app/"), String.class);
		}

		@Bean
		EtcdLeadership leadership(EtcdTemplate template) {
			return new EtcdLeadership(template.elections(), "/app/election", VALUE);
		}

	}

	@EtcdRebind
	@ConfigurationProperties("shop")
	public static class Shop {

		private String secret = "";

		public String getSecret() {
			return this.secret;
		}

		public void setSecret(String secret) {
			this.secret = secret;
		}

	}

	static class ConfigChanges {

		private volatile EtcdConfigChangedEvent last;

		@EventListener
		void on(EtcdConfigChangedEvent event) {
			this.last = event;
		}

	}

	static class Listener {

		private final CountDownLatch called = new CountDownLatch(1);

		@EtcdWatch(key = "/app/", prefix = true, cursor = "secrets")
		void onValue(String value) {
			this.called.countDown();
			throw new IllegalStateException("The method has failed");
		}

		@EtcdWatch(key = "/app/", prefix = true)
		void onFlag(Flag flag) {
			throw new IllegalStateException("Not reached: the value is no flag");
		}

	}

}
