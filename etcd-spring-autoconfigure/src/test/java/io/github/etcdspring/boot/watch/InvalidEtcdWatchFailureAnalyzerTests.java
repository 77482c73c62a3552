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

package io.github.etcdspring.boot.watch;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.consumer.EtcdCursor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InvalidEtcdWatchFailureAnalyzer}.
 *
 * @author The etcd-spring authors
 */
class InvalidEtcdWatchFailureAnalyzerTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, EtcdWatchAutoConfiguration.class))
		.withPropertyValues("etcd.endpoints=http://127.0.0.1:1", "etcd.watch.start-timeout=0s");

	@Test
	void tellsTheMethodAndWhatIsAllowed() {
		this.contextRunner.withBean(TwoValues.class).run((context) -> {
			FailureAnalysis analysis = new InvalidEtcdWatchFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("TwoValues.onChange", "parameter 2", "@EtcdKey String");
			assertThat(analysis.getAction()).contains("signature");
		});
	}

	@Test
	void cursorParameterNeedsACursor() {
		this.contextRunner.withBean(NoCursor.class).run((context) -> {
			FailureAnalysis analysis = new InvalidEtcdWatchFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("NoCursor.onChange", "'cursor'");
		});
	}

	static class TwoValues {

		@EtcdWatch("/k")
		void onChange(String first, String second) {
		}

	}

	static class NoCursor {

		@EtcdWatch("/k")
		void onChange(String value, EtcdCursor cursor) {
		}

	}

}
