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
import java.util.stream.Stream;

import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.gateway.KeySpan;
import io.github.etcdspring.test.oracle.EtcdHistory;
import io.github.etcdspring.test.oracle.EtcdHistoryRecorder;
import io.github.etcdspring.test.relay.TcpRelay;

/**
 * A cluster, applications that use it, and somebody who records what happens.
 *
 * @author The etcd-spring authors
 */
final class Scene implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	/**
	 * More than happens while a watch is cut off, which would begin anew otherwise.
	 */
	private static final long KEPT_REVISIONS = 10_000;

	private final EtcdCluster cluster = EtcdCluster.start(3);

	private final EtcdHistoryRecorder recorder = new EtcdHistoryRecorder(this.cluster::gateway,
			KeySpan.prefix(Keys.PREFIX));

	private final List<Application> applications;

	private long compacted;

	Scene() {
		ConfigLoad.prepare(this.cluster.gateway());
		this.applications = Stream.of("one", "two").map((name) -> Application.start(name, this.cluster)).toList();
		this.recorder.start();
	}

	EtcdCluster cluster() {
		return this.cluster;
	}

	List<Application> applications() {
		return this.applications;
	}

	EtcdServer member(Random random) {
		return this.cluster.member(random.nextInt(this.cluster.members().size()));
	}

	/**
	 * How an application reaches the cluster.
	 * @param random chooses the application
	 * @return its relays
	 */
	List<TcpRelay> relays(Random random) {
		return this.applications.get(random.nextInt(this.applications.size())).relays();
	}

	void compact() {
		long revision = this.recorder.lastRevision() - KEPT_REVISIONS;
		if (revision > this.compacted) {
			this.cluster.gateway().maintenance().compact(revision);
			this.compacted = revision;
		}
	}

	void awaitHealthy() {
		this.cluster.awaitHealthy(TIMEOUT);
	}

	EtcdHistory history() {
		return this.recorder.finish();
	}

	@Override
	public void close() {
		this.applications.forEach(Application::close);
		this.recorder.close();
		this.cluster.close();
	}

}
