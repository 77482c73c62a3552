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
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.annotation.EtcdKey;
import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchRegistration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests that calls are spans of the current trace, and that methods that watch begin one.
 *
 * @author The etcd-spring authors
 */
class EtcdTracingTests {

	@RegisterExtension
	static final EtcdExtension etcd = new EtcdExtension();

	@Test
	void callsAreSpansBelowTheCurrentOne() {
		SimpleTracer tracer = new SimpleTracer();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(EtcdAutoConfiguration.class, EtcdObservationAutoConfiguration.class))
			.withBean(ObservationRegistry.class, () -> registry)
			.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.request-timeout=30s",
					"etcd.observation.include-keys=true")
			.run((context) -> {
				EtcdTemplate template = context.getBean(EtcdTemplate.class);
				Observation.createNotStarted("request", registry).observe(() -> {
					template.put("/traced", "marker-value");
					template.async().get("/traced").join();
				});
				assertThatExceptionOfType(EtcdException.class).isThrownBy(() -> template.range(KeyRange.key("/traced"),
						String.class, (range) -> range.revision(Long.MAX_VALUE)));
			});
		SimpleSpan request = span(tracer, "request");
		assertThat(tracer.getSpans()).extracting(SimpleSpan::getName)
			.containsExactlyInAnyOrder("request", "etcd kv.put", "etcd kv.range", "etcd kv.range");
		SimpleSpan put = span(tracer, "etcd kv.put");
		assertThat(put.getParentId()).isEqualTo(request.getSpanId());
		assertThat(put.getTags()).containsEntry("etcd.operation", "kv.put")
			.containsEntry("etcd.outcome", "success")
			.containsEntry("etcd.subject", "key \"/traced\"");
		assertThat(span(tracer, "etcd kv.range").getParentId()).isEqualTo(request.getSpanId());
		assertThat(tracer.getSpans()).filteredOn((span) -> span.getError() != null)
			.singleElement()
			.satisfies((span) -> assertThat(span.getTags()).containsEntry("etcd.outcome", "refused"));
		assertThat(tracer.getSpans().toString()).doesNotContain("marker-value");
	}

	@Test
	void methodsThatWatchAreSpansAboveTheCallsThatTheyMake() {
		SimpleTracer tracer = new SimpleTracer();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, EtcdWatchAutoConfiguration.class,
					EtcdObservationAutoConfiguration.class))
			.withBean(ObservationRegistry.class, () -> registry)
			.withBean(Listener.class)
			.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.request-timeout=30s",
					"etcd.observation.include-keys=true", "etcd.watch.retry.max-retries=0")
			.run((context) -> {
				EtcdTemplate template = context.getBean(EtcdTemplate.class);
				EtcdWatchRegistration watch = context.getBean(EtcdWatchContainer.class).registration("traced");
				await().until(() -> watch.state() == EtcdWatchRegistration.State.ACTIVE);
				template.put("/traced/good", "marker-value");
				template.put("/traced/bad", "marker-value");
				await().until(() -> watch.handledEvents() == 1 && watch.skippedEvents() == 1);
			});
		assertThat(tracer.getSpans()).filteredOn((span) -> "etcd watch traced".equals(span.getName()))
			.satisfiesExactly((good) -> {
				assertThat(good.getTags()).containsEntry("watch", "traced")
					.containsEntry("outcome", "success")
					.containsEntry("etcd.subject", "/traced/good");
				assertThat(tracer.getSpans()).filteredOn((span) -> good.getSpanId().equals(span.getParentId()))
					.extracting(SimpleSpan::getName)
					.containsExactly("etcd kv.range");
			}, (bad) -> {
				assertThat(bad.getTags()).containsEntry("outcome", "error");
				assertThat(bad.getError()).isInstanceOf(IllegalStateException.class);
			});
		assertThat(tracer.getSpans().toString()).doesNotContain("marker-value");
	}

	private static SimpleSpan span(SimpleTracer tracer, String name) {
		return tracer.getSpans().stream().filter((span) -> name.equals(span.getName())).findFirst().orElseThrow();
	}

	static class Listener {

		private final EtcdTemplate template;

		Listener(EtcdTemplate template) {
			this.template = template;
		}

		@EtcdWatch(key = "/traced/", prefix = true, id = "traced")
		void on(@EtcdKey(relative = true) String name) {
			if (name.equals("bad")) {
				throw new IllegalStateException("bad");
			}
			this.template.get("/traced/" + name);
		}

	}

}
