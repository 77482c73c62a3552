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
import java.util.List;
import java.util.Map;

/**
 * What a run has done and found.
 *
 * @param seed what its choices were made from
 * @param duration how long faults were raised
 * @param figures how much was done, by kind of load
 * @param findings what is wrong, by kind of load
 * @author The etcd-spring authors
 */
record Report(long seed, Duration duration, Map<String, String> figures, Map<String, List<String>> findings) {

	private static final int SHOWN = 10;

	List<String> allFindings() {
		return this.findings.entrySet()
			.stream()
			.flatMap((entry) -> entry.getValue().stream().map((finding) -> entry.getKey() + ": " + finding))
			.toList();
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("Endurance: seed %d, %s%n".formatted(this.seed, this.duration));
		this.figures.forEach((what, figure) -> text.append("  %s: %s%n".formatted(what, figure)));
		this.findings.forEach((what, all) -> {
			text.append("  found in %s: %d%n".formatted(what, all.size()));
			all.stream().limit(SHOWN).forEach((finding) -> text.append("    %s%n".formatted(finding)));
		});
		return text.toString();
	}

}
