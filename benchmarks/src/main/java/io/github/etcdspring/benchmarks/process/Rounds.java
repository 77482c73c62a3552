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

import java.io.IOException;
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

	private final int first;

	private final int last;

	private final List<String> failures = new ArrayList<>();

	/**
	 * Create rounds.
	 * @param first the number of the first round
	 * @param last the number of the last one
	 */
	public Rounds(int first, int last) {
		this.first = first;
		this.last = last;
	}

	/**
	 * Measure. What fails is told, and everything else measured nevertheless.
	 * @param <S> the type of the subjects
	 * @param subjects what is measured
	 * @param measurement measures a subject in a round
	 * @throws InterruptedException if the thread is interrupted
	 */
	public <S> void run(List<S> subjects, Measurement<S> measurement) throws InterruptedException {
		List<S> order = new ArrayList<>(subjects);
		for (int round = this.first; round <= this.last; round++) {
			for (S subject : order) {
				try {
					measurement.measure(subject, round);
				}
				catch (IOException | RuntimeException ex) {
					this.failures.add("%s in round %d".formatted(subject, round));
					ex.printStackTrace();
				}
			}
			Collections.reverse(order);
		}
	}

	/**
	 * End after the last measurement.
	 * @throws IllegalStateException if any has failed
	 */
	public void end() {
		if (!this.failures.isEmpty()) {
			throw new IllegalStateException("These have failed: " + String.join(", ", this.failures));
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
		 * @throws IOException if it fails
		 * @throws InterruptedException if the thread is interrupted
		 */
		void measure(S subject, int round) throws IOException, InterruptedException;

	}

}
