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

package io.github.etcdspring.endurance;

import java.time.Duration;
import java.util.List;
import java.util.Random;

import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.relay.TcpRelay;

/**
 * Something that goes wrong for a while. Each ends with everything as it was.
 *
 * @author The etcd-spring authors
 */
enum Fault {

	/**
	 * The connections of an application break.
	 */
	CUT(4) {

		@Override
		void happen(Scene scene, Random random) {
			scene.relays(random).forEach(TcpRelay::cut);
		}

	},

	/**
	 * An application can't reach the cluster, and knows at once.
	 */
	REFUSED(2) {

		@Override
		void happen(Scene scene, Random random) {
			List<TcpRelay> relays = scene.relays(random);
			relays.forEach(TcpRelay::refuse);
			relays.forEach(TcpRelay::cut);
			Load.pause(100 + random.nextInt(6_000));
			relays.forEach(TcpRelay::heal);
		}

	},

	/**
	 * What an application and the cluster send each other vanishes.
	 */
	BLACK_HOLE(2) {

		@Override
		void happen(Scene scene, Random random) {
			List<TcpRelay> relays = scene.relays(random);
			relays.forEach(TcpRelay::blackHole);
			Load.pause(1_000 + random.nextInt(12_000));
			relays.forEach(TcpRelay::heal);
		}

	},

	/**
	 * The connections of an application break over and over.
	 */
	FLAPPING(1) {

		@Override
		void happen(Scene scene, Random random) {
			List<TcpRelay> relays = scene.relays(random);
			Duration down = Duration.ofMillis(50 + random.nextInt(300));
			Duration up = Duration.ofMillis(50 + random.nextInt(600));
			relays.forEach((relay) -> relay.flap(down, up));
			Load.pause(5_000);
			relays.forEach(TcpRelay::heal);
		}

	},

	/**
	 * Everything takes long.
	 */
	LATENCY(1) {

		@Override
		void happen(Scene scene, Random random) {
			List<TcpRelay> relays = scene.relays(random);
			relays.forEach((relay) -> relay.delay(Duration.ofMillis(20 + random.nextInt(200))));
			Load.pause(4_000);
			relays.forEach(TcpRelay::heal);
		}

	},

	/**
	 * A member dies and comes back.
	 */
	KILLED(2) {

		@Override
		void happen(Scene scene, Random random) {
			EtcdServer member = scene.member(random);
			member.kill();
			Load.pause(random.nextInt(4_000));
			member.restart();
		}

	},

	/**
	 * The leader dies and comes back.
	 */
	LEADER_KILLED(2) {

		@Override
		void happen(Scene scene, Random random) {
			EtcdServer leader = scene.cluster().leader();
			leader.kill();
			Load.pause(random.nextInt(4_000));
			leader.restart();
		}

	},

	/**
	 * A member stands still.
	 */
	PAUSED(2) {

		@Override
		void happen(Scene scene, Random random) {
			EtcdServer member = scene.member(random);
			member.pause();
			Load.pause(500 + random.nextInt(15_000));
			member.resume();
		}

	},

	/**
	 * Two of three members die and come back.
	 */
	QUORUM_LOST(1) {

		@Override
		void happen(Scene scene, Random random) {
			List<EtcdServer> followers = scene.cluster().followers();
			followers.forEach(EtcdServer::kill);
			Load.pause(1_000 + random.nextInt(6_000));
			followers.parallelStream().forEach(EtcdServer::restart);
		}

	},

	/**
	 * Another member becomes the leader.
	 */
	LEADER_MOVED(2) {

		@Override
		void happen(Scene scene, Random random) {
			EtcdServer follower = scene.cluster().followers().get(0);
			String id = follower.gateway().maintenance().status().memberId();
			scene.cluster().leader().gateway().maintenance().moveLeader(id);
		}

	},

	/**
	 * The cluster forgets what happened before.
	 */
	COMPACTION(2) {

		@Override
		void happen(Scene scene, Random random) {
			scene.compact();
		}

	},

	/**
	 * A member tidies up its database, during which it does not answer.
	 */
	DEFRAGMENTATION(1) {

		@Override
		void happen(Scene scene, Random random) {
			scene.member(random).gateway().maintenance().defragment();
		}

	};

	private final int weight;

	Fault(int weight) {
		this.weight = weight;
	}

	abstract void happen(Scene scene, Random random);

	static Fault any(Random random) {
		int total = 0;
		for (Fault fault : values()) {
			total += fault.weight;
		}
		int choice = random.nextInt(total);
		for (Fault fault : values()) {
			choice -= fault.weight;
			if (choice < 0) {
				return fault;
			}
		}
		throw new IllegalStateException("No fault for " + choice);
	}

}
