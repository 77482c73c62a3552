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
import java.util.List;

import org.awaitility.Awaitility;

import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.relay.TcpRelay;

/**
 * Three members, each behind a relay, and what can happen to them.
 *
 * @author The etcd-spring authors
 */
final class FaultyCluster implements AutoCloseable {

	private final EtcdCluster cluster = EtcdCluster.start(3);

	private final List<TcpRelay> relays = this.cluster.endpoints().stream().map(TcpRelay::to).toList();

	List<String> endpoints() {
		return this.relays.stream().map(TcpRelay::endpoint).toList();
	}

	EtcdServer leader() {
		return this.cluster.leader();
	}

	EtcdServer follower() {
		return this.cluster.followers().get(0);
	}

	void inflict(Fault fault, EtcdServer member) {
		switch (fault) {
			case KILL -> member.kill();
			case PAUSE -> member.pause();
			case BLACK_HOLE -> relay(member).blackHole();
			case CUT -> relay(member).cut();
		}
	}

	void heal(Fault fault, EtcdServer member) {
		switch (fault) {
			case KILL -> member.restart();
			case PAUSE -> member.resume();
			case BLACK_HOLE, CUT -> relay(member).heal();
		}
		this.cluster.awaitHealthy(Duration.ofSeconds(20));
	}

	/**
	 * Connect, and wait until all members are.
	 * @param settings the settings
	 * @return the connection
	 */
	EtcdConnection connect(EtcdConnectionSettings settings) {
		EtcdConnection connection = new EtcdConnection(TestConnections.builder(endpoints()), settings);
		TestConnections.get(connection, "key");
		awaitConnected(connection);
		return connection;
	}

	void awaitConnected(EtcdConnection connection) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> connection.endpoints()
				.stream()
				.allMatch((each) -> each.state() == EtcdEndpoint.State.CONNECTED));
	}

	private TcpRelay relay(EtcdServer member) {
		return this.relays.get(this.cluster.members().indexOf(member));
	}

	@Override
	public void close() {
		this.relays.forEach(TcpRelay::close);
		this.cluster.close();
	}

	/**
	 * What can happen to a member.
	 */
	enum Fault {

		/**
		 * The process ends, and its port is closed.
		 */
		KILL,

		/**
		 * The process stands still, and its connections stay open.
		 */
		PAUSE,

		/**
		 * Its clients hear nothing of it any more; the other members do.
		 */
		BLACK_HOLE,

		/**
		 * Its clients lose their connections.
		 */
		CUT

	}

}
