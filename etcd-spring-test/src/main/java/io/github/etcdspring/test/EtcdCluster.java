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

package io.github.etcdspring.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.test.gateway.GatewayException;

/**
 * A real etcd cluster: a child process for each member, any of which can be stopped,
 * killed, frozen, and so on, through its {@link EtcdServer}.
 *
 * <pre class="code">
 * try (EtcdCluster cluster = EtcdCluster.start(3)) {
 *     connectTo(cluster.endpoints());
 *     cluster.leader().kill();
 *     cluster.awaitHealthy(Duration.ofSeconds(5));
 * }
 * </pre>
 *
 * <p>
 * The members keep their order and their endpoints. What changes the membership needs a
 * majority of running members, and is not to be called by several threads at once.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdCluster implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(EtcdCluster.class);

	private static final int PORT_ATTEMPTS = 10;

	private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

	private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(20);

	private static final long POLL = TimeUnit.MILLISECONDS.toNanos(20);

	private final ServerSettings settings;

	private final List<EtcdServer> members = new CopyOnWriteArrayList<>();

	private int named;

	private EtcdCluster(ServerSettings settings) {
		this.settings = settings;
	}

	/**
	 * Start a cluster with defaults.
	 * @param members how many members it has
	 * @return the running cluster, with a leader
	 * @throws IllegalStateException if no etcd can be found, or a member does not start
	 */
	public static EtcdCluster start(int members) {
		return builder().members(members).start();
	}

	/**
	 * Start a cluster with other settings than the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The members, whether they run or not.
	 * @return the members
	 */
	public List<EtcdServer> members() {
		return List.copyOf(this.members);
	}

	/**
	 * A member.
	 * @param index its number, from 0
	 * @return the member
	 */
	public EtcdServer member(int index) {
		return this.members.get(index);
	}

	/**
	 * Where clients reach the members.
	 * @return the URLs, in the order of the members
	 */
	public List<String> endpoints() {
		return this.members.stream().map(EtcdServer::endpoint).toList();
	}

	/**
	 * The version of etcd that runs.
	 * @return the version, such as {@code 3.5.30}
	 */
	public String version() {
		return this.settings.binary().version();
	}

	/**
	 * The member that leads now, as the members see it.
	 * @return the leader
	 * @throws IllegalStateException if there is none
	 */
	public EtcdServer leader() {
		return this.members.stream()
			.filter((member) -> member.leads(ANSWER_TIMEOUT))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No member leads this cluster"));
	}

	/**
	 * The members that do not lead now.
	 * @return the other members
	 */
	public List<EtcdServer> followers() {
		EtcdServer leader = leader();
		return this.members.stream().filter((member) -> member != leader).toList();
	}

	/**
	 * A client of a member that serves, independent of the client under test. Waits for
	 * such a member for up to 20 seconds.
	 * @return the client
	 * @throws IllegalStateException if no member serves
	 */
	public EtcdGateway gateway() {
		return serving(null).gateway();
	}

	/**
	 * Wait until every member that runs serves, and one of them leads.
	 * @param timeout how long to wait
	 * @throws IllegalStateException if it takes longer
	 */
	public void awaitHealthy(Duration timeout) {
		await(timeout, "This cluster is not healthy",
				() -> this.members.stream()
					.filter(EtcdServer::isRunning)
					.allMatch((member) -> member.serves(ANSWER_TIMEOUT))
						&& this.members.stream().anyMatch((member) -> member.leads(ANSWER_TIMEOUT)));
	}

	/**
	 * Ask for authentication from now on: adds the user {@code root} and its role.
	 * @param password the password of {@code root}
	 */
	public void enableAuthentication(String password) {
		serving(null).enableAuthentication(password);
		this.members.forEach((member) -> member.actAsRoot(password));
	}

	/**
	 * Serve everybody again.
	 */
	public void disableAuthentication() {
		serving(null).disableAuthentication();
		this.members.forEach((member) -> member.actAsRoot(null));
	}

	/**
	 * Add a member, and start it.
	 * @return the new member, which serves
	 */
	public EtcdServer addMember() {
		return add(false);
	}

	/**
	 * Add a member without a vote, and start it.
	 * @return the new member, which has not necessarily caught up
	 */
	public EtcdServer addLearner() {
		return add(true);
	}

	/**
	 * Give a learner a vote, as soon as it has caught up.
	 * @param learner the learner
	 */
	public void promote(EtcdServer learner) {
		String id = learner.gateway().maintenance().status().memberId();
		await(CATCH_UP_TIMEOUT, "The learner has not caught up", () -> {
			try {
				leader().gateway().membership().promote(id);
				return true;
			}
			catch (GatewayException ex) {
				if (String.valueOf(ex.getMessage()).contains("in sync")) {
					return false;
				}
				throw ex;
			}
		});
		learner.awaitReady();
	}

	/**
	 * Remove a member from the cluster, and end it.
	 * @param member the member
	 */
	public void remove(EtcdServer member) {
		withdraw(member);
		this.members.remove(member);
		member.close();
	}

	/**
	 * Let a member lose its data: it is killed, removed, and joins again as a new member
	 * with the same endpoint.
	 * @param member the member
	 */
	public void wipe(EtcdServer member) {
		member.kill();
		withdraw(member);
		member.wipe();
		announce(member, false);
		start(List.of(member));
	}

	/**
	 * Replace all data by that of a snapshot, on the same endpoints: for clients, time
	 * goes back. All members run afterwards.
	 * @param snapshot the file, as saved by
	 * {@link io.github.etcdspring.test.gateway.MaintenanceCalls#snapshot}
	 */
	public void restore(Path snapshot) {
		this.members.forEach(EtcdServer::kill);
		this.members.forEach((member) -> member.join(topology(member, false)));
		this.members.forEach((member) -> member.restoreData(snapshot));
		start(this.members);
	}

	/**
	 * Stop all members in good order, and keep their data.
	 */
	public void stop() {
		this.members.forEach(EtcdServer::stop);
	}

	/**
	 * Kill all members, and keep their data.
	 */
	public void kill() {
		this.members.forEach(EtcdServer::kill);
	}

	/**
	 * Start all members which do not run, on their data and their endpoints.
	 */
	public void restart() {
		start(this.members.stream().filter((member) -> !member.isRunning()).toList());
	}

	/**
	 * End all members and remove their data.
	 */
	@Override
	public void close() {
		this.members.forEach(EtcdServer::close);
	}

	@Override
	public String toString() {
		return "etcd cluster of " + this.members;
	}

	private void create(int count) {
		IntStream.range(0, count).forEach((index) -> this.members.add(newMember()));
		this.members.forEach((member) -> member.join(topology(member, false)));
		start(this.members);
	}

	private EtcdServer newMember() {
		this.named++;
		return new EtcdServer(this.settings, "member" + this.named, 0, null);
	}

	private EtcdServer add(boolean learner) {
		EtcdServer member = newMember();
		this.members.add(member);
		announce(member, learner);
		start(List.of(member));
		return member;
	}

	private void announce(EtcdServer member, boolean learner) {
		serving(member).gateway().membership().add(member.peerUrl(), learner);
		member.join(topology(member, true));
	}

	private void withdraw(EtcdServer member) {
		EtcdGateway gateway = serving(member).gateway();
		gateway.membership()
			.list()
			.stream()
			.filter((candidate) -> candidate.peerUrls().contains(member.peerUrl()))
			.forEach((candidate) -> gateway.membership().remove(candidate.id()));
	}

	private Topology topology(EtcdServer member, boolean existing) {
		return new Topology(member.name(), member.peerUrl(),
				this.members.stream()
					.map((other) -> other.name() + "=" + other.peerUrl())
					.collect(Collectors.joining(",")),
				existing);
	}

	private static void start(List<EtcdServer> members) {
		long start = System.nanoTime();
		members.forEach(EtcdServer::launch);
		members.forEach(EtcdServer::awaitReady);
		logger.info("Started %d member(s) in %d ms".formatted(members.size(),
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
	}

	// After the loss of a leader no member serves for a while
	private EtcdServer serving(@Nullable EtcdServer excluded) {
		AtomicReference<EtcdServer> result = new AtomicReference<>();
		await(CATCH_UP_TIMEOUT, "No member of this cluster serves", () -> {
			this.members.stream()
				.filter((member) -> member != excluded && member.serves(ANSWER_TIMEOUT))
				.findFirst()
				.ifPresent(result::set);
			return result.get() != null;
		});
		return result.get();
	}

	private static void await(Duration timeout, String message, Condition condition) {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (!condition.holds()) {
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException(message + " after " + timeout);
			}
			LockSupport.parkNanos(POLL);
		}
	}

	private interface Condition {

		boolean holds();

	}

	/**
	 * Settings of a cluster.
	 */
	public static final class Builder extends EtcdBuilder<Builder> {

		private int members = 3;

		private Builder() {
		}

		/**
		 * How many members the cluster has. By default three.
		 * @param members the number of members
		 * @return this builder
		 */
		public Builder members(int members) {
			if (members < 1) {
				throw new IllegalArgumentException("A cluster must have at least one member");
			}
			this.members = members;
			return this;
		}

		/**
		 * Start the cluster.
		 * @return the running cluster, with a leader
		 * @throws IllegalStateException if no etcd can be found, or a member does not
		 * start; the message ends with its log
		 */
		public EtcdCluster start() {
			ServerSettings settings = settings();
			for (int attempt = 1;; attempt++) {
				EtcdCluster cluster = new EtcdCluster(settings);
				try {
					cluster.create(this.members);
					return cluster;
				}
				catch (RuntimeException ex) {
					cluster.close();
					if (!(ex instanceof PortInUseException) || attempt == PORT_ATTEMPTS) {
						throw ex;
					}
				}
			}
		}

	}

}
