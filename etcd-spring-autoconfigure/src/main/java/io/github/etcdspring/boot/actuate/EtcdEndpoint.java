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

package io.github.etcdspring.boot.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.cluster.EtcdMember;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdEndpoint.State;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.election.EtcdLeader;
import io.github.etcdspring.election.EtcdLeadership;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.lease.EtcdLease;
import io.github.etcdspring.lease.EtcdLeaseTerm;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchRegistration;

/**
 * {@link Endpoint} to show connections, members, watches, groups, leases, locks and
 * leadership, and to pause and resume watches. It shows no values and no secrets. Only
 * the members are asked for on the network.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@Endpoint(id = "etcd")
public class EtcdEndpoint {

	private static final Duration MEMBERS_TIMEOUT = Duration.ofSeconds(2);

	private final Map<String, EtcdConnection> connections;

	private final Map<String, EtcdWatchContainer> containers;

	private final Map<String, EtcdLeadership> leaderships;

	/**
	 * Create the endpoint.
	 * @param connections the connections by name
	 * @param containers the containers of watches by name
	 * @param leaderships the candidates of elections by name
	 */
	public EtcdEndpoint(Map<String, EtcdConnection> connections, Map<String, EtcdWatchContainer> containers,
			Map<String, EtcdLeadership> leaderships) {
		Assert.notNull(connections, "'connections' must not be null");
		Assert.notNull(containers, "'containers' must not be null");
		Assert.notNull(leaderships, "'leaderships' must not be null");
		this.connections = new LinkedHashMap<>(connections);
		this.containers = new LinkedHashMap<>(containers);
		this.leaderships = new LinkedHashMap<>(leaderships);
	}

	/**
	 * Show the connections and the watches.
	 * @return the report
	 */
	@ReadOperation
	public EtcdDescriptor etcd() {
		return new EtcdDescriptor(connections(), watches());
	}

	/**
	 * Show one part.
	 * @param part {@code connections}, {@code members}, {@code watches}, {@code groups},
	 * {@code leases}, {@code locks} or {@code leadership}
	 * @return the part by names of connections, containers or candidates, or {@code null}
	 * if there is no such part
	 */
	@ReadOperation
	public @Nullable Map<String, ?> part(@Selector String part) {
		return switch (part) {
			case "connections" -> connections();
			case "members" -> mapValues(this.connections, MembersDescriptor::of);
			case "watches" -> watches();
			case "groups" -> mapValues(this.containers, GroupDescriptor::of);
			case "leases" -> mapValues(this.connections, LeaseDescriptor::of);
			case "locks" -> mapValues(this.connections, LockDescriptor::of);
			case "leadership" -> mapValues(this.leaderships, LeadershipDescriptor::of);
			default -> null;
		};
	}

	/**
	 * Show one watch.
	 * @param part {@code watches}
	 * @param id the id of the watch
	 * @return the watch, or {@code null} if there is no such watch
	 */
	@ReadOperation
	public @Nullable WatchDescriptor watch(@Selector String part, @Selector String id) {
		EtcdWatchRegistration registration = find(part, id);
		return (registration != null) ? WatchDescriptor.of(registration) : null;
	}

	/**
	 * Pause or resume a watch. The position of a paused watch is kept.
	 * @param part {@code watches}
	 * @param id the id of the watch
	 * @param paused whether the watch shall be paused
	 * @return the watch, or {@code null} if there is no such watch
	 */
	@WriteOperation
	public @Nullable WatchDescriptor pauseOrResume(@Selector String part, @Selector String id, boolean paused) {
		EtcdWatchRegistration registration = find(part, id);
		if (registration == null) {
			return null;
		}
		if (paused) {
			registration.pause();
		}
		else {
			registration.resume();
		}
		return WatchDescriptor.of(registration);
	}

	private Map<String, ConnectionDescriptor> connections() {
		return mapValues(this.connections, ConnectionDescriptor::of);
	}

	private Map<String, List<WatchDescriptor>> watches() {
		return mapValues(this.containers,
				(container) -> container.registrations().stream().map(WatchDescriptor::of).toList());
	}

	private @Nullable EtcdWatchRegistration find(String part, String id) {
		if (!"watches".equals(part)) {
			return null;
		}
		List<EtcdWatchRegistration> found = this.containers.values()
			.stream()
			.flatMap((container) -> container.registrations().stream())
			.filter((registration) -> registration.id().equals(id))
			.toList();
		if (found.size() > 1) {
			throw new InvalidEndpointRequestException("There are %d watches '%s'".formatted(found.size(), id),
					"Several containers have a watch with this id");
		}
		return (found.isEmpty()) ? null : found.get(0);
	}

	private static <S, T> Map<String, T> mapValues(Map<String, S> source, Function<S, T> mapper) {
		Map<String, T> target = new LinkedHashMap<>();
		source.forEach((name, value) -> target.put(name, mapper.apply(value)));
		return target;
	}

	/**
	 * Connections and watches.
	 *
	 * @param connections the connections by name
	 * @param watches the watches by name of their container
	 */
	public record EtcdDescriptor(Map<String, ConnectionDescriptor> connections,
			Map<String, List<WatchDescriptor>> watches) implements OperationResponseBody {

	}

	/**
	 * A connection.
	 *
	 * @param connected whether at least one endpoint is connected
	 * @param endpoints the endpoints
	 */
	public record ConnectionDescriptor(boolean connected, List<EndpointDescriptor> endpoints) {

		static ConnectionDescriptor of(EtcdConnection connection) {
			return new ConnectionDescriptor(connection.isConnected(), connection.endpoints()
				.stream()
				.map((endpoint) -> new EndpointDescriptor(endpoint.uri(), endpoint.state(), endpoint.lastError()))
				.toList());
		}

	}

	/**
	 * An endpoint of a connection.
	 *
	 * @param uri the endpoint
	 * @param state its state
	 * @param lastError why it could not be reached last, or {@code null}
	 */
	public record EndpointDescriptor(String uri, State state, @Nullable String lastError) {

	}

	/**
	 * The members of a cluster.
	 *
	 * @param members the members, or {@code null} if they are not known
	 * @param error why they are not known, or {@code null}
	 */
	public record MembersDescriptor(@Nullable List<MemberDescriptor> members, @Nullable String error) {

		static MembersDescriptor of(EtcdConnection connection) {
			try {
				List<EtcdMember> members = new EtcdTemplate(connection, EtcdValueConverter.create())
					.withTimeout(MEMBERS_TIMEOUT)
					.cluster()
					.members(false);
				return new MembersDescriptor(members.stream().map(MemberDescriptor::of).toList(), null);
			}
			catch (EtcdException ex) {
				return new MembersDescriptor(null, ex.getMessage());
			}
		}

	}

	/**
	 * A member of a cluster.
	 *
	 * @param id the id in hexadecimal
	 * @param name the name
	 * @param clientUrls where clients reach it
	 * @param peerUrls where other members reach it
	 * @param learner whether it only learns and does not vote
	 */
	public record MemberDescriptor(String id, String name, List<String> clientUrls, List<String> peerUrls,
			boolean learner) {

		static MemberDescriptor of(EtcdMember member) {
			return new MemberDescriptor(Long.toHexString(member.id()), member.name(),
					member.clientUrls().stream().map(String::valueOf).toList(),
					member.peerUrls().stream().map(String::valueOf).toList(), member.learner());
		}

	}

	/**
	 * A watch.
	 *
	 * @param id the id
	 * @param range the keys
	 * @param state its state
	 * @param group the group to which it belongs, or {@code null}
	 * @param revision the revision up to which all changes have been handled
	 * @param lag for how long it has been behind, in milliseconds
	 * @param backlog the number of events that wait
	 * @param handledEvents the number of events that were handled
	 * @param skippedEvents the number of events that were given up because of errors
	 * @param error why the server refuses it, or {@code null}
	 */
	public record WatchDescriptor(String id, String range, EtcdWatchRegistration.State state, @Nullable String group,
			long revision, long lag, int backlog, long handledEvents, long skippedEvents,
			@Nullable String error) implements OperationResponseBody {

		static WatchDescriptor of(EtcdWatchRegistration registration) {
			EtcdException failure = registration.failure();
			return new WatchDescriptor(registration.id(), registration.range().toString(), registration.state(),
					registration.group(), registration.revision(), registration.lag().toMillis(),
					registration.backlog(), registration.handledEvents(), registration.skippedEvents(),
					(failure != null) ? failure.getMessage() : null);
		}

	}

	/**
	 * A group of watches.
	 *
	 * @param group the name
	 * @param owner whether this process owns it, and so handles its events
	 * @param watches the ids of its watches here
	 */
	public record GroupDescriptor(String group, boolean owner, List<String> watches) {

		static List<GroupDescriptor> of(EtcdWatchContainer container) {
			Map<String, List<EtcdWatchRegistration>> groups = new TreeMap<>();
			for (EtcdWatchRegistration registration : container.registrations()) {
				String group = registration.group();
				if (group != null) {
					groups.computeIfAbsent(group, (name) -> new ArrayList<>()).add(registration);
				}
			}
			return groups.entrySet()
				.stream()
				.map((group) -> new GroupDescriptor(group.getKey(),
						group.getValue().stream().anyMatch(EtcdWatchRegistration::isGroupOwner),
						group.getValue().stream().map(EtcdWatchRegistration::id).sorted().toList()))
				.toList();
		}

	}

	/**
	 * A lease that a connection keeps alive.
	 *
	 * @param id the id in hexadecimal, or {@code null} if nothing was granted yet
	 * @param state its state
	 * @param ttl the time to live that was granted, in milliseconds
	 * @param remaining how long it lives if it is not renewed, in milliseconds
	 */
	public record LeaseDescriptor(@Nullable String id, EtcdLease.State state, long ttl, long remaining) {

		static List<LeaseDescriptor> of(EtcdConnection connection) {
			return new EtcdTemplate(connection, EtcdValueConverter.create()).leases()
				.kept()
				.stream()
				.map(LeaseDescriptor::of)
				.toList();
		}

		private static LeaseDescriptor of(EtcdLease lease) {
			EtcdLeaseTerm term = lease.term();
			return new LeaseDescriptor((term != null) ? Long.toHexString(term.id()) : null, lease.state(),
					lease.ttl().toMillis(), lease.remaining().toMillis());
		}

	}

	/**
	 * A lock that a connection holds.
	 *
	 * @param name the name
	 * @param key the key that exists while it is held
	 * @param fencingToken the fencing token
	 * @param remaining how long it is held if etcd cannot be reached, in milliseconds
	 */
	public record LockDescriptor(String name, String key, long fencingToken, long remaining) {

		static List<LockDescriptor> of(EtcdConnection connection) {
			return new EtcdTemplate(connection, EtcdValueConverter.create()).locks()
				.held()
				.stream()
				.map((lock) -> new LockDescriptor(lock.name(), lock.key(), lock.fencingToken(),
						lock.remaining().toMillis()))
				.toList();
		}

	}

	/**
	 * A candidate of an election.
	 *
	 * @param election the name of the election
	 * @param leader whether this process leads
	 * @param fencingToken the fencing token, or {@code null} if this process does not
	 * lead
	 */
	public record LeadershipDescriptor(String election, boolean leader, @Nullable Long fencingToken) {

		static LeadershipDescriptor of(EtcdLeadership leadership) {
			EtcdLeader leader = leadership.leader();
			return new LeadershipDescriptor(leadership.name(), leader != null,
					(leader != null) ? leader.fencingToken() : null);
		}

	}

}
