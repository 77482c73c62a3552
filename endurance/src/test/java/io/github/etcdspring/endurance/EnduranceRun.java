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

package io.github.etcdspring.endurance;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.test.gateway.GatewayException;
import io.github.etcdspring.test.oracle.EtcdHistory;

/**
 * Two applications under load on three members, with faults at random: the same ones for
 * the same seed, though what is under way when they strike is another matter.
 *
 * @author The etcd-spring authors
 */
final class EnduranceRun {

	private static final Log logger = LogFactory.getLog(EnduranceRun.class);

	private static final long ARRIVAL_TIMEOUT = 60_000;

	private static final int QUIET_MILLIS = 4_000;

	private final long seed;

	private final Duration duration;

	private final Random random;

	private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);

	EnduranceRun(long seed, Duration duration) {
		this.seed = seed;
		this.duration = duration;
		this.random = new Random(seed);
	}

	Report run() throws InterruptedException {
		try (Scene scene = new Scene()) {
			WatchLoad watches = new WatchLoad(scene.applications(), choices());
			ConfigLoad config = new ConfigLoad(scene.applications());
			GroupLoad group = new GroupLoad(scene.applications());
			Map<String, Load> loads = new LinkedHashMap<>();
			loads.put("calls", new RegisterLoad(scene.applications(), choices()));
			loads.put("watches", watches);
			loads.put("locks", new LockLoad(scene.applications(), choices()));
			loads.put("leases", new LeaseLoad(scene.applications(), scene.cluster().member(0).gateway(), choices()));
			loads.put("group", group);
			loads.put("configuration", config);
			loads.values().forEach(Load::start);
			Figures before = raiseFaults(scene);
			for (Load load : loads.values()) {
				load.stop();
			}
			config.awaitArrival(ARRIVAL_TIMEOUT);
			group.awaitEnd(scene.applications().get(0).template(), ARRIVAL_TIMEOUT);
			watches.awaitArrival(scene.cluster().gateway().revision(), ARRIVAL_TIMEOUT);
			Figures after = Figures.of(scene);
			return report(loads, scene.history(), before, after);
		}
	}

	private Random choices() {
		return new Random(this.random.nextLong());
	}

	/**
	 * Raise faults until the end.
	 * @return the figures after the first fifth of the time
	 */
	private Figures raiseFaults(Scene scene) {
		long start = System.nanoTime();
		@Nullable Figures before = null;
		while (System.nanoTime() - start < this.duration.toNanos()) {
			Load.pause(500 + this.random.nextInt(QUIET_MILLIS));
			if (before == null && System.nanoTime() - start > this.duration.toNanos() / 5) {
				before = Figures.of(scene);
			}
			Fault fault = Fault.any(this.random);
			logger.info("%s after %d s".formatted(fault, (System.nanoTime() - start) / 1_000_000_000));
			raise(fault, scene, new Random(this.random.nextLong()));
			scene.awaitHealthy();
		}
		return (before != null) ? before : Figures.of(scene);
	}

	private void raise(Fault fault, Scene scene, Random choices) {
		try {
			fault.happen(scene, choices);
			this.faults.merge(fault, 1, Integer::sum);
		}
		catch (GatewayException ex) {
			// The cluster itself would not move its leader or compact at that moment
			logger.info("No " + fault + ": " + ex.getMessage());
		}
	}

	private Report report(Map<String, Load> loads, EtcdHistory history, Figures before, Figures after) {
		Map<String, List<String>> findings = new LinkedHashMap<>();
		loads.forEach((name, load) -> findings.put(name, load.findings(history)));
		findings.put("growth", after.growthSince(before));
		Map<String, String> figures = loads.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (load) -> load.getValue().figures(), (one, other) -> one,
					LinkedHashMap::new));
		figures.put("faults", this.faults.toString());
		figures.put("events", String.valueOf(history.events().size()));
		figures.put("before", before.toString());
		figures.put("after", after.toString());
		return new Report(this.seed, this.duration, figures, new LinkedHashMap<>(findings));
	}

}
