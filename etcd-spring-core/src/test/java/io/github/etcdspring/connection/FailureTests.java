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

import io.etcd.jetcd.api.PutRequest;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdResponseTooLargeException;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.connection.ServerError.Repeat;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Translation of what gRPC itself answers, where that is hard to bring about.
 *
 * @author The etcd-spring authors
 */
class FailureTests {

	@Test
	void connectionEndedForPingingTooOftenIsTransient() {
		Failure failure = failure(Status.RESOURCE_EXHAUSTED
			.withDescription("Connection closed after GOAWAY. HTTP/2 error code: ENHANCE_YOUR_CALM "
					+ "(Bandwidth exhausted), debug data: too_many_pings"));
		assertThat(failure.exception()).isInstanceOf(EtcdUnavailableException.class)
			.hasMessageContaining("too_many_pings");
		assertThat(failure.exception().getOutcome()).isEqualTo(EtcdOutcome.UNKNOWN);
		assertThat(failure.repeat()).isEqualTo(Repeat.READS);
	}

	@Test
	void answerThatIsTooLargeIsFinal() {
		Failure failure = failure(
				Status.RESOURCE_EXHAUSTED.withDescription("gRPC message exceeds maximum size 4194304: 5000000"));
		assertThat(failure.exception()).isInstanceOf(EtcdResponseTooLargeException.class)
			.hasMessageContaining("etcd.max-inbound-message-size");
		assertThat(failure.repeat()).isEqualTo(Repeat.NEVER);
	}

	@ParameterizedTest
	@ValueSource(strings = { "RST_STREAM closed stream. HTTP/2 error code: REFUSED_STREAM",
			"Abrupt GOAWAY closed unsent stream. HTTP/2 error code: NO_ERROR, debug data: graceful_stop",
			"Abrupt GOAWAY closed sent stream. HTTP/2 error code: NO_ERROR",
			"GOAWAY closed buffered stream. HTTP/2 error code: NO_ERROR", "Connection closed while stream is buffered",
			"GOAWAY shut down transport. HTTP/2 error code: NO_ERROR, debug data: graceful_stop",
			"Network closed for unknown reason", "Stream IDs have been exhausted" })
	void whatTheServerHasNotBegunIsKnown(String description) {
		assertThat(UnprocessedStatus.matches(Status.UNAVAILABLE.withDescription(description), false)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "RST_STREAM closed stream. HTTP/2 error code: REFUSED_STREAM",
			"Abrupt GOAWAY closed sent stream. HTTP/2 error code: NO_ERROR" })
	void whatTheServerRefusedToBeginIsKnown(String description) {
		assertThat(UnprocessedStatus.matches(Status.UNAVAILABLE.withDescription(description), true)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "RST_STREAM closed stream. HTTP/2 error code: INTERNAL_ERROR",
			"Abrupt GOAWAY closed sent stream. HTTP/2 error code: PROTOCOL_ERROR", "Network closed for unknown reason",
			"Connection closed after GOAWAY. HTTP/2 error code: NO_ERROR, debug data: graceful_stop",
			"Stream IDs have been exhausted", "Keepalive failed. The connection is likely gone",
			"etcdserver: leader changed" })
	void whatTheServerMayHaveBegunIsNotTakenForUnprocessed(String description) {
		assertThat(UnprocessedStatus.matches(Status.UNAVAILABLE.withDescription(description), true)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Keepalive failed. The connection is likely gone", "Channel shutdownNow invoked" })
	void whatMayStillBeFlushedIsNotTakenForUnprocessed(String description) {
		assertThat(UnprocessedStatus.matches(Status.UNAVAILABLE.withDescription(description), false)).isFalse();
	}

	@Test
	void callDoesNotTellItsRequest() {
		PutRequest request = TestConnections.put("key", "secret-value");
		EtcdCall<?> call = EtcdCall.of(TestConnections.PUT, request, EtcdCallSpec.DEFAULT, (response) -> response);
		assertThat(call.toString()).contains("kv.put").doesNotContain("secret-value");
	}

	private static Failure failure(Status status) {
		return Failure.of(status, new Attempt(TestConnections.PUT, EtcdCallSpec.DEFAULT, "http://etcd-1:2379", true,
				Duration.ofSeconds(5)));
	}

}
