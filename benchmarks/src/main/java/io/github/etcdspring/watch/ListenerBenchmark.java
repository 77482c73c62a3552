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

package io.github.etcdspring.watch;

import java.util.List;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.core.ResolvableType;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.kv.EtcdValueConverter;

/**
 * What it takes to convert a change and to call a listener with it, and what observing
 * the call adds. In the package of the watches, as their handler is not public.
 *
 * @author The etcd-spring authors
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ListenerBenchmark {

	/**
	 * Who observes.
	 */
	@Param
	public Observer observer;

	private final WatchUnit.Changes changes = changes();

	private WatchHandler<String> handler;

	private Object last = "";

	private static WatchUnit.Changes changes() {
		KeyValue entry = KeyValue.newBuilder()
			.setKey(ByteString.copyFromUtf8("/flags/new"))
			.setValue(ByteString.copyFromUtf8("on"))
			.setModRevision(7)
			.build();
		return new WatchUnit.Changes(new ResponseHeader(1, 1, 7, 1), 7,
				List.of(RawEvent.change(Event.newBuilder().setKv(entry).build())), 0, true, 0);
	}

	/**
	 * Create the handler.
	 */
	@Setup
	public void createHandler() {
		EtcdWatchListener<String> listener = (batch) -> this.last = batch;
		this.handler = new WatchHandler<>("flags", listener, ResolvableType.forClass(String.class),
				EtcdValueConverter.create(), (failed) -> EtcdWatchErrorHandler.Decision.SKIP, null, null, false,
				EtcdWatchSettings.builder().observationRegistry(this.observer.registry()).build());
	}

	/**
	 * Call a listener with a change.
	 * @return what it got
	 */
	@Benchmark
	public Object listener() {
		this.handler.handle(this.changes);
		return this.last;
	}

	/**
	 * Who observes.
	 */
	public enum Observer {

		/**
		 * Nobody.
		 */
		NONE,

		/**
		 * A registry with a handler that does nothing.
		 */
		REGISTRY,

		/**
		 * A registry whose observations are timers.
		 */
		TIMER;

		private ObservationRegistry registry() {
			ObservationRegistry registry = ObservationRegistry.create();
			switch (this) {
				case NONE -> {
				}
				case REGISTRY -> registry.observationConfig().observationHandler((context) -> true);
				case TIMER -> registry.observationConfig()
					.observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
			}
			return registry;
		}

	}

}
