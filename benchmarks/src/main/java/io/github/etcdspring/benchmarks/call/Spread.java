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

package io.github.etcdspring.benchmarks.call;

import java.util.Arrays;
import java.util.Locale;

/**
 * The median and the range of a figure that was measured several times.
 *
 * @param median the median, not a number if there are no values
 * @param min the lowest
 * @param max the highest
 * @author The etcd-spring authors
 */
record Spread(double median, double min, double max) {

	static Spread of(double... values) {
		if (values.length == 0) {
			return new Spread(Double.NaN, Double.NaN, Double.NaN);
		}
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		double median = (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
		return new Spread(median, sorted[0], sorted[sorted.length - 1]);
	}

	String describe(String format) {
		String number = "%" + format;
		return String.format(Locale.ROOT, number + " (" + number + "–" + number + ")", this.median, this.min, this.max);
	}

}
