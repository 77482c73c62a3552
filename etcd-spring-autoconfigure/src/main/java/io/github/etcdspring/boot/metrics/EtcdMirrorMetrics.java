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

package io.github.etcdspring.boot.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.util.Assert;

import io.github.etcdspring.mirror.EtcdMirror;

/**
 * Shows for each mirror how large it is and how far it has come.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public class EtcdMirrorMetrics implements MeterBinder {

	private final Map<String, EtcdMirror<?>> mirrors;

	/**
	 * Create the metrics.
	 * @param mirrors the mirrors by name
	 */
	public EtcdMirrorMetrics(Map<String, EtcdMirror<?>> mirrors) {
		Assert.notNull(mirrors, "'mirrors' must not be null");
		this.mirrors = Map.copyOf(mirrors);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.mirrors.forEach((name, mirror) -> bindTo(registry, name, mirror));
	}

	private void bindTo(MeterRegistry registry, String name, EtcdMirror<?> mirror) {
		Gauge.builder("etcd.mirror.size", mirror, (each) -> each.isReady() ? each.size() : Double.NaN)
			.description("Keys of the mirror")
			.tag("mirror", name)
			.register(registry);
		Gauge.builder("etcd.mirror.undecodable", mirror, (each) -> each.isReady() ? each.undecodable().size() : 0)
			.description("Keys whose values are not of the type of the mirror")
			.tag("mirror", name)
			.register(registry);
		Gauge.builder("etcd.mirror.revision", mirror, EtcdMirror::revision)
			.description("Revision of the store that the mirror has come to")
			.tag("mirror", name)
			.register(registry);
		TimeGauge.builder("etcd.mirror.staleness", mirror, TimeUnit.MILLISECONDS, EtcdMirrorMetrics::staleness)
			.description("Time since the mirror was current for certain")
			.tag("mirror", name)
			.register(registry);
	}

	private static double staleness(EtcdMirror<?> mirror) {
		Duration staleness = mirror.staleness();
		return mirror.isReady() ? staleness.toMillis() : Double.NaN;
	}

}
