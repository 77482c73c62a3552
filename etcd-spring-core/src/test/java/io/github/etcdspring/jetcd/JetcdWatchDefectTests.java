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

import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.relay.TcpRelay;
import io.github.etcdspring.watch.EtcdWatchBatch;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchListener;
import io.github.etcdspring.watch.EtcdWatchSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What jetcd's own client does wrong in watches, each time beside what a watch of the
 * container does. A test that fails because jetcd does better is good news: the row can
 * go from {@code docs/why-not-jetcd-client.md}.
 *
 * @author The etcd-spring authors
 */
@Timeout(120)
class JetcdWatchDefectTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@RegisterExtension
	static final EtcdExtension etcd = new EtcdExtension();

	private TcpRelay relay;

	private BothClients clients;

	private BothClients writer;

	private EtcdWatchContainer container;

	private final List<Long> jetcdRevisions = new CopyOnWriteArrayList<>();

	private final List<Long> ourRevisions = new CopyOnWriteArrayList<>();

	private final AtomicBoolean jetcdCompleted = new AtomicBoolean();

	@BeforeEach
	void connect() {
		this.relay = TcpRelay.to(etcd.endpoint());
		this.clients = new BothClients(this.relay.endpoint());
		this.writer = new BothClients(etcd.endpoint());
		this.container = new EtcdWatchContainer(this.clients.connection, EtcdValueConverter.create(),
				EtcdWatchSettings.defaults());
		this.container.start();
	}

	@AfterEach
	void close() {
		this.container.close();
		this.clients.close();
		this.writer.close();
		this.relay.close();
	}

	@Test
	void everyWatchIsAStreamOfItsOwn() {
		long before = streams();
		IntStream.range(0, 50).forEach((i) -> watchOurs("/streams/" + i, 0));
		assertThat(streams() - before).as("ours").isOne();
		IntStream.range(0, 50).forEach((i) -> watchJetcd("/streams/" + i, UnaryOperator.identity()));
		await().untilAsserted(() -> assertThat(streams() - before).as("ours and jetcd's").isEqualTo(51));
	}

	@Test
	void watchFromNowOnGetsTheChangeBeforeItAfterAReconnect() {
		long earlier = write("/now/a");
		watchOurs("/now/", 0);
		watchJetcd("/now/", UnaryOperator.identity());
		await().until(() -> etcdWatchers() >= 2);
		this.relay.cut();
		await().atMost(TIMEOUT).until(() -> !this.jetcdRevisions.isEmpty());
		long later = write("/now/a");
		await().atMost(TIMEOUT).until(() -> this.jetcdRevisions.contains(later) && this.ourRevisions.contains(later));
		assertThat(this.jetcdRevisions).as("jetcd").startsWith(earlier);
		assertThat(this.ourRevisions).as("ours").containsExactly(later);
	}

	@Test
	@Timeout(300)
	void forgetsWhatItHadToCatchUpIfTheConnectionBreaksAgain() {
		watchOurs("/flap/", 0);
		watchJetcd("/flap/", UnaryOperator.identity());
		await().atMost(TIMEOUT).until(() -> {
			write("/flap/a");
			return !this.jetcdRevisions.isEmpty() && !this.ourRevisions.isEmpty();
		});
		long first = this.ourRevisions.get(0);
		// a matter of milliseconds: it may take more than one go
		for (int i = 0; i < 5 && !hasGaps(this.jetcdRevisions); i++) {
			long end = flap();
			await().atMost(TIMEOUT).until(() -> this.ourRevisions.contains(end));
			assertThat(this.ourRevisions).as("ours")
				.containsExactlyElementsOf(LongStream.rangeClosed(first, end).boxed().toList());
			await().atMost(TIMEOUT.multipliedBy(2))
				.until(() -> hasGaps(this.jetcdRevisions) || this.jetcdRevisions.contains(end));
		}
		assertThat(hasGaps(this.jetcdRevisions)).as("gaps in what jetcd told").isTrue();
	}

	@Test
	void messageAboveFourMebibytesEndsTheWatch() {
		String large = "x".repeat(1 << 20);
		long first = this.writer.template.put("/large/a", large).revision();
		IntStream.range(0, 6).forEach((i) -> this.writer.template.put("/large/a", large));
		watchOurs("/large/", first);
		watchJetcd("/large/", (option) -> option.withRevision(first));
		await().atMost(TIMEOUT).until(() -> this.ourRevisions.size() == 7);
		await().atMost(TIMEOUT).untilTrue(this.jetcdCompleted);
		assertThat(this.jetcdRevisions).as("jetcd").hasSizeLessThan(7);
	}

	@Test
	void exceptionOfAListenerEndsTheWatch() {
		AtomicBoolean thrown = new AtomicBoolean();
		Watch.Listener throwing = Watch.listener((response) -> {
			if (thrown.compareAndSet(false, true)) {
				throw new IllegalStateException("thrown by a listener");
			}
			response.getEvents().forEach(this::received);
		}, this::completed);
		this.clients.jetcd.getWatchClient().watch(BothClients.bytes("/throw/"), prefix(), throwing);
		AtomicBoolean ourThrown = new AtomicBoolean();
		this.container.register(KeyRange.prefix("/throw/"), String.class, (batch) -> {
			if (ourThrown.compareAndSet(false, true)) {
				throw new IllegalStateException("thrown by a listener");
			}
			batch.events().forEach((event) -> this.ourRevisions.add(event.revision()));
		}).awaitCreated(TIMEOUT);
		await().until(() -> etcdWatchers() >= 2);
		long first = write("/throw/a");
		await().untilTrue(thrown);
		long second = write("/throw/a");
		await().until(() -> this.ourRevisions.equals(List.of(first, second)));
		await().during(Duration.ofSeconds(2)).until(this.jetcdRevisions::isEmpty);
	}

	@Test
	void watchWithoutPermissionIsRepeatedForEver() {
		try (EtcdServer server = EtcdServer.start()) {
			server.gateway().authentication().addUser("guest", "guest");
			server.enableAuthentication("root");
			try (BothClients guests = new BothClients(server.endpoint(),
					(builder) -> builder.user(BothClients.bytes("guest")).password(BothClients.bytes("guest")));
					EtcdWatchContainer refused = new EtcdWatchContainer(guests.connection, EtcdValueConverter.create(),
							EtcdWatchSettings.defaults())) {
				refused.start();
				AtomicBoolean failed = new AtomicBoolean();
				refused.register(KeyRange.prefix("/secret/"), String.class, new FailureListener(failed));
				await().atMost(TIMEOUT).untilTrue(failed);
				long ours = BothClients.count(server.endpoint(), "grpc_server_started_total", "Watch");
				guests.jetcd.getWatchClient().watch(BothClients.bytes("/secret/"), prefix(), (response) -> {
				});
				await().atMost(TIMEOUT)
					.untilAsserted(() -> assertThat(
							BothClients.count(server.endpoint(), "grpc_server_started_total", "Watch") - ours)
						.as("attempts of jetcd")
						.isGreaterThan(8));
			}
		}
	}

	private void watchOurs(String prefix, long startRevision) {
		this.container.register(KeyRange.prefix(prefix), String.class,
				(batch) -> batch.events().forEach((event) -> this.ourRevisions.add(event.revision())), (spec) -> {
					if (startRevision > 0) {
						spec.startRevision(startRevision);
					}
				})
			.awaitCreated(TIMEOUT);
	}

	private void watchJetcd(String prefix, UnaryOperator<WatchOption.Builder> option) {
		this.clients.jetcd.getWatchClient()
			.watch(BothClients.bytes(prefix), option.apply(WatchOption.builder().isPrefix(true)).build(),
					Watch.listener((response) -> response.getEvents().forEach(this::received), this::completed));
	}

	private long flap() {
		for (int i = 0; i < 40; i++) {
			this.relay.refuse();
			this.relay.cut();
			IntStream.range(0, 50).forEach((j) -> write("/flap/" + j));
			long accepted = this.relay.accepted();
			this.relay.heal();
			await().pollInterval(Duration.ofMillis(5)).atMost(TIMEOUT).until(() -> this.relay.accepted() > accepted);
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(100)));
		}
		return write("/flap/end");
	}

	private static boolean hasGaps(List<Long> revisions) {
		SortedSet<Long> told = new TreeSet<>(revisions);
		return told.size() < told.last() - told.first() + 1;
	}

	private static WatchOption prefix() {
		return WatchOption.builder().isPrefix(true).build();
	}

	private void received(WatchEvent event) {
		this.jetcdRevisions.add(event.getKeyValue().getModRevision());
	}

	private void completed() {
		this.jetcdCompleted.set(true);
	}

	private long write(String key) {
		return this.writer.template.put(key, "value").revision();
	}

	private static long streams() {
		return BothClients.count(etcd.endpoint(), "grpc_server_started_total", "Watch");
	}

	private static long etcdWatchers() {
		return BothClients.count(etcd.endpoint(), "etcd_debugging_mvcc_watcher_total");
	}

	private record FailureListener(AtomicBoolean failed) implements EtcdWatchListener<String> {

		@Override
		public void onEvents(EtcdWatchBatch<String> batch) {
		}

		@Override
		public void onFailed(EtcdException reason) {
			this.failed.set(true);
		}

	}

}
