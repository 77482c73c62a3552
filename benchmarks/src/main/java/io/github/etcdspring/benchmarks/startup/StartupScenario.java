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

package io.github.etcdspring.benchmarks.startup;

import java.io.File;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is started.
 *
 * @author The etcd-spring authors
 */
enum StartupScenario {

	/**
	 * An application with nothing but {@code spring-boot-starter}.
	 */
	EMPTY("spring-boot-starter alone", Etcd.DOWN, false),

	/**
	 * With the libraries that the starter brings on the class path, and none of our code.
	 */
	LIBRARIES("with the libraries of the starter, unused", Etcd.DOWN, false),

	/**
	 * With the starter, and an etcd.
	 */
	STARTER("with the starter", Etcd.UP, false),

	/**
	 * With the starter, and nothing at the address of etcd.
	 */
	STARTER_WITHOUT_ETCD("with the starter, etcd down", Etcd.DOWN, false),

	/**
	 * With a method that watches, and an etcd.
	 */
	WATCH("with a method that watches", Etcd.UP, true),

	/**
	 * With a method that watches, and nothing at the address of etcd.
	 */
	WATCH_WITHOUT_ETCD("with a method that watches, etcd down", Etcd.DOWN, true),

	/**
	 * With a method that watches, and something that accepts connections and does not
	 * answer.
	 */
	WATCH_WITH_SILENT_ETCD("with a method that watches, no answer", Etcd.SILENT, true);

	private static final Pattern EMPTY_JARS = Pattern.compile("(spring-(boot|boot-autoconfigure|core|context|beans|aop"
			+ "|expression)|commons-logging|logback-.*|slf4j-.*|log4j-.*|jul-to-slf4j|snakeyaml|jakarta.annotation-api"
			+ "|micrometer-(commons|observation)|jspecify)-[0-9].*\\.jar");

	private static final Pattern NOT_OF_THE_STARTER = Pattern
		.compile("(jmh-.*|jopt-simple|commons-math3|etcd-java|etcd-spring-test|micrometer-core|HdrHistogram"
				+ "|jackson-databind|jackson-core-3).*");

	private static final Pattern OURS = Pattern.compile(".*etcd-spring-(core|autoconfigure|starter)[-/].*");

	private final String description;

	private final Etcd etcd;

	private final boolean watch;

	StartupScenario(String description, Etcd etcd, boolean watch) {
		this.description = description;
		this.etcd = etcd;
		this.watch = watch;
	}

	String description() {
		return this.description;
	}

	Etcd etcd() {
		return this.etcd;
	}

	String beans() {
		return (this.watch) ? WatchConfiguration.class.getName() : StartupApplication.Empty.class.getName();
	}

	String classPath() {
		Predicate<File> wanted = switch (this) {
			case EMPTY -> (entry) -> EMPTY_JARS.matcher(entry.getName()).matches() || isBenchmark(entry);
			case LIBRARIES ->
				(entry) -> isOfTheStarter(entry) && (!OURS.matcher(entry.getPath()).matches() || isBenchmark(entry));
			default -> StartupScenario::isOfTheStarter;
		};
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(File::new)
			.filter(wanted)
			.map(File::getPath)
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static boolean isOfTheStarter(File entry) {
		return !NOT_OF_THE_STARTER.matcher(entry.getName()).matches();
	}

	private static boolean isBenchmark(File entry) {
		return entry.getPath().matches(".*/benchmarks/target/.*");
	}

	/**
	 * What is at the address of etcd.
	 */
	enum Etcd {

		/**
		 * An etcd.
		 */
		UP,

		/**
		 * Nothing: connections are refused.
		 */
		DOWN,

		/**
		 * Something that accepts connections and does not answer.
		 */
		SILENT

	}

}
