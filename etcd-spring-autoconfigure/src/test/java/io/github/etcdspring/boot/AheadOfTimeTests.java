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

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;

import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.boot.actuate.EtcdEndpoint;
import io.github.etcdspring.boot.actuate.EtcdEndpointAutoConfiguration;
import io.github.etcdspring.boot.config.EtcdConfigAutoConfiguration;
import io.github.etcdspring.boot.config.EtcdRebind;
import io.github.etcdspring.boot.health.EtcdHealthContributorAutoConfiguration;
import io.github.etcdspring.boot.health.EtcdHealthIndicator;
import io.github.etcdspring.boot.health.EtcdWatchHealthContributorAutoConfiguration;
import io.github.etcdspring.boot.metrics.EtcdMetricsAutoConfiguration;
import io.github.etcdspring.boot.observation.EtcdObservationAutoConfiguration;
import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.mirror.EtcdMirror;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.watch.EtcdEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that an application with everything works when its beans were processed ahead of
 * time.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class AheadOfTimeTests {

	@Test
	@CompileWithForkedClassLoader
	void generatedApplicationWorks() {
		TestGenerationContext generation = new TestGenerationContext();
		try (AnnotationConfigApplicationContext build = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of("management.endpoints.web.exposure.include=etcd").applyTo(build);
			build.register(Application.class);
			new ApplicationContextAotGenerator().processAheadOfTime(build, generation);
		}
		generation.writeGeneratedContent();
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Listener.class, "on"))
			.accepts(generation.getRuntimeHints());
		for (Class<?> value : List.of(Flag.class, Reason.class)) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onType(value)
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(generation.getRuntimeHints());
		}
		assertThat(RuntimeHintsPredicates.reflection().onType(EtcdEvent.class)).rejects(generation.getRuntimeHints());
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			ApplicationContextInitializer<GenericApplicationContext> initializer = initializer(
					compiled.getInstance(ApplicationContextInitializer.class));
			try (EtcdServer etcd = EtcdServer.start();
					GenericApplicationContext context = new GenericApplicationContext()) {
				TestPropertyValues.of("etcd.endpoints=" + etcd.endpoint()).applyTo(context);
				initializer.initialize(context);
				context.refresh();
				works(context);
			}
		});
	}

	@SuppressWarnings("unchecked")
	private static ApplicationContextInitializer<GenericApplicationContext> initializer(
			ApplicationContextInitializer<?> initializer) {
		return (ApplicationContextInitializer<GenericApplicationContext>) initializer;
	}

	private static void works(GenericApplicationContext context) {
		EtcdTemplate template = context.getBean(EtcdTemplate.class);
		template.put("/aot/flag", new Flag("dark-mode"));
		await().untilAsserted(() -> assertThat(context.getBean(Listener.class).seen).isEqualTo(new Flag("dark-mode")));
		EtcdMirror<?> mirror = context.getBean(EtcdMirror.class);
		await().untilAsserted(() -> assertThat((Object) mirror.get("/aot/flag")).isEqualTo(new Flag("dark-mode")));
		assertThat(context.getBean("etcdHealthContributor", EtcdHealthIndicator.class).health().getStatus().getCode())
			.isEqualTo("UP");
		assertThat(context.getBean(EtcdEndpoint.class).etcd().watches().get("etcdWatchContainer")).isNotEmpty();
		assertThat(context.getBean(Settings.class).getSize()).isEqualTo(3);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ EtcdAutoConfiguration.class, EtcdWatchAutoConfiguration.class,
			EtcdConfigAutoConfiguration.class, EtcdHealthContributorAutoConfiguration.class,
			EtcdWatchHealthContributorAutoConfiguration.class, EtcdMetricsAutoConfiguration.class,
			EtcdObservationAutoConfiguration.class, EtcdEndpointAutoConfiguration.class,
			EndpointAutoConfiguration.class, HealthContributorAutoConfiguration.class, SslAutoConfiguration.class,
			JacksonAutoConfiguration.class, MetricsAutoConfiguration.class,
			CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
			ObservationAutoConfiguration.class })
	@EnableConfigurationProperties(Settings.class)
	@Import(Listener.class)
	static class Application {

		@Bean
		EtcdMirror<Flag> flags(EtcdTemplate template) {
			return template.mirror(KeyRange.prefix("/aot/"), Flag.class);
		}

	}

	record Flag(String name) {

	}

	record Reason(String text) {

	}

	static class Listener {

		private volatile Flag seen;

		@EtcdWatch(key = "/aot/", prefix = true)
		void on(Flag flag) {
			this.seen = flag;
		}

		@EtcdWatch(key = "/aot/reasons/", prefix = true)
		void onReasons(List<EtcdEvent<Map<String, Reason>>> events) {
		}

	}

	@EtcdRebind
	@ConfigurationProperties("settings")
	public static class Settings {

		private int size = 3;

		public int getSize() {
			return this.size;
		}

		public void setSize(int size) {
			this.size = size;
		}

	}

}
