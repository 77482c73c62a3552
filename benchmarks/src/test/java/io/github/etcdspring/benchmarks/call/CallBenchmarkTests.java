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

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.etcdspring.benchmarks.report.Report;
import io.github.etcdspring.benchmarks.report.Results;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The benchmark works; what it measures is of no interest here.
 *
 * @author The etcd-spring authors
 */
@Timeout(120)
class CallBenchmarkTests {

	@TempDir
	private Path output;

	@Test
	void measuresEachSubjectAndWritesReports() throws Exception {
		Options options = Options.parse("subjects=JETCD,ETCD_SPRING_DIRECT", "workloads=TXN",
				"loads=BLOCKING:1,ASYNC:4", "rounds=1", "millis=100", "warm-up-millis=1", "output=" + this.output);
		Results results = CallBenchmark.run(options);
		assertThat(results.samples()).hasSize(3).allSatisfy((sample) -> {
			assertThat(sample.figures().get("calls/s")).isPositive();
			assertThat(sample.figures().get("p99 µs")).isGreaterThanOrEqualTo(sample.figures().get("p50 µs"));
			assertThat(sample.figures().get("client CPU µs/call")).isPositive();
		});
		assertThat(this.output.resolve("calls.json")).isNotEmptyFile();
		assertThat(Report.write(this.output).get("calls.md")).contains("## Transaction, 4 in flight", "| jetcd | ",
				"| **etcd-spring**, direct executor | ");
	}

}
