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

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

import io.github.etcdspring.test.EtcdServer;

/**
 * Faults while somebody writes: no watch may miss, repeat, split or confuse anything, be
 * told what happened before, or die.
 *
 * @author The etcd-spring authors
 */
abstract class AbstractWatchFaults {

	@Parameter
	Setup setup;

	private final Extent extent;

	AbstractWatchFaults(Extent extent) {
		this.extent = extent;
	}

	@Test
	void connectionIsCutAgainAndAgain() {
		try (FaultScene scene = start()) {
			scene.whileWriting(this.extent.writes(), this.extent.times(200),
					(round) -> scene.cutTwice(FaultScene.upTo(60), FaultScene.upTo(150)));
			scene.assertExact();
		}
	}

	@Test
	void linkFlaps() {
		try (FaultScene scene = FaultScene.of(this.setup).watchers(Watchers.mix(50)).start()) {
			scene.whileWriting(this.extent.writes(), 1, (round) -> {
				scene.relays.forEach((relay) -> relay.flap(Duration.ofMillis(120), Duration.ofMillis(180)));
				FaultScene.pause(this.extent.seconds(30) * 1000L);
				scene.heal();
			});
			scene.assertExact();
		}
	}

	@Test
	void connectionSwallowsEverythingForAWhile() {
		try (FaultScene scene = start()) {
			int times = this.extent.times(20);
			// Some are over before they are noticed
			long longest = this.extent.seconds(15) * 1000L;
			scene.whileWriting(this.extent.writes(), times, (round) -> {
				scene.blackHole();
				FaultScene.pause(300 + longest * round / times);
				scene.heal();
			});
			scene.assertExact();
		}
	}

	@Test
	void memberIsKilledAndRestarted() {
		try (FaultScene scene = start()) {
			scene.whileWriting(this.extent.writes(), this.extent.times(20), (round) -> {
				EtcdServer member = scene.cluster.member(round % this.setup.members());
				member.kill();
				FaultScene.pause(FaultScene.upTo(500));
				member.restart();
				scene.cluster.awaitHealthy(FaultScene.TIMEOUT);
			});
			scene.assertExact();
		}
	}

	@Test
	void memberFreezes() {
		try (FaultScene scene = start()) {
			scene.whileWriting(this.extent.writes(), this.setup.members(), (round) -> {
				EtcdServer member = scene.cluster.member(round);
				member.pause();
				FaultScene.pause(this.extent.seconds(20) * 1000L);
				member.resume();
				scene.cluster.awaitHealthy(FaultScene.TIMEOUT);
			});
			scene.assertExact();
		}
	}

	@Test
	void tokenExpires() {
		long seconds = (this.extent.isFull()) ? 3 : 1;
		try (FaultScene scene = FaultScene.of(this.setup)
			.authentication()
			.flag("auth-token-ttl", String.valueOf(seconds))
			.start()) {
			scene.whileWriting(this.extent.writes(), this.extent.times(20), (round) -> {
				FaultScene.pause(seconds * 1000 + 500);
				scene.cutTwice(FaultScene.upTo(60), FaultScene.upTo(150));
			});
			scene.assertExact();
		}
	}

	@Test
	void passwordIsChangedAndChangedBack() {
		try (FaultScene scene = FaultScene.of(this.setup).authentication().start()) {
			scene.whileWriting(this.extent.writes(), this.extent.times(20), (round) -> {
				scene.changePassword("another-horse-battery");
				if (round % 4 == 3) {
					// Noticed, and recovered from by the next attempt in the interval
					scene.cut();
					FaultScene.pause(300);
				}
				scene.changePassword(FaultScene.PASSWORD);
				scene.cutTwice(FaultScene.upTo(60), FaultScene.upTo(150));
				scene.awaitActive();
			});
			scene.assertExact();
		}
	}

	@Test
	void permissionIsTakenAndGiven() {
		try (FaultScene scene = FaultScene.of(this.setup).authentication().start()) {
			scene.whileWriting(this.extent.writes(), this.extent.times(20), (round) -> {
				scene.revoke();
				if (round % 4 == 3) {
					// Noticed, and recovered from by the next attempt in the interval
					scene.cut();
					FaultScene.pause(300);
				}
				scene.grant();
				scene.cutTwice(FaultScene.upTo(60), FaultScene.upTo(150));
				scene.awaitActive();
			});
			scene.assertExact();
		}
	}

	private FaultScene start() {
		return FaultScene.of(this.setup).start();
	}

}
