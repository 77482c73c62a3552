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

package io.github.etcdspring.benchmarks.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures subjects one after the other, in another order each round, so that what
 * happens to the machine meanwhile happens to all.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class Rounds {

	private Rounds() {
	}

	/**
	 * Measure.
	 * @param <S> the type of the subjects
	 * @param subjects what is measured
	 * @param first the number of the first round
	 * @param last the number of the last one
	 * @param measurement measures a subject in a round
	 * @throws Exception if it fails
	 */
	public static <S> void run(List<S> subjects, int first, int last, Measurement<S> measurement) throws Exception {
		List<S> order = new ArrayList<>(subjects);
		for (int round = first; round <= last; round++) {
			for (S subject : order) {
				measurement.measure(subject, round);
			}
			Collections.reverse(order);
		}
	}

	/**
	 * Measures a subject.
	 *
	 * @param <S> the type of the subject
	 */
	@FunctionalInterface
	public interface Measurement<S> {

		/**
		 * Measure a subject in a round.
		 * @param subject the subject
		 * @param round the number of the round
		 * @throws Exception if it fails
		 */
		void measure(S subject, int round) throws Exception;

	}

}
