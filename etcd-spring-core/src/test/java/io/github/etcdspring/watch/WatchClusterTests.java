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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.options.WatchOption;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.connection.EtcdRpc;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for watches of a cluster whose members die and freeze while others write. What
 * the watches have heard is compared with the history that the servers keep.
 *
 * @author The etcd-spring authors
 */
class WatchClusterTests {

	private static final int WATCHES = 20;

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@Test
	void faultsOfMembersLoseNothingAndRepeatNothing() {
		List<Recorder> recorders = new ArrayList<>();
		try (EtcdCluster cluster = EtcdCluster.start(3);
				EtcdConnection connection = connect(cluster);
				EtcdConnection writes = connect(cluster);
				EtcdWatchContainer container = new EtcdWatchContainer(connection, EtcdValueConverter.create(),
						EtcdWatchSettings.builder().streams(3).build())) {
			container.start();
			for (int i = 0; i < WATCHES; i++) {
				Recorder recorder = new Recorder();
				recorders.add(recorder);
				assertThat(container.register(KeyRange.prefix("/k/"), String.class, recorder).awaitCreated(TIMEOUT))
					.isTrue();
			}
			AtomicBoolean writing = new AtomicBoolean(true);
			List<Thread> writers = Stream.generate(() -> new Thread(() -> write(writes, writing))).limit(8).toList();
			writers.forEach(Thread::start);
			for (int round = 0; round < 2; round++) {
				EtcdServer leader = cluster.leader();
				leader.kill();
				pause(1000);
				leader.restart();
				cluster.awaitHealthy(TIMEOUT);
				EtcdServer follower = cluster.followers().get(0);
				follower.pause();
				pause(4000);
				follower.resume();
				cluster.awaitHealthy(TIMEOUT);
				cluster.member(round).kill();
				cluster.member(round).restart();
				cluster.awaitHealthy(TIMEOUT);
			}
			writing.set(false);
			await().atMost(TIMEOUT).until(() -> writers.stream().noneMatch(Thread::isAlive));
			long last = write(writes, "/k/last", "last");
			await().atMost(TIMEOUT)
				.until(() -> recorders.stream().allMatch((recorder) -> recorder.revisions().contains(last)));
			List<String> history = history(cluster, last);
			assertThat(history.size()).isGreaterThan(100);
			assertThat(recorders).allSatisfy((recorder) -> assertThat(recorder.events()
				.stream()
				.map((event) -> event.revision() + " " + event.key() + " " + event.value())
				.toList()).isEqualTo(history));
			assertThat(container.registrations())
				.allMatch((registration) -> registration.state() == EtcdWatchRegistration.State.ACTIVE);
		}
	}

	private static void write(EtcdConnection connection, AtomicBoolean writing) {
		for (int i = 0; writing.get(); i++) {
			try {
				write(connection, "/k/" + i % 50, String.valueOf(i));
			}
			catch (EtcdException ex) {
				// The history knows whether it was written
			}
			pause(5);
		}
	}

	private static long write(EtcdConnection connection, String key, String value) {
		return connection.calls()
			.call(EtcdRpc.write("kv.put", KVGrpc.getPutMethod()), WatchedEtcd.putRequest(key, value),
					EtcdCallSpec.DEFAULT, (response) -> response.getHeader().getRevision());
	}

	private static List<String> history(EtcdCluster cluster, long last) {
		List<String> history = new CopyOnWriteArrayList<>();
		ByteSequence prefix = ByteSequence.from("/k/", StandardCharsets.UTF_8);
		List<Long> revisions = new CopyOnWriteArrayList<>();
		try (Client client = Client.builder().endpoints(cluster.member(0).endpoint()).build()) {
			client.getWatchClient()
				.watch(prefix, WatchOption.builder().isPrefix(true).withRevision(1).build(),
						(response) -> response.getEvents().forEach((event) -> {
							KeyValue pair = event.getKeyValue();
							history.add(pair.getModRevision() + " " + pair.getKey() + " " + pair.getValue());
							revisions.add(pair.getModRevision());
						}));
			await().atMost(TIMEOUT).until(() -> revisions.contains(last));
		}
		return history;
	}

	private static EtcdConnection connect(EtcdCluster cluster) {
		ClientBuilder builder = Client.builder()
			.endpoints(cluster.endpoints().toArray(String[]::new))
			.connectTimeout(Duration.ofSeconds(1))
			.keepaliveTime(Duration.ofSeconds(10))
			.keepaliveTimeout(Duration.ofSeconds(3));
		return new EtcdConnection(builder, EtcdConnectionSettings.defaults());
	}

	private static void pause(long millis) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

}
