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

package io.github.etcdspring.core;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.etcd.jetcd.Client;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.ParameterizedTypeReference;

import io.github.etcdspring.auth.EtcdPermission;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.PutSpec;
import io.github.etcdspring.kv.RangeSpec;
import io.github.etcdspring.kv.SortBy;
import io.github.etcdspring.kv.SortOrder;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.maintenance.EtcdAlarm;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of wrong arguments, for each parameter of each method that the template leads to:
 * an exception names the argument at once, though there is no etcd at all.
 *
 * @author The etcd-spring authors
 */
@Timeout(2)
class EtcdTemplateArgumentTests {

	private static final EtcdConnection connection = new EtcdConnection(
			Client.builder().endpoints("http://etcd.invalid:2379"),
			EtcdConnectionSettings.builder().requestTimeout(Duration.ofSeconds(30)).build());

	private static final EtcdWatchContainer container = new EtcdWatchContainer(connection, EtcdValueConverter.create(),
			EtcdWatchSettings.defaults());

	private static final EtcdTemplate template = new EtcdTemplate(connection, EtcdValueConverter.create(), container);

	private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(Map.entry(String.class, "a"),
			Map.entry(byte[].class, new byte[] { 1 }), Map.entry(Object.class, "v"), Map.entry(long.class, 1L),
			Map.entry(int.class, 1), Map.entry(boolean.class, true), Map.entry(Class.class, String.class),
			Map.entry(ParameterizedTypeReference.class, ParameterizedTypeReference.forType(String.class)),
			Map.entry(KeyRange.class, KeyRange.key("a")), Map.entry(Duration.class, Duration.ofSeconds(1)),
			Map.entry(Function.class, UnaryOperator.identity()),
			Map.entry(UnaryOperator.class, UnaryOperator.identity()), Map.entry(Consumer.class, (Consumer<?>) (it) -> {
			}), Map.entry(List.class, List.of(URI.create("http://localhost:2380"))),
			Map.entry(Collection.class, List.of("a")), Map.entry(Set.class, Set.of("a")),
			Map.entry(Map.class, Map.of("a", "v")), Map.entry(URI.class, URI.create("http://localhost:2380")),
			Map.entry(Path.class, Path.of("absent")), Map.entry(Executor.class, (Executor) Runnable::run),
			Map.entry(EtcdAlarm.class, new EtcdAlarm(1, EtcdAlarm.Type.NO_SPACE)),
			Map.entry(EtcdPermission.class, EtcdPermission.read(KeyRange.key("a"))));

	@AfterAll
	static void close() {
		container.close();
		connection.close();
	}

	static Stream<Argument> nullArguments() {
		return arguments((type) -> !type.isPrimitive(), Collections.singletonList(null));
	}

	static Stream<Argument> emptyArguments() {
		return Stream
			.of(arguments((type) -> type == String.class, List.of("")),
					arguments((type) -> type == byte[].class, List.of(new byte[0])),
					arguments((type) -> type == List.class, List.of(List.of())))
			.flatMap(Function.identity());
	}

	static Stream<Argument> durationsThatAreNotPositive() {
		return Stream.concat(arguments((type) -> type == Duration.class, List.of(Duration.ofMillis(-1))),
				arguments((type) -> type == Duration.class, List.of(Duration.ZERO))
					.filter((argument) -> !argument.name().equals("wait")));
	}

	@ParameterizedTest
	@MethodSource({ "nullArguments", "emptyArguments", "durationsThatAreNotPositive" })
	void wrongArgumentIsRefusedByNameBeforeAnythingIsSent(Argument argument) {
		assertThatIllegalArgumentException().as("%s", argument)
			.isThrownBy(argument::pass)
			.withMessageContaining("'%s' must".formatted(argument.name()));
	}

	static Stream<BadCall> badCalls() {
		return Stream.of(new BadCall("to", () -> template.keys(KeyRange.of("b", "a"))),
				new BadCall("to", () -> template.keys(KeyRange.of("a", "a"))),
				new BadCall("to", () -> template.keys(KeyRange.of("a", ""))),
				new BadCall("from", () -> template.keys(KeyRange.from(""))),
				new BadCall("prefix", () -> template.delete(KeyRange.prefix(""))),
				new BadCall("keyBytes", () -> template.delete(KeyRange.ofBytes(new byte[0], new byte[1]))),
				new BadCall("to", () -> template.delete(KeyRange.ofBytes(new byte[] { 2 }, new byte[] { 1 }))),
				range("limit", (range) -> range.limit(-1)), range("revision", (range) -> range.revision(-1)),
				range("min", (range) -> range.modRevision(-1, 0)), range("max", (range) -> range.modRevision(0, -1)),
				range("max", (range) -> range.modRevision(3, 2)), range("min", (range) -> range.createRevision(-1, 0)),
				range("max", (range) -> range.createRevision(3, 2)),
				range("by", (range) -> range.sort(null, SortOrder.ASCEND)),
				range("order", (range) -> range.sort(SortBy.KEY, null)),
				range("timeout", (range) -> range.timeout(Duration.ZERO)), put("ttl", (put) -> put.ttl(Duration.ZERO)),
				put("ttl", (put) -> put.ttl(Duration.ofSeconds(-1))),
				put("ttl", (put) -> put.ttl(Duration.ofDays(200_000))), put("ttl", (put) -> put.ttl(null)),
				put("ttl(..)", (put) -> put.ttl(Duration.ofSeconds(5)).lease(1)),
				put("ttl(..)", (put) -> put.ttl(Duration.ofSeconds(5)).keepLease()),
				put("keepLease()", (put) -> put.keepLease().lease(1)),
				put("timeout", (put) -> put.timeout(Duration.ofSeconds(-1))),
				new BadCall("timeout",
						() -> template.delete(KeyRange.all(), (delete) -> delete.timeout(Duration.ZERO))),
				new BadCall("type",
						() -> template.delete(KeyRange.all(), (delete) -> delete.returnPrevious((Class<?>) null))),
				new BadCall("expectedModRevision", () -> template.replace("a", "v", 0)),
				new BadCall("expectedModRevision", () -> template.deleteIf("a", -1)),
				new BadCall("revision", () -> template.compact(0)), new BadCall("revision", () -> template.compact(-1)),
				new BadCall("ttl", () -> template.leases().grantOnly(Duration.ofDays(200_000))),
				new BadCall("id", () -> template.leases().grantOnly(0, Duration.ofSeconds(1))),
				new BadCall("leaseId", () -> template.locks().lock("a", 0)),
				new BadCall("revision", () -> template.maintenance().hash("http://etcd.invalid:2379", -1)),
				new BadCall("peerUrls", () -> template.cluster().addMember(Arrays.asList((URI) null), false)),
				new BadCall("operand", () -> EtcdCondition.value("a").equalTo(null)),
				new BadCall("key", () -> template.txn((txn) -> txn.when(EtcdCondition.exists("")))),
				new BadCall("key", () -> template.txn((txn) -> txn.then(TxnOperation.put("", "v")))),
				new BadCall("value", () -> template.txn((txn) -> txn.then(TxnOperation.put("a", null)))),
				new BadCall("conditions", () -> template.txn((txn) -> txn.when((EtcdCondition[]) null))),
				new BadCall("operations", () -> template.txn((txn) -> txn.then((List<TxnOperation<?>>) null))),
				new BadCall("operations", () -> template.txn((txn) -> txn.otherwise((TxnOperation<?>) null))),
				new BadCall("timeout", () -> template.txn((txn) -> txn.timeout(Duration.ZERO))));
	}

	@ParameterizedTest
	@MethodSource
	void badCalls(BadCall call) {
		assertThatIllegalArgumentException().as("%s", call)
			.isThrownBy(call.action()::run)
			.withMessageContaining("'%s'".formatted(call.argument()));
	}

	private static BadCall range(String argument, Consumer<RangeSpec> spec) {
		return new BadCall(argument, () -> template.range(KeyRange.all(), String.class, spec));
	}

	private static BadCall put(String argument, UnaryOperator<PutSpec<Void>> spec) {
		return new BadCall(argument, () -> template.put("a", "v", spec));
	}

	private static Stream<Argument> arguments(Predicate<Class<?>> types, List<?> values) {
		List<Argument> arguments = new ArrayList<>();
		collect(EtcdOperations.class, template, types, values, arguments);
		assertThat(arguments).isNotEmpty();
		return arguments.stream();
	}

	private static void collect(Class<?> api, Object target, Predicate<Class<?>> types, List<?> values,
			List<Argument> arguments) {
		for (Method method : api.getMethods()) {
			if (Modifier.isStatic(method.getModifiers()) || method.isBridge()) {
				continue;
			}
			if (method.getParameterCount() == 0) {
				if (method.getReturnType().getSimpleName().endsWith("Operations")) {
					collect(method.getReturnType(), invoke(method, target), types, values, arguments);
				}
				continue;
			}
			for (int i = 0; i < method.getParameterCount(); i++) {
				Parameter parameter = method.getParameters()[i];
				if (types.test(parameter.getType())
						&& !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
					for (Object value : values) {
						arguments.add(new Argument(target, method, i, value));
					}
				}
			}
		}
	}

	private static Object invoke(Method method, Object target, Object... arguments) {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw new IllegalStateException(ex.getCause());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Object sample(Class<?> type) {
		Object sample = SAMPLES.get(type);
		if (sample == null && type.isInterface()) {
			return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
					(proxy, method, arguments) -> null);
		}
		assertThat(sample).as("A sample of %s is missing in %s", type, EtcdTemplateArgumentTests.class).isNotNull();
		return sample;
	}

	/**
	 * A wrong value for one parameter, while all others have good ones.
	 *
	 * @param target the operations
	 * @param method the method
	 * @param index the index of the parameter
	 * @param value the wrong value
	 */
	record Argument(Object target, Method method, int index, @Nullable Object value) {

		String name() {
			return this.method.getParameters()[this.index].getName();
		}

		void pass() {
			Object[] arguments = Stream.of(this.method.getParameterTypes())
				.map(EtcdTemplateArgumentTests::sample)
				.toArray();
			arguments[this.index] = this.value;
			invoke(this.method, this.target, arguments);
		}

		@Override
		public String toString() {
			return "%s.%s(%s): %s".formatted(this.method.getDeclaringClass().getSimpleName(), this.method.getName(),
					name(), (this.value instanceof byte[]) ? "[]" : this.value);
		}

	}

	/**
	 * A call that cannot work.
	 *
	 * @param argument what the exception must name
	 * @param action the call
	 */
	record BadCall(String argument, Runnable action) {

		@Override
		public String toString() {
			return this.argument;
		}

	}

}
