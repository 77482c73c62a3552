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

package io.github.etcdspring.test;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The directions in which the packages of this module depend on each other.
 *
 * @author The etcd-spring authors
 */
@AnalyzeClasses(packages = "io.github.etcdspring.test", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	final ArchRule noCycles = slices().matching("io.github.etcdspring.(**)").should().beFreeOfCycles();

	@ArchTest
	final ArchRule springIsNeededForTestContextsOnly = noClasses().that()
		.resideOutsideOfPackage("..test.context..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..");

	@ArchTest
	final ArchRule faultsAndChecksDoNotRelyOnClientUnderTest = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.etcd..", "io.grpc..");

}
