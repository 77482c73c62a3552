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

package io.github.etcdspring.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * How fast something is to be.
 *
 * @param section the benchmark
 * @param scenario what is measured
 * @param size how many
 * @param subject the client
 * @param figure the figure
 * @param bound whether it is to be small or large
 * @param limit the limit, of the ratio to the reference or of the figure itself
 * @param reference the client that it is compared with, or {@code null} for the figure
 * itself
 * @param why tells what limits it if it is missed
 * @author The etcd-spring authors
 */
record Goal(Section section, String scenario, long size, String subject, String figure, Bound bound, double limit,
		@Nullable String reference, Limit why) {

	/**
	 * Compare with what was measured.
	 * @param all all results
	 * @return the outcome, empty if it was not measured
	 */
	Optional<Outcome> evaluate(List<Results> all) {
		return all.stream()
			.filter((results) -> results.section() == this.section)
			.flatMap((results) -> evaluate(results, this.subject).stream()
				.map((value) -> new Outcome(this, value, range(results),
						evaluate(results, Subjects.GRPC_STUB).orElse(null),
						isMetBy(value) ? "" : this.why.tell(results, this))))
			.findFirst();
	}

	private Optional<Double> evaluate(Results results, String subject) {
		Spread own = results.spread(this.scenario, this.size, subject, this.figure);
		if (own == null) {
			return Optional.empty();
		}
		if (this.reference == null) {
			return Optional.of(own.median());
		}
		Spread other = results.spread(this.scenario, this.size, this.reference, this.figure);
		return (other == null || other.median() == 0) ? Optional.empty() : Optional.of(own.median() / other.median());
	}

	// Of the single rounds, in each of which the clients were measured one after the
	// other
	private @Nullable Spread range(Results results) {
		return Spread.of(values(results, this.subject)
			.flatMap((own) -> (this.reference == null) ? Stream.of(own.figures().get(this.figure))
					: values(results, this.reference).filter((other) -> other.round() == own.round())
						.filter((other) -> other.figures().get(this.figure) != 0)
						.map((other) -> own.figures().get(this.figure) / other.figures().get(this.figure)))
			.mapToDouble(Double::doubleValue)
			.toArray());
	}

	private Stream<Sample> values(Results results, String subject) {
		return results.samples()
			.stream()
			.filter((sample) -> sample.scenario().equals(this.scenario) && sample.size() == this.size)
			.filter((sample) -> sample.subject().equals(subject) && sample.figures().containsKey(this.figure));
	}

	private boolean isMetBy(double value) {
		return (this.bound == Bound.AT_MOST) ? value <= this.limit : value >= this.limit;
	}

	String describe() {
		return "%s%s: %s at %s %s%s".formatted(Sample.describe(this.scenario, this.size),
				(this.subject.equals(Subjects.OWN)) ? "" : this.subject.substring(Subjects.OWN.length()), this.figure,
				(this.bound == Bound.AT_MOST) ? "most" : "least", formatLimit(),
				(this.reference == null) ? "" : " times " + this.reference);
	}

	private String formatLimit() {
		long part = Math.round(1 / this.limit);
		if (part > 1 && Math.abs(part * this.limit - 1) < 1e-9) {
			return "1/" + part;
		}
		return (this.limit == Math.rint(this.limit)) ? String.valueOf(Math.round(this.limit))
				: String.valueOf(this.limit);
	}

	/**
	 * Whether small or large is good.
	 */
	enum Bound {

		/**
		 * Small is good.
		 */
		AT_MOST,

		/**
		 * Large is good.
		 */
		AT_LEAST

	}

	/**
	 * What was measured.
	 *
	 * @param goal the goal
	 * @param value the ratio of the medians, or the median
	 * @param range that of single rounds
	 * @param nearLimit the same of a bare stub
	 * @param limit what limits it, nothing if the goal is met
	 */
	record Outcome(Goal goal, double value, @Nullable Spread range, @Nullable Double nearLimit, String limit) {

		boolean isMet() {
			return this.goal.isMetBy(this.value);
		}

		String verdict() {
			String range = (isSure()) ? "" : "; rounds differ about it";
			return (isMet()) ? "met" + range : "**missed** by %s %%%s"
				.formatted(Spread.format(Math.abs(this.value / this.goal.limit() - 1) * 100), range);
		}

		private boolean isSure() {
			return this.range == null || this.goal.isMetBy(this.range.min()) == this.goal.isMetBy(this.range.max());
		}

		String measured() {
			StringBuilder text = new StringBuilder(Spread.format(this.value));
			if (this.range != null && this.range.min() != this.range.max()) {
				text.append(" (%s–%s)".formatted(Spread.format(this.range.min()), Spread.format(this.range.max())));
			}
			if (this.nearLimit != null) {
				text.append(String.format(Locale.ROOT, "; bare stub %s", Spread.format(this.nearLimit)));
			}
			return text.toString();
		}

	}

}
