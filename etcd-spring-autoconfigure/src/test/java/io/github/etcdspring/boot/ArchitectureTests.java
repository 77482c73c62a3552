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

package io.github.etcdspring.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What reviewers would have to repeat otherwise.
 *
 * @author The etcd-spring authors
 */
@AnalyzeClasses(packages = "io.github.etcdspring.boot", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String BASE = "io.github.etcdspring.boot";

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching(BASE + ".(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule basePackageUsesNoneBelowIt = noClasses().that()
		.resideInAPackage(BASE)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(BASE + ".(*)..");

	@ArchTest
	static final ArchRule transportTypesStayInOneClass = noClasses().that()
		.doNotHaveSimpleName("NettySslContexts")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.grpc..", "io.netty..", "com.google.protobuf..", "io.etcd.jetcd.api..");

	@ArchTest
	static final ArchRule librariesThatOthersBringAreNotUsed = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.slf4j..", "java.util.logging..", "com.google.common..", "io.vertx..", "dev.failsafe..",
				"javax.annotation..", "com.fasterxml.jackson.databind..", "org.springframework.lang..");

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
	static final ArchRule autoConfigurationsArePublicFinalAndSaySo = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration");

	@ArchTest
	static final ArchRule otherConfigurationsAreNotPublicAndProxyNothing = classes().that()
		.areAnnotatedWith(Configuration.class)
		.should()
		.notBePublic()
		.andShould()
		.beAnnotatedWith(DescribedPredicate.describe("@Configuration(proxyBeanMethods = false)",
				(annotation) -> !annotation.getRawType().isEquivalentTo(Configuration.class)
						|| annotation.get("proxyBeanMethods").filter(Boolean.FALSE::equals).isPresent()));

	@ArchTest
	static final ArchRule beanMethodsAreNotPublic = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule postProcessorsAreMadeByStaticMethods = methods().that()
		.areAnnotatedWith(Bean.class)
		.and(DescribedPredicate.describe("return a post-processor", ArchitectureTests::returnsPostProcessor))
		.should()
		.beStatic()
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule implementationsOfCallbacksAreNotPublic = classes().that()
		.areAssignableTo(FailureAnalyzer.class)
		.or()
		.areAssignableTo(Condition.class)
		.or()
		.areAssignableTo(EnvironmentPostProcessor.class)
		.or()
		.haveSimpleNameStartingWith("Properties")
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule lettersChangeCaseWithLocale = noClasses().should()
		.callMethod(String.class, "toLowerCase")
		.orShould()
		.callMethod(String.class, "toUpperCase")
		.because("the result depends on the default of the machine; pass " + Locale.class.getSimpleName() + ".ROOT");

	@ArchTest
	void everyAutoConfigurationIsListed(JavaClasses classes) throws IOException {
		List<String> autoConfigurations = classes.stream()
			.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::getName)
			.toList();
		assertThat(imports()).containsExactlyInAnyOrderElementsOf(autoConfigurations).isSorted();
	}

	private static List<String> imports() throws IOException {
		try (InputStream imports = EtcdAutoConfiguration.class
			.getResourceAsStream("/META-INF/spring/" + AutoConfiguration.class.getName() + ".imports")) {
			return new String(imports.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
	}

	private static boolean returnsPostProcessor(JavaMethod method) {
		JavaClass type = method.getRawReturnType();
		return type.isAssignableTo(BeanPostProcessor.class) || type.isAssignableTo(BeanFactoryPostProcessor.class);
	}

}
