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

package io.github.etcdspring.connection;

import java.time.Duration;

import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdFutureRevisionException;
import io.github.etcdspring.connection.EtcdRequestObservation.HighCardinality;
import io.github.etcdspring.connection.EtcdRequestObservation.LowCardinality;
import io.github.etcdspring.test.EtcdExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is told of calls to those who observe them.
 *
 * @author The etcd-spring authors
 */
@Timeout(30)
class CallObservationTests {

	@RegisterExtension
	static final EtcdExtension etcd = new EtcdExtension();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	@Test
	void callThatSucceeds() {
		try (EtcdConnection connection = connect(null)) {
			TestConnections.put(connection, "observed-key", "observed-value");
		}
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasNameEqualTo("etcd.client.request")
			.hasContextualNameEqualTo("etcd kv.put")
			.hasBeenStopped()
			.hasLowCardinalityKeyValue(LowCardinality.OPERATION.asString(), "kv.put")
			.hasLowCardinalityKeyValue(LowCardinality.OUTCOME.asString(), "success")
			.hasLowCardinalityKeyValue(LowCardinality.EXCEPTION.asString(), "none")
			.doesNotHaveHighCardinalityKeyValueWithKey("etcd.subject");
	}

	@Test
	void callThatFails() {
		try (EtcdConnection connection = connect(null)) {
			assertThatExceptionOfType(EtcdFutureRevisionException.class).isThrownBy(() -> connection.calls()
				.call(TestConnections.RANGE, TestConnections.range("key").toBuilder().setRevision(1 << 30).build(),
						EtcdCallSpec.of("observed-key", null), (response) -> response));
		}
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasError()
			.hasLowCardinalityKeyValue(LowCardinality.OPERATION.asString(), "kv.range")
			.hasLowCardinalityKeyValue(LowCardinality.OUTCOME.asString(), "refused")
			.hasLowCardinalityKeyValue(LowCardinality.EXCEPTION.asString(), "EtcdFutureRevisionException")
			.doesNotHaveHighCardinalityKeyValueWithKey("etcd.subject");
	}

	@Test
	void asynchronousCall() {
		try (EtcdConnection connection = connect(null)) {
			connection.calls()
				.callAsync(TestConnections.RANGE, TestConnections.range("key"), EtcdCallSpec.DEFAULT,
						(response) -> response)
				.join();
		}
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasBeenStopped()
			.hasLowCardinalityKeyValue(LowCardinality.OUTCOME.asString(), "success");
	}

	@Test
	void callThatNobodyIsToldOf() {
		try (EtcdConnection connection = connect(null)) {
			connection.calls()
				.unobserved()
				.callAsync(TestConnections.RANGE, TestConnections.range("key"), EtcdCallSpec.DEFAULT,
						(response) -> response)
				.join();
		}
		TestObservationRegistryAssert.assertThat(this.registry).hasNumberOfObservationsEqualTo(0);
	}

	@Test
	void keysAreToldIfThatIsAskedFor() {
		try (EtcdConnection connection = connect(new DefaultEtcdRequestObservationConvention(true))) {
			TestConnections.put(connection, "observed-key", "observed-value");
		}
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasHighCardinalityKeyValue(HighCardinality.SUBJECT.asString(), "observed-key");
	}

	@Test
	void conventionOfTheSettingsNamesCalls() {
		try (EtcdConnection connection = connect(new DefaultEtcdRequestObservationConvention() {

			@Override
			public String getName() {
				return "my.etcd";
			}

		})) {
			TestConnections.put(connection, "key", "value");
		}
		TestObservationRegistryAssert.assertThat(this.registry).hasSingleObservationThat().hasNameEqualTo("my.etcd");
	}

	@Test
	void conventionOfTheRegistryNamesCallsOfConnectionsThatHaveNone() {
		this.registry.observationConfig().observationConvention(new GlobalConvention());
		try (EtcdConnection connection = connect(null)) {
			TestConnections.put(connection, "key", "value");
		}
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasNameEqualTo("global.etcd");
	}

	@Test
	void nothingIsMadeWhereNobodyObserves() {
		EtcdCallSpec spec = EtcdCallSpec.of("key", Duration.ofSeconds(1));
		CallObservation none = CallObservation.start(EtcdConnectionSettings.defaults(), TestConnections.PUT, spec);
		EtcdConnectionSettings withoutHandlers = EtcdConnectionSettings.builder()
			.observationRegistry(ObservationRegistry.create())
			.build();
		assertThat(CallObservation.start(withoutHandlers, TestConnections.PUT, spec)).isSameAs(none);
		withoutHandlers.observationRegistry().observationConfig().observationHandler(new Anything());
		assertThat(CallObservation.start(withoutHandlers, TestConnections.PUT, spec)).isNotSameAs(none);
	}

	private EtcdConnection connect(EtcdRequestObservationConvention convention) {
		return new EtcdConnection(TestConnections.builder(etcd.endpoints()),
				EtcdConnectionSettings.builder()
					.observationRegistry(this.registry)
					.observationConvention(convention)
					.build());
	}

	private static final class GlobalConvention extends DefaultEtcdRequestObservationConvention
			implements GlobalObservationConvention<EtcdRequestObservationContext> {

		@Override
		public String getName() {
			return "global.etcd";
		}

	}

	private static final class Anything implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
