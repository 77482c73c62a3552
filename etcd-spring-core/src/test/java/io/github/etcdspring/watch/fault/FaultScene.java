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

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.gateway.AuthenticationCalls.Permission;
import io.github.etcdspring.test.gateway.KeySpan;
import io.github.etcdspring.test.oracle.EtcdHistoryRecorder;
import io.github.etcdspring.test.relay.TcpRelay;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;
import io.github.etcdspring.watch.EtcdWatchSettings;

import static org.awaitility.Awaitility.await;

/**
 * A cluster, watches that reach it through relays, and somebody who writes to it
 * directly. Ends with a comparison of what the watches were told with what happened.
 *
 * @author The etcd-spring authors
 */
final class FaultScene implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(FaultScene.class);

	static final String USER = "app";

	static final String PASSWORD = "correct-horse-battery";

	static final Duration TIMEOUT = Duration.ofSeconds(90);

	private static final String ROOT_PASSWORD = "root-horse-battery";

	final EtcdCluster cluster;

	final List<TcpRelay> relays;

	final EtcdWatchContainer container;

	final List<Watcher> watchers;

	final WriteLoad load;

	private final FirstEvents firstEvents = new FirstEvents();

	private final EtcdHistoryRecorder recorder;

	private final EtcdConnection connection;

	private final EtcdConnection writes;

	private final long firstRevision;

	private final Duration timeout;

	private FaultScene(Builder builder) {
		this.timeout = builder.timeout;
		this.cluster = builder.cluster.start();
		if (builder.authentication) {
			enableAuthentication();
		}
		this.relays = this.cluster.endpoints().stream().map(TcpRelay::to).toList();
		String user = (builder.authentication) ? USER : null;
		this.connection = connect(this.relays.stream().map(TcpRelay::endpoint).toList(), user, PASSWORD);
		this.writes = connect(this.cluster.endpoints(), (user != null) ? "root" : null, ROOT_PASSWORD);
		EtcdWatchSettings.Builder settings = EtcdWatchSettings.builder().maxBacklogEvents(1000);
		builder.settings.accept(settings);
		this.container = new EtcdWatchContainer(this.connection, EtcdValueConverter.create(), settings.build());
		this.load = new WriteLoad(this.writes);
		this.recorder = new EtcdHistoryRecorder(this.cluster::gateway, KeySpan.prefix(WriteLoad.PREFIX));
		// Nobody is to hear of what happens before
		this.load.writeToAll();
		this.firstRevision = this.cluster.gateway().revision() + 1;
		this.watchers = builder.watchers;
		this.watchers.get(0).tell(this.firstEvents::heard);
		this.load.tell(this.firstEvents::written);
		this.watchers.forEach((watcher) -> watcher.register(this.container));
		this.container.start();
		awaitActive();
	}

	static Builder of(Setup setup) {
		return new Builder(setup.cluster());
	}

	private void enableAuthentication() {
		this.cluster.enableAuthentication(ROOT_PASSWORD);
		this.cluster.gateway().authentication().addUser(USER, PASSWORD).addRole(USER).grantRole(USER, USER);
		grant();
	}

	private static EtcdConnection connect(List<String> endpoints, String user, String password) {
		ClientBuilder builder = Client.builder()
			.endpoints(endpoints.stream().map(URI::create).toArray(URI[]::new))
			.connectTimeout(Duration.ofSeconds(1))
			.keepaliveTime(Duration.ofSeconds(10))
			.keepaliveTimeout(Duration.ofSeconds(3))
			.keepaliveWithoutCalls(false);
		if (user != null) {
			builder.user(ByteSequence.from(user, StandardCharsets.UTF_8))
				.password(ByteSequence.from(password, StandardCharsets.UTF_8));
		}
		return new EtcdConnection(builder, EtcdConnectionSettings.defaults());
	}

	/**
	 * Write, and let faults happen meanwhile.
	 * @param count how often to write
	 * @param times how often the fault happens
	 * @param fault the fault, which ends with everything as it was
	 */
	void whileWriting(int count, int times, IntConsumer fault) {
		this.recorder.start();
		int share = Math.max(1, count / times);
		for (int round = 0; round < times; round++) {
			this.load.awaitAtMostOpen(share, TIMEOUT);
			this.load.write(share);
			pause(upTo(30));
			fault.accept(round);
			this.firstEvents.faultIsOver();
		}
	}

	void cut() {
		this.relays.forEach(TcpRelay::cut);
	}

	void refuse() {
		this.relays.forEach(TcpRelay::refuse);
	}

	void blackHole() {
		this.relays.forEach(TcpRelay::blackHole);
	}

	void heal() {
		this.relays.forEach(TcpRelay::heal);
	}

	/**
	 * Let nobody in for a while, so that changes queue up, and cut the connection again
	 * as soon as it is back and they begin to arrive.
	 * @param outage how long nobody is let in, in milliseconds
	 * @param afterReconnect how soon to cut again, in milliseconds
	 */
	void cutTwice(long outage, long afterReconnect) {
		long before = accepted();
		refuse();
		pause(outage);
		heal();
		await().pollInterval(Duration.ofMillis(1)).atMost(TIMEOUT).until(() -> accepted() > before);
		pause(afterReconnect);
		cut();
	}

	private long accepted() {
		return this.relays.stream().mapToLong(TcpRelay::accepted).sum();
	}

	void grant() {
		this.cluster.gateway()
			.authentication()
			.grantPermission(USER, Permission.READ, KeySpan.prefix(WriteLoad.PREFIX));
	}

	void revoke() {
		this.cluster.gateway().authentication().revokePermission(USER, KeySpan.prefix(WriteLoad.PREFIX));
	}

	void changePassword(String password) {
		this.cluster.gateway().authentication().changePassword(USER, password);
	}

	void awaitActive() {
		await().atMost(TIMEOUT)
			.until(() -> this.watchers.stream()
				.allMatch((watcher) -> watcher.registration().state() == State.ACTIVE
						|| watcher.registration().state() == State.PARKED));
	}

	/**
	 * Check that each watch has been told exactly what it asked for, and is alive.
	 * @return what happened meanwhile
	 */
	History assertExact() {
		this.load.awaitAtMostOpen(0, TIMEOUT);
		this.load.writeToAll();
		History history = history();
		awaitArrival(history);
		List<String> wrong = compare(history);
		logger.info("%d watches, %d events, %s".formatted(this.watchers.size(), history.size(), this.firstEvents));
		if (!wrong.isEmpty()) {
			throw new AssertionError("%d of %d watches are wrong after %d events: %s".formatted(wrong.size(),
					this.watchers.size(), history.size(), String.join("\n", wrong)));
		}
		return history;
	}

	History history() {
		return History.of(this.recorder.finish(), this.firstRevision);
	}

	private List<String> compare(History history) {
		List<String> wrong = new ArrayList<>();
		for (Watcher watcher : this.watchers) {
			List<?> deviations = watcher.check(history);
			State state = watcher.registration().state();
			if (!deviations.isEmpty() || state != State.ACTIVE) {
				wrong.add("%s is %s, %d deviation(s), such as %s; it was told %s".formatted(watcher, state,
						deviations.size(), deviations.subList(0, Math.min(5, deviations.size())), watcher.notices));
			}
		}
		return wrong;
	}

	/**
	 * Wait for the last events as long as any come, and a moment longer for events that
	 * should not come.
	 */
	private void awaitArrival(History history) {
		for (Watcher watcher : this.watchers) {
			int expected = watcher.expected(history).events().size();
			long count = watcher.count();
			long deadline = System.nanoTime() + this.timeout.toNanos();
			while ((count < expected || watcher.registration().state() != State.ACTIVE)
					&& System.nanoTime() < deadline) {
				pause(5);
				if (watcher.count() > count) {
					count = watcher.count();
					deadline = System.nanoTime() + this.timeout.toNanos();
				}
			}
		}
		pause(200);
	}

	static long upTo(long millis) {
		return ThreadLocalRandom.current().nextLong(millis + 1);
	}

	static void pause(long millis) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	@Override
	public void close() {
		this.load.close();
		this.recorder.close();
		this.container.close();
		this.connection.close();
		this.writes.close();
		this.relays.forEach(TcpRelay::close);
		this.cluster.close();
		Watcher.forgetShared();
	}

	/**
	 * Settings of a scene.
	 */
	static final class Builder {

		private final EtcdCluster.Builder cluster;

		private List<Watcher> watchers = Watchers.mix(20);

		private boolean authentication;

		private Duration timeout = TIMEOUT;

		private Consumer<EtcdWatchSettings.Builder> settings = (builder) -> {
		};

		private Builder(EtcdCluster.Builder cluster) {
			this.cluster = cluster;
		}

		Builder flag(String name, String value) {
			this.cluster.flag(name, value);
			return this;
		}

		Builder watchers(List<Watcher> watchers) {
			this.watchers = List.copyOf(watchers);
			return this;
		}

		Builder authentication() {
			this.authentication = true;
			// The least that there is: what is at stake here are tokens
			this.cluster.flag("bcrypt-cost", "4");
			return this;
		}

		Builder settings(Consumer<EtcdWatchSettings.Builder> settings) {
			this.settings = settings;
			return this;
		}

		/**
		 * Set how long to wait for events that do not come.
		 * @param timeout how long
		 * @return this builder
		 */
		Builder timeout(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		FaultScene start() {
			return new FaultScene(this);
		}

	}

}
