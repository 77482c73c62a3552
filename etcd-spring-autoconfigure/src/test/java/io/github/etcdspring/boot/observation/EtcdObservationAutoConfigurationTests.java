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

package io.github.etcdspring.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.boot.watch.EtcdWatchContainerConfigurer;
import io.github.etcdspring.connection.DefaultEtcdRequestObservationConvention;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdRequestObservationConvention;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.watch.DefaultEtcdWatchObservationConvention;
import io.github.etcdspring.watch.EtcdWatchObservationConvention;
import io.github.etcdspring.watch.EtcdWatchSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EtcdObservationAutoConfiguration}.
 *
 * @author The etcd-spring authors
 */
class EtcdObservationAutoConfigurationTests {

	@RegisterExtension
	static final EtcdExtension etcd = new EtcdExtension();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, EtcdObservationAutoConfiguration.class,
				ObservationAutoConfiguration.class))
		.withBean(ObservationRegistry.class, () -> this.registry)
		.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.request-timeout=30s");

	@Test
	void callsAreObservedWithoutTheirKeysByDefault() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(DefaultEtcdRequestObservationConvention.class);
			context.getBean(EtcdTemplate.class).put("/observed/key", "marker-value");
			TestObservationRegistryAssert.assertThat(this.registry)
				.hasSingleObservationThat()
				.hasNameEqualTo("etcd.client.request")
				.hasLowCardinalityKeyValue("etcd.operation", "kv.put")
				.hasLowCardinalityKeyValue("etcd.outcome", "success")
				.hasLowCardinalityKeyValue("exception", "none")
				.doesNotHaveHighCardinalityKeyValueWithKey("etcd.subject");
		});
	}

	@Test
	void keysAreToldWhenThatIsAskedFor() {
		this.contextRunner.withPropertyValues("etcd.observation.include-keys=true").run((context) -> {
			context.getBean(EtcdTemplate.class).put("/observed/key", "marker-value");
			TestObservationRegistryAssert.assertThat(this.registry)
				.hasSingleObservationThat()
				.hasHighCardinalityKeyValueWithKey("etcd.subject");
		});
	}

	@Test
	void backsOffWhenConventionIsDefined() {
		EtcdRequestObservationConvention convention = new DefaultEtcdRequestObservationConvention();
		this.contextRunner.withBean("mine", EtcdRequestObservationConvention.class, () -> convention).run((context) -> {
			assertThat(context).getBean(EtcdRequestObservationConvention.class).isSameAs(convention);
			assertThat(context.getBean(EtcdConnection.class).settings().observationConvention()).isSameAs(convention);
		});
	}

	@Test
	void backsOffWhenConventionOfWatchesIsDefined() {
		EtcdWatchObservationConvention convention = new DefaultEtcdWatchObservationConvention();
		this.contextRunner.withConfiguration(AutoConfigurations.of(EtcdWatchAutoConfiguration.class))
			.withBean("mine", EtcdWatchObservationConvention.class, () -> convention)
			.run((context) -> {
				assertThat(context).getBean(EtcdWatchObservationConvention.class).isSameAs(convention);
				EtcdWatchSettings settings = context.getBean(EtcdWatchContainerConfigurer.class).settings().build();
				assertThat(settings.observationConvention()).isSameAs(convention);
				assertThat(settings.observationRegistry()).isSameAs(this.registry);
			});
	}

	@Test
	void backsOffWithoutRegistry() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(EtcdAutoConfiguration.class, EtcdObservationAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(EtcdTemplate.class)
				.doesNotHaveBean(EtcdRequestObservationConvention.class)
				.doesNotHaveBean(EtcdWatchObservationConvention.class));
	}

	@Test
	void backsOffWithoutTheCore() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.github.etcdspring.connection"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("etcdRequestObservationConvention"));
	}

	@Test
	void nothingIsObservedWhenThatIsSwitchedOff() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class,
					EtcdObservationAutoConfiguration.class, ObservationAutoConfiguration.class))
			.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.request-timeout=30s",
					"management.observations.enable.etcd.client=false")
			.run((context) -> {
				ObservationRegistry own = context.getBean(ObservationRegistry.class);
				TestHandler handler = new TestHandler();
				own.observationConfig().observationHandler(handler);
				context.getBean(EtcdTemplate.class).put("/observed/key", "value");
				assertThat(handler.started).isZero();
			});
	}

	private static final class TestHandler implements ObservationHandler<Observation.Context> {

		private int started;

		@Override
		public void onStart(Observation.Context context) {
			this.started++;
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
