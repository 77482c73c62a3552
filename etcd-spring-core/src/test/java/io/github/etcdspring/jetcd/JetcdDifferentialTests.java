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

package io.github.etcdspring.jetcd;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.etcd.jetcd.cluster.Member;
import io.etcd.jetcd.lease.LeaseTimeToLiveResponse;
import io.etcd.jetcd.maintenance.StatusResponse;
import io.etcd.jetcd.options.LeaseOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.etcdspring.cluster.EtcdMember;
import io.github.etcdspring.jetcd.KvSubject.Comparison;
import io.github.etcdspring.jetcd.KvSubject.Guard;
import io.github.etcdspring.jetcd.KvSubject.Query;
import io.github.etcdspring.jetcd.KvSubject.Target;
import io.github.etcdspring.kv.SortBy;
import io.github.etcdspring.kv.SortOrder;
import io.github.etcdspring.lease.LeaseInfo;
import io.github.etcdspring.maintenance.EtcdMemberStatus;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same calls through jetcd's own client and through the template: what a user of one
 * is told, a user of the other is told as well.
 *
 * @author The etcd-spring authors
 */
@Timeout(90)
class JetcdDifferentialTests {

	private static final int OPERATIONS = 600;

	@Test
	void randomOperationsHaveTheSameResultsOnTwoServers() {
		long seed = System.nanoTime();
		try (EtcdServer first = EtcdServer.start();
				EtcdServer second = EtcdServer.start();
				BothClients jetcd = new BothClients(first.endpoint());
				BothClients ours = new BothClients(second.endpoint())) {
			KvSubject expected = new JetcdSubject(jetcd.jetcd);
			KvSubject actual = new TemplateSubject(ours.template);
			List<String> told = compare(operations(new Random(seed)), expected, actual, seed);
			assertThat(told).as("no trivial run")
				.anyMatch((result) -> result.matches("txn \\d+ true .*"))
				.anyMatch((result) -> result.matches("txn \\d+ false .*"));
			long last = ours.template.put("/end", "").revision();
			jetcd.jetcd.getKVClient().put(BothClients.bytes("/end"), BothClients.bytes("")).join();
			compare(history(new Random(seed), 1, last), expected, actual, seed);
			compare(List.of((subject) -> subject.compact(last / 2, true)), expected, actual, seed);
			compare(history(new Random(seed), last / 2, last), expected, actual, seed);
			long hash = jetcd.jetcd.getMaintenanceClient().hashKV(first.endpoint(), last).join().getHash();
			assertThat(ours.template.maintenance().hash(second.endpoint(), last).hash()).as("hash of all keys")
				.isEqualTo(hash & 0xFFFFFFFFL);
		}
	}

	@Test
	void leasesMembersUsersAndStatusLookTheSame() throws Exception {
		try (EtcdServer server = EtcdServer.start(); BothClients clients = new BothClients(server.endpoint())) {
			long lease = clients.jetcd.getLeaseClient().grant(60).get(5, TimeUnit.SECONDS).getID();
			clients.template.put("/leased", "value", (put) -> put.lease(lease));
			compareLease(clients, lease);
			compareMembers(clients);
			compareStatus(clients, server.endpoint());
			clients.jetcd.getAuthClient().userAdd(BothClients.bytes("ada"), BothClients.bytes("secret")).join();
			clients.template.auth().addRole("reader");
			clients.template.auth().grantRole("ada", "reader");
			assertThat(clients.jetcd.getAuthClient().userGet(BothClients.bytes("ada")).join().getRoles())
				.isEqualTo(clients.template.auth().rolesOf("ada"));
			assertThat(clients.jetcd.getAuthClient().userList().join().getUsers())
				.isEqualTo(clients.template.auth().users());
		}
	}

	private static void compareLease(BothClients clients, long lease) throws Exception {
		LeaseTimeToLiveResponse expected = clients.jetcd.getLeaseClient()
			.timeToLive(lease, LeaseOption.builder().withAttachedKeys().build())
			.get(5, TimeUnit.SECONDS);
		LeaseInfo info = clients.template.leases().timeToLive(lease, true);
		assertThat(info).isNotNull();
		assertThat(info.grantedTtl()).isEqualTo(Duration.ofSeconds(expected.getGrantedTTL()));
		assertThat(info.keys())
			.isEqualTo(expected.getKeys().stream().map((key) -> key.toString(StandardCharsets.UTF_8)).toList());
	}

	private static void compareMembers(BothClients clients) {
		Member expected = clients.jetcd.getClusterClient().listMember().join().getMembers().get(0);
		EtcdMember member = clients.template.cluster().members().get(0);
		assertThat(member.id()).isEqualTo(expected.getId());
		assertThat(member.name()).isEqualTo(expected.getName());
		assertThat(member.clientUrls()).isEqualTo(expected.getClientURIs());
		assertThat(member.peerUrls()).isEqualTo(expected.getPeerURIs());
	}

	private static void compareStatus(BothClients clients, String endpoint) {
		StatusResponse expected = clients.jetcd.getMaintenanceClient().statusMember(endpoint).join();
		EtcdMemberStatus status = clients.template.maintenance().status(endpoint);
		assertThat(status.version()).isEqualTo(expected.getVersion());
		assertThat(status.leaderId()).isEqualTo(expected.getLeader());
	}

	private static List<String> compare(List<Function<KvSubject, String>> operations, KvSubject expected,
			KvSubject actual, long seed) {
		List<String> results = operations.stream().map((operation) -> operation.apply(actual)).toList();
		assertThat(results).as("the operations of seed %d", seed)
			.isEqualTo(operations.stream().map((operation) -> operation.apply(expected)).toList());
		return results;
	}

	private static List<Function<KvSubject, String>> operations(Random random) {
		return IntStream.range(0, OPERATIONS).mapToObj((i) -> operation(random, i)).toList();
	}

	private static List<Function<KvSubject, String>> history(Random random, long from, long to) {
		return random.longs(50, from, to + 1)
			.<Function<KvSubject, String>>mapToObj((revision) -> (subject) -> subject
				.range(new Query("/k/", 0, revision, SortBy.KEY, SortOrder.ASCEND, false, false, false, 0, 0)))
			.toList();
	}

	private static Function<KvSubject, String> operation(Random random, int i) {
		String key = key(random);
		boolean flag = random.nextBoolean();
		switch (random.nextInt(8)) {
			case 0:
				String prefix = "/k/" + random.nextInt(6);
				return (subject) -> subject.delete(prefix, flag);
			case 1, 2:
				Guard guard = new Guard(key, any(random, Target.values()), any(random, Comparison.values()),
						random.nextInt(6), key(random), key(random) + "/deleted");
				return (subject) -> subject.txn(guard);
			case 3, 4:
				Query query = new Query("/k/", random.nextInt(5), 0, any(random, SortBy.values()),
						any(random, SortOrder.values()), random.nextInt(4) == 0, random.nextInt(4) == 0, flag,
						random.nextInt(2) * random.nextInt(i + 1), random.nextInt(2) * (i / 2 + 1));
				return (subject) -> subject.range(query);
			default:
				String value = String.valueOf(random.nextInt(6));
				return (subject) -> subject.put(key, value, flag);
		}
	}

	private static String key(Random random) {
		return "/k/" + random.nextInt(6) + '/' + random.nextInt(4);
	}

	private static <T> T any(Random random, T[] values) {
		return values[random.nextInt(values.length)];
	}

}
