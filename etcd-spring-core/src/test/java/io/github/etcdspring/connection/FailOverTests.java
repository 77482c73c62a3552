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
import java.util.UUID;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.etcdspring.connection.FaultyCluster.Fault;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls under way while one of three members is lost.
 *
 * @author The etcd-spring authors
 */
@Timeout(600)
class FailOverTests {

	/**
	 * No read may take longer while a follower is away.
	 */
	private static final Duration LIMIT = Duration.ofMillis(2500);

	private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(2);

	private static FaultyCluster cluster;

	@BeforeAll
	static void start() {
		cluster = new FaultyCluster();
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "KILL", "PAUSE", "BLACK_HOLE" })
	void noReadFailsOrTakesLongWhenAFollowerIsLost(Fault fault) {
		loseUnderReads(fault, cluster.follower(), Duration.ofMillis(2800), LIMIT);
	}

	@ParameterizedTest
	@EnumSource(names = { "KILL", "PAUSE", "BLACK_HOLE" })
	void noReadFailsWhenTheLeaderIsLost(Fault fault) {
		loseUnderReads(fault, cluster.leader(), Duration.ofSeconds(3), null);
	}

	@ParameterizedTest
	@EnumSource(names = { "KILL", "PAUSE", "BLACK_HOLE" })
	void writesAreWhatTheirCallersWereToldWhenTheLeaderIsLost(Fault fault) {
		loseUnderWrites(fault, cluster.leader(), Duration.ofMillis(1500));
	}

	@RepeatedTest(5)
	@Tag("soak")
	void readsAndWritesSurviveWhateverIsLost() {
		for (Fault fault : Fault.values()) {
			loseUnderReads(fault, cluster.follower(), Duration.ofSeconds(15), LIMIT);
			loseUnderReads(fault, cluster.leader(), Duration.ofSeconds(5), null);
			loseUnderWrites(fault, cluster.follower(), Duration.ofSeconds(5));
			loseUnderWrites(fault, cluster.leader(), Duration.ofSeconds(5));
		}
	}

	private static void loseUnderReads(Fault fault, EtcdServer member, Duration outage, Duration limit) {
		try (EtcdConnection connection = cluster.connect(EtcdConnectionSettings.defaults())) {
			ReadLoad load = new ReadLoad(connection, 8);
			try (load) {
				goOn(Duration.ofMillis(300));
				cluster.inflict(fault, member);
				try {
					goOn(outage);
				}
				finally {
					cluster.heal(fault, member);
				}
				goOn(Duration.ofMillis(500));
			}
			assertThat(load.failures()).isEmpty();
			assertThat(load.count()).isGreaterThan(100);
			if (limit != null) {
				assertThat(load.longest()).isLessThan(limit);
			}
		}
	}

	private static void loseUnderWrites(Fault fault, EtcdServer member, Duration outage) {
		try (EtcdConnection connection = cluster.connect(EtcdConnectionSettings.defaults())) {
			WriteLoad load = new WriteLoad(connection, "/" + UUID.randomUUID(), 8, WRITE_TIMEOUT);
			try (load) {
				goOn(Duration.ofMillis(300));
				cluster.inflict(fault, member);
				try {
					goOn(outage);
				}
				finally {
					cluster.heal(fault, member);
				}
				goOn(Duration.ofMillis(500));
			}
			load.assertConsistent();
		}
	}

	private static void goOn(Duration time) {
		Awaitility.await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
	}

}
