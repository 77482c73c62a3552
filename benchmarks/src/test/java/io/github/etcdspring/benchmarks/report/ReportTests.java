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
import java.util.List;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * {@link Report}.
 *
 * @author The etcd-spring authors
 */
class ReportTests {

	private static final Path DOCUMENTS = Path.of("../docs/benchmarks");

	private static final Environment ENVIRONMENT = new Environment("2026-11-22", "2 processors", "3.5.30", "17",
			List.of("-Xmx1g"), Map.of("jetcd-core", "0.8.7"), "rounds=3");

	@TempDir
	private Path directory;

	@Test
	void documentsSayWhatWasMeasured() throws IOException {
		Map<String, String> texts = Report.texts(DOCUMENTS);
		assertThat(texts).hasSizeGreaterThan(1);
		for (Map.Entry<String, String> text : texts.entrySet()) {
			assertThat(DOCUMENTS.resolve(text.getKey())).as("to be written again by 'only=report'")
				.hasContent(text.getValue());
		}
	}

	@Test
	void tablesHaveMediansRangesAndRatiosOfClientsInTheirOrder() throws IOException {
		Results results = new Results(Section.CALLS, ENVIRONMENT);
		for (int round = 1; round <= 3; round++) {
			results.add(call("etcd-spring", round, 3000 + round));
			results.add(call("jetcd", round, 1500));
		}
		results.write(this.directory, "calls");
		assertThat(Report.write(this.directory).get("calls.md")).contains("## Read by 16 threads", """
				| | calls/s | × |
				|---|--:|--:|
				| jetcd | 1,500 | 1.00 |
				| **etcd-spring** | 3,002 (3,001–3,003) | 2.00 |
				""");
	}

	@ParameterizedTest
	@CsvSource({ "1500,1725,'| 1.15 (1.15–1.15) | met |  |'", "2000,3000,'| 1.50 (1.50–1.50) | met |  |'",
			"1000,1092,'| 1.09 (1.09–1.09) | **missed** by 5.04 % | The server" })
	void goalsAreComparedWithRatios(double jetcd, double own, String expected) throws IOException {
		Results results = new Results(Section.CALLS, ENVIRONMENT);
		results.add(call("jetcd", 1, jetcd));
		results.add(call("etcd-spring", 1, own));
		results.write(this.directory, "calls");
		assertThat(Report.write(this.directory).get("README.md")).contains(
				"| read by 16 threads: calls/s at least 1.15 times jetcd " + expected.replaceAll(" \\(.*\\)", ""));
	}

	@Test
	void goalsOnWhichRoundsDifferSaySo() throws IOException {
		Results results = new Results(Section.CALLS, ENVIRONMENT);
		results.add(call("jetcd", 1, 1000));
		results.add(call("etcd-spring", 1, 1000));
		results.add(call("jetcd", 2, 1000));
		results.add(call("etcd-spring", 2, 2000));
		results.write(this.directory, "calls");
		assertThat(Report.write(this.directory).get("README.md"))
			.contains("| 1.50 (1.00–2.00) | met; rounds differ about it |");
	}

	@Test
	void readmeKeepsWhatIsAroundTheGoals() throws IOException {
		new Results(Section.LOCKS, ENVIRONMENT).write(this.directory, "locks");
		Report.write(this.directory);
		Path readme = this.directory.resolve("README.md");
		Files.writeString(readme, "before\n" + Files.readString(readme) + "after\n");
		String written = Report.write(this.directory).get("README.md");
		assertThat(written).startsWith("before\n").endsWith("after\n").containsOnlyOnce("[Locks](locks.md)");
	}

	@Test
	void figuresThatNoTableHasAreRefused() {
		Results results = new Results(Section.LOCKS, ENVIRONMENT);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> results.add(new Sample("lock", 1, "jetcd", 1, Map.of("calls/s", 1.0))))
			.withMessageContaining("calls/s");
	}

	@Test
	void plotsAreDrawnOfWhatGrowsAndTellWhereItBends() throws Exception {
		Results results = new Results(Section.WATCHES, ENVIRONMENT);
		Map.of(1L, 100.0, 10L, 110.0, 100L, 120.0, 1000L, 1200.0)
			.forEach((size, millis) -> List.of("jetcd", "etcd-spring")
				.forEach((subject) -> results
					.add(new Sample("N watches of a key each", size, subject, 1, Map.of("open ms", millis)))));
		results.write(this.directory, "watches");
		Map<String, String> texts = Report.write(this.directory);
		assertThat(texts.get("growth.md")).contains("![Growth](growth.svg)",
				"etcd-spring bends at 100, from × 0.11 for ten times as many to × 1.00.");
		for (String plots : List.of("watches.svg", "growth.svg")) {
			Document svg = DocumentBuilderFactory.newInstance()
				.newDocumentBuilder()
				.parse(this.directory.resolve(plots).toFile());
			assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(8);
		}
		assertThat(Report.write(this.directory)).isEqualTo(texts);
	}

	private static Sample call(String subject, int round, double callsPerSecond) {
		return new Sample("read by N threads", 16, subject, round, Map.of("calls/s", callsPerSecond));
	}

}
