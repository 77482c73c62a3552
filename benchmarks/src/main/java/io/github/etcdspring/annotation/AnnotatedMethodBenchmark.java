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

package io.github.etcdspring.annotation;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.util.ReflectionUtils;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchBatch;

/**
 * What it takes to pass an event on to a method with {@link EtcdWatch @EtcdWatch}, beside
 * a plain call. In the package of the annotation, as the binding of arguments is not
 * public.
 *
 * @author The etcd-spring authors
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AnnotatedMethodBenchmark {

	private final Flags flags = new Flags();

	private final EtcdWatchBatch<Object> batch = batch();

	private final WatchMethodListener event = listener("event");

	private final WatchMethodListener keyAndValue = listener("keyAndValue");

	private static EtcdWatchBatch<Object> batch() {
		EtcdEntry<Object> entry = new EtcdEntry<>("/flags/new".getBytes(StandardCharsets.UTF_8), "on", 1, 7, 7, 0);
		return new EtcdWatchBatch<>(7, List.of(new EtcdEvent<>(EtcdEvent.Type.PUT, entry, null)),
				new ResponseHeader(1, 1, 7, 1));
	}

	private WatchMethodListener listener(String name) {
		Method method = ReflectionUtils.findMethod(Flags.class, name, (Class<?>[]) null);
		WatchSignature signature = WatchSignature.of(method, Flags.class,
				new WatchSignature.Given(EtcdEvent.Type.values(), "/flags/".length(), false, null));
		return new WatchMethodListener(this.flags, method, signature.binders());
	}

	/**
	 * Call a method that takes the event.
	 * @return the bean
	 * @throws Exception never
	 */
	@Benchmark
	public Flags methodWithEvent() throws Exception {
		this.event.onEvents(this.batch);
		return this.flags;
	}

	/**
	 * Call a method that takes the rest of the key and the value.
	 * @return the bean
	 * @throws Exception never
	 */
	@Benchmark
	public Flags methodWithKeyAndValue() throws Exception {
		this.keyAndValue.onEvents(this.batch);
		return this.flags;
	}

	/**
	 * Call a method without binding arguments.
	 * @return the bean
	 */
	@Benchmark
	@SuppressWarnings("unchecked")
	public Flags plainCall() {
		this.flags.event((EtcdEvent<String>) (EtcdEvent<?>) this.batch.events().get(0));
		return this.flags;
	}

	/**
	 * The bean.
	 */
	public static class Flags {

		private Object last = "";

		@EtcdWatch(key = "/flags/", prefix = true)
		void event(EtcdEvent<String> event) {
			this.last = event;
		}

		@EtcdWatch(key = "/flags/", prefix = true)
		void keyAndValue(@EtcdKey(relative = true) String key, String value) {
			this.last = key.length() + value.length();
		}

		Object last() {
			return this.last;
		}

	}

}
