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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a benchmark has measured.
 *
 * @param section the benchmark
 * @param environment where and how
 * @param samples each single measurement
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record Results(Section section, Environment environment, List<Sample> samples) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String EXTENSION = ".json";

	/**
	 * Begin without samples.
	 * @param section the benchmark
	 * @param environment where and how
	 */
	public Results(Section section, Environment environment) {
		this(section, environment, new ArrayList<>());
	}

	/**
	 * Add a sample.
	 * @param sample the sample
	 * @throws IllegalArgumentException if a figure is none of the benchmark's
	 */
	public void add(Sample sample) {
		List<String> known = this.section.tables().stream().flatMap(List::stream).toList();
		if (!known.containsAll(sample.figures().keySet())) {
			throw new IllegalArgumentException(
					"%s has not all of the figures %s".formatted(this.section, sample.figures().keySet()));
		}
		this.samples.add(sample);
		System.err.println(sample.progress());
	}

	/**
	 * Write the results, a sample on a line each.
	 * @param directory where to, created if there is none
	 * @throws IOException if they cannot be written
	 */
	public void write(Path directory) throws IOException {
		String samples = this.samples.stream().map(JSON::writeValueAsString).collect(Collectors.joining(",\n"));
		Files.createDirectories(directory);
		Files.writeString(directory.resolve(this.section.fileName() + EXTENSION),
				"{\"section\":%s,\n\"environment\":%s,\n\"samples\":[\n%s\n]}\n".formatted(
						JSON.writeValueAsString(this.section), JSON.writeValueAsString(this.environment), samples));
	}

	/**
	 * Read all results in a directory.
	 * @param directory where they are
	 * @return the results in the order of sections
	 * @throws IOException if they cannot be read
	 */
	static List<Results> readAll(Path directory) throws IOException {
		List<Results> all = new ArrayList<>();
		for (Section section : Section.values()) {
			Path file = directory.resolve(section.fileName() + EXTENSION);
			if (Files.exists(file)) {
				all.add(JSON.readValue(Files.readString(file), Results.class));
			}
		}
		return all;
	}

	List<String> scenarios() {
		return this.samples.stream().map(Sample::scenario).distinct().toList();
	}

	List<Long> sizes(String scenario) {
		return samples(scenario).map(Sample::size).distinct().sorted().toList();
	}

	List<String> subjects(String scenario) {
		return samples(scenario).map(Sample::subject).distinct().sorted(Subjects.ORDER).toList();
	}

	/**
	 * Return one figure of all rounds.
	 * @param scenario what was measured
	 * @param size how many
	 * @param subject the client
	 * @param figure the name of the figure
	 * @return its distribution, or {@code null} if it was not measured
	 */
	@Nullable Spread spread(String scenario, long size, String subject, String figure) {
		return Spread.of(samples(scenario).filter((sample) -> sample.size() == size)
			.filter((sample) -> sample.subject().equals(subject))
			.flatMap((sample) -> Optional.ofNullable(sample.figures().get(figure)).stream())
			.mapToDouble(Double::doubleValue)
			.toArray());
	}

	/**
	 * Return the median of one figure of all rounds.
	 * @param scenario what was measured
	 * @param size how many
	 * @param subject the client
	 * @param figure the name of the figure
	 * @return the median, not a number if it was not measured
	 */
	double median(String scenario, long size, String subject, String figure) {
		Spread spread = spread(scenario, size, subject, figure);
		return (spread != null) ? spread.median() : Double.NaN;
	}

	private Stream<Sample> samples(String scenario) {
		return this.samples.stream().filter((sample) -> sample.scenario().equals(scenario));
	}

}
