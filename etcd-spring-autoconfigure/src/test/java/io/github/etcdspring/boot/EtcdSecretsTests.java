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
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.boot.health.EtcdHealthContributorAutoConfiguration;
import io.github.etcdspring.boot.metrics.EtcdMetricsAutoConfiguration;
import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;
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
			try (ConfigurableApplicationContext context = run(etcd)) {
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
					.allMatch((watch) -> watch.skippedEvents() > 0));
				show(context.getBean(HealthIndicator.class).health());
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

	private void show(Object object) {
		if (object instanceof Throwable failure) {
			failure.printStackTrace(this.writer);
		}
		this.writer.println(object);
	}

	private static ConfigurableApplicationContext run(EtcdServer etcd) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("etcd.endpoints=" + etcd.endpoint(), "etcd.username=" + TestUsers.APP,
					"etcd.password=" + TestUsers.PASSWORD, "etcd.watch.retry.delay=1ms", "logging.level.root=debug",
					"spring.main.banner-mode=off")
			.run();
	}

	record Flag(boolean enabled) {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ EtcdAutoConfiguration.class, EtcdWatchAutoConfiguration.class,
			EtcdHealthContributorAutoConfiguration.class, EtcdMetricsAutoConfiguration.class,
			SslAutoConfiguration.class, JacksonAutoConfiguration.class, MetricsAutoConfiguration.class,
			CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
			ObservationAutoConfiguration.class })
	@Import(Listener.class)
	static class Application {

	}

	static class Listener {

		private final CountDownLatch called = new CountDownLatch(1);

		@EtcdWatch(key = "/app/", prefix = true)
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
