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

import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A figure of several rounds.
 *
 * @param median the median
 * @param min the smallest
 * @param max the largest
 * @author The etcd-spring authors
 */
record Spread(double median, double min, double max) {

	private static final int LARGE = 100;

	private static final int MEDIUM = 10;

	private static final double SMALL = 0.1;

	static @Nullable Spread of(double... values) {
		if (values.length == 0) {
			return null;
		}
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		double median = (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
		return new Spread(median, sorted[0], sorted[sorted.length - 1]);
	}

	/**
	 * Write a number with as many digits as are of interest.
	 * @param value the number
	 * @return the text
	 */
	static String format(double value) {
		double size = Math.abs(value);
		String format = (size >= LARGE || size == 0) ? "%,.0f"
				: (size >= MEDIUM) ? "%.1f" : (size >= SMALL) ? "%.2f" : "%.3f";
		return String.format(Locale.ROOT, format, value);
	}

	String describe() {
		return (this.min == this.max) ? format(this.median)
				: "%s (%s–%s)".formatted(format(this.median), format(this.min), format(this.max));
	}

}
