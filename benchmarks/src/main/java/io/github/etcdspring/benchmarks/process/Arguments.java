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

package io.github.etcdspring.benchmarks.process;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Options of a benchmark, given as {@code name=value}, lists separated by commas.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class Arguments {

	private static final Set<String> PLACES = Set.of("output", "java");

	private final Map<String, String> values;

	private final Map<String, String> given;

	private Arguments(Map<String, String> values, Map<String, String> given) {
		this.values = values;
		this.given = given;
	}

	/**
	 * Read options.
	 * @param defaults all options with their defaults
	 * @param arguments the options that differ, as {@code name=value}, the last one if
	 * there are several
	 * @return the options
	 * @throws IllegalArgumentException if there is no such option
	 */
	public static Arguments parse(Map<String, String> defaults, String... arguments) {
		Map<String, String> given = new LinkedHashMap<>();
		for (String argument : arguments) {
			String[] option = argument.split("=", 2);
			if (option.length < 2 || !defaults.containsKey(option[0])) {
				throw new IllegalArgumentException(
						"'%s' is no option; there are %s".formatted(argument, new TreeMap<>(defaults).keySet()));
			}
			given.put(option[0], option[1]);
		}
		Map<String, String> values = new TreeMap<>(defaults);
		values.putAll(given);
		return new Arguments(values, given);
	}

	/**
	 * Return the text of an option.
	 * @param name the option
	 * @return its value
	 */
	public String text(String name) {
		return this.values.getOrDefault(name, "");
	}

	/**
	 * Return the number that an option has.
	 * @param name the option
	 * @return its value
	 */
	public int number(String name) {
		return Integer.parseInt(text(name));
	}

	/**
	 * Return the path that an option has.
	 * @param name the option
	 * @return its value
	 */
	public Path path(String name) {
		return Path.of(text(name));
	}

	/**
	 * Return the elements of an option.
	 * @param name the option
	 * @return its values, none if it is empty
	 */
	public List<String> list(String name) {
		return text(name).isEmpty() ? List.of() : Arrays.asList(text(name).split(","));
	}

	/**
	 * Return the numbers that an option has.
	 * @param name the option
	 * @return its values
	 */
	public List<Integer> numbers(String name) {
		return list(name).stream().map(Integer::valueOf).toList();
	}

	/**
	 * Return the constants that an option names.
	 * @param <E> the type of the constants
	 * @param name the option
	 * @param type the type of the constants
	 * @return its values
	 */
	public <E extends Enum<E>> List<E> constants(String name, Class<E> type) {
		return list(name).stream().map((element) -> Enum.valueOf(type, element.toUpperCase(Locale.ROOT))).toList();
	}

	/**
	 * Return the options that were given, but for places on this machine.
	 */
	@Override
	public String toString() {
		return this.given.entrySet()
			.stream()
			.filter((option) -> !PLACES.contains(option.getKey()))
			.map((option) -> option.getKey() + "=" + option.getValue())
			.collect(Collectors.joining(" "));
	}

}
