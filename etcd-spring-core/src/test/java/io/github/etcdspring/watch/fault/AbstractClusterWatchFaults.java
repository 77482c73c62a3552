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

package io.github.etcdspring.watch.fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.relay.TcpRelay;

/**
 * Faults that need several members: no watch may miss, repeat, split or confuse anything,
 * be told what happened before, or die.
 *
 * @author The etcd-spring authors
 */
abstract class AbstractClusterWatchFaults {

	@Parameter
	Setup setup;

	private final Extent extent;

	AbstractClusterWatchFaults(Extent extent) {
		this.extent = extent;
	}

	@Test
	void leaderIsKilled() {
		try (FaultScene scene = start()) {
			scene.whileWriting(this.extent.writes(), this.extent.times(20), (round) -> {
				EtcdServer leader = scene.cluster.leader();
				leader.kill();
				FaultScene.pause(FaultScene.upTo(2000));
				leader.restart();
				scene.cluster.awaitHealthy(FaultScene.TIMEOUT);
			});
			scene.assertExact();
		}
	}

	@Test
	void quorumIsLost() {
		try (FaultScene scene = start()) {
			scene.whileWriting(this.extent.writes(), 1, (round) -> {
				EtcdServer survivor = scene.cluster.member(0);
				scene.cluster.members().stream().filter((member) -> member != survivor).forEach(EtcdServer::kill);
				FaultScene.pause(this.extent.seconds(15) * 1000L);
				scene.cluster.restart();
				scene.cluster.awaitHealthy(FaultScene.TIMEOUT);
			});
			scene.assertExact();
		}
	}

	@Test
	void memberLosesItsDataAndJoinsAgain() {
		try (FaultScene scene = start()) {
			scene.whileWriting(this.extent.writes(), this.extent.times(20), (round) -> {
				scene.cluster.wipe(scene.cluster.member(round % this.setup.members()));
				scene.cluster.awaitHealthy(FaultScene.TIMEOUT);
			});
			scene.assertExact();
		}
	}

	@Test
	void oneOfSeveralConnectionsIsCut() {
		try (FaultScene scene = start()) {
			scene.whileWriting(this.extent.writes(), this.extent.times(200), (round) -> {
				TcpRelay relay = scene.relays.get(round % this.setup.members());
				relay.refuse();
				FaultScene.pause(FaultScene.upTo(60));
				relay.heal();
			});
			scene.assertExact();
		}
	}

	private FaultScene start() {
		return FaultScene.of(this.setup).start();
	}

}
