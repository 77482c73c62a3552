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

package io.github.etcdspring;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of all exceptions below {@link EtcdException}: each row of {@link Provocation}
 * makes a real etcd cause one.
 *
 * @author The etcd-spring authors
 */
@Timeout(120)
class EtcdExceptionTests {

	private static final Stage STAGE = new Stage();

	@AfterAll
	static void close() {
		STAGE.close();
	}

	@ParameterizedTest(name = "{0}")
	@EnumSource
	void isThrownWithItsOutcomeAndAMessageThatHelpsAndHoldsNoValue(Provocation row) {
		EtcdException failure = catchThrowableOfType(EtcdException.class, () -> row.provoke(STAGE));
		assertThat(failure).isExactlyInstanceOf(row.type());
		assertThat(failure.getOutcome()).isEqualTo(row.outcome());
		assertThat(failure).hasMessageContainingAll(row.mentions().toArray(String[]::new));
		if (row.namesEndpoint()) {
			assertThat(failure).hasMessageContaining("http://127.0.0.1:");
		}
		for (Throwable each = failure; each != null; each = each.getCause()) {
			assertThat(String.valueOf(each.getMessage())).doesNotContain(Stage.SECRET);
		}
	}

	@Test
	void everyExceptionHasARow() {
		Set<String> provoked = Arrays.stream(Provocation.values())
			.map((row) -> row.type().getName())
			.collect(Collectors.toSet());
		Set<String> all = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackagesOf(EtcdException.class)
			.stream()
			.filter((type) -> type.isAssignableTo(EtcdException.class) && !type.isEquivalentTo(EtcdException.class))
			.map(JavaClass::getName)
			.collect(Collectors.toSet());
		assertThat(provoked).containsAll(all);
	}

}
