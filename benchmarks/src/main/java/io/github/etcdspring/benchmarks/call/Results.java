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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.etcdspring.benchmarks.subject.SubjectKind;

/**
 * What was measured, for machines as JSON, for people as Markdown.
 *
 * @param environment where and how
 * @param samples each single measurement
 * @author The etcd-spring authors
 */
record Results(Environment environment, List<Sample> samples) {

	void add(Sample sample) {
		this.samples.add(sample);
	}

	void write(Path directory) throws IOException {
		Files.createDirectories(directory);
		JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
		Files.writeString(directory.resolve("calls.json"), json.writeValueAsString(this));
		Files.writeString(directory.resolve("calls.md"), toMarkdown());
	}

	String toMarkdown() {
		return new MarkdownReport(this).toString();
	}

	List<Cell> cells() {
		return this.samples.stream().map(Sample::cell).distinct().toList();
	}

	List<SubjectKind> subjects(Cell cell) {
		return this.samples.stream()
			.filter((sample) -> sample.cell().equals(cell))
			.map(Sample::subject)
			.distinct()
			.sorted()
			.toList();
	}

	/**
	 * Return one figure of all rounds.
	 * @param subject the client
	 * @param cell what was measured
	 * @param figure the figure
	 * @return its distribution
	 */
	Spread spread(SubjectKind subject, Cell cell, ToDoubleFunction<Measurement> figure) {
		return Spread.of(this.samples.stream()
			.filter((sample) -> sample.subject() == subject && sample.cell().equals(cell))
			.map(Sample::measurement)
			.mapToDouble(figure)
			.toArray());
	}

	/**
	 * One measurement.
	 *
	 * @param subject the client
	 * @param cell what was measured
	 * @param round the round
	 * @param measurement the figures
	 */
	record Sample(SubjectKind subject, Cell cell, int round, Measurement measurement) {

	}

}
