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

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture.LayerDependencySpecification;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * What reviewers would have to repeat otherwise.
 *
 * @author The etcd-spring authors
 */
@AnalyzeClasses(packages = "io.github.etcdspring",
		importOptions = { DoNotIncludeTests.class, ArchitectureTests.DoNotIncludeTestModule.class })
class ArchitectureTests {

	private static final String BASE = "io.github.etcdspring";

	/**
	 * The packages from the top down, and those below each that it may use. The base
	 * package is open to all.
	 */
	private static final Map<String, List<String>> MAY_USE = Map
		.ofEntries(
				Map.entry("annotation",
						List.of("core", "consumer", "mirror", "election", "lock", "watch", "lease", "kv",
								"connection")),
				Map.entry("core",
						List.of("consumer", "mirror", "election", "lock", "watch", "lease", "cluster", "maintenance",
								"auth", "kv", "connection")),
				Map.entry("integration", List.of("election", "lock", "lease", "kv", "connection")),
				Map.entry("consumer", List.of("mirror", "election", "lock", "watch", "lease", "kv", "connection")),
				Map.entry("mirror", List.of("election", "lock", "watch", "lease", "kv", "connection")),
				Map.entry("election", List.of("lock", "watch", "lease", "kv", "connection")),
				Map.entry("lock", List.of("watch", "lease", "kv", "connection")),
				Map.entry("watch", List.of("lease", "kv", "connection")),
				Map.entry("lease", List.of("kv", "connection")), Map.entry("cluster", List.of("kv", "connection")),
				Map.entry("maintenance", List.of("kv", "connection")), Map.entry("auth", List.of("kv", "connection")),
				Map.entry("kv", List.of("connection")), Map.entry("connection", List.of()));

	@ArchTest
	static final ArchRule basePackageUsesNothingOfOurs = classes().that()
		.resideInAPackage(BASE)
		.should()
		.onlyDependOnClassesThat(DescribedPredicate.describe("are not in a package of ours below it",
				(type) -> !type.getPackageName().startsWith(BASE + ".")));

	@ArchTest
	static final ArchRule everyPackageHasItsPlace = classes().should()
		.resideInAnyPackage(Stream.concat(Stream.of(BASE), MAY_USE.keySet().stream().map((name) -> BASE + "." + name))
			.toArray(String[]::new));

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching(BASE + ".(*)..").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule wireTypesStayInConnectionAndPackagePrivateClasses = noClasses().that()
		.resideOutsideOfPackage(BASE + ".connection")
		.and(DescribedPredicate.describe("can be seen outside their package", ArchitectureTests::isVisible))
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.etcd..", "io.grpc..", "io.netty..", "com.google.protobuf..");

	@ArchTest
	static final ArchRule everyPackageIsNullMarked = classes()
		.should(new ArchCondition<>("reside in a package with @NullMarked") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
				events.add(new SimpleConditionEvent(type, marked, type.getName() + " in " + type.getPackageName()));
			}

		});

	@ArchTest
	static final ArchRule librariesThatOthersBringAreNotUsed = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.slf4j..", "java.util.logging..", "com.google.common..", "io.vertx..", "dev.failsafe..",
				"javax.annotation..", "org.springframework.boot..", "org.springframework.lang..");

	@ArchTest
	static final ArchRule whatDependsOnLeasesNeverAsksTheWallClock = noClasses().that()
		.resideInAnyPackage(BASE + ".lease", BASE + ".lock", BASE + ".election", BASE + ".integration")
		.should()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.dependOnClassesThat()
		.haveFullyQualifiedName("java.time.Instant")
		.orShould()
		.dependOnClassesThat()
		.haveFullyQualifiedName("java.util.Date");

	@ArchTest
	static final ArchRule locksCanBeSeen = classes().should(new ArchCondition<>("have no synchronized methods") {

		@Override
		public void check(JavaClass type, ConditionEvents events) {
			type.getMethods()
				.stream()
				.filter((method) -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
				.forEach((method) -> events
					.add(SimpleConditionEvent.violated(method, method.getFullName() + " is synchronized")));
		}

	});

	@ArchTest
	void importsRunDownwardsOnly(JavaClasses classes) {
		LayeredArchitecture architecture = Architectures.layeredArchitecture()
			.consideringOnlyDependenciesInLayers()
			.withOptionalLayers(true);
		for (String name : MAY_USE.keySet()) {
			architecture = architecture.layer(name).definedBy(BASE + "." + name);
		}
		for (Map.Entry<String, List<String>> entry : MAY_USE.entrySet()) {
			LayerDependencySpecification layer = architecture.whereLayer(entry.getKey());
			architecture = (entry.getValue().isEmpty()) ? layer.mayNotAccessAnyLayer()
					: layer.mayOnlyAccessLayers(entry.getValue().toArray(String[]::new));
		}
		architecture.check(classes);
	}

	private static boolean isVisible(JavaClass type) {
		return type.getModifiers().contains(JavaModifier.PUBLIC)
				&& type.getEnclosingClass().map(ArchitectureTests::isVisible).orElse(true);
	}

	static final class DoNotIncludeTestModule implements ImportOption {

		@Override
		public boolean includes(Location location) {
			return !location.contains("/io/github/etcdspring/test/");
		}

	}

}
