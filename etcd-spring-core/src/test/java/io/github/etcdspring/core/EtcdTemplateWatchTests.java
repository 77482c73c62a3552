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

package io.github.etcdspring.core;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.ParameterizedTypeReference;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchIterator;
import io.github.etcdspring.watch.EtcdWatchListener;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchSettings;
import io.github.etcdspring.watch.EtcdWatchSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for watches by {@link EtcdTemplate} on a real etcd.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateWatchTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@RegisterExtension
	private static final TemplateExtension etcd = new TemplateExtension();

	private EtcdWatchContainer container;

	private EtcdTemplate template;

	@BeforeEach
	void createTemplate() {
		EtcdValueConverter converter = EtcdValueConverter.create();
		this.container = new EtcdWatchContainer(etcd.connection(), converter,
				EtcdWatchSettings.builder().maxBacklogEvents(10).build());
		this.template = new EtcdTemplate(etcd.connection(), converter, this.container);
	}

	@AfterEach
	void closeContainer() {
		this.container.close();
	}

	@Test
	void listenersOfEveryForm() {
		this.container.start();
		List<Object> heard = new CopyOnWriteArrayList<>();
		this.template.watch(etcd.keys(), (batch) -> heard.add(batch.events().get(0).value()));
		this.template.watch(etcd.keys(), (batch) -> heard.add(batch.events().size()),
				(watch) -> watch.events(EtcdEvent.Type.PUT));
		this.template.watch(etcd.keys(), Integer.class, EtcdWatchListener.each((event) -> heard.add(event.value())));
		this.template.watch(etcd.keys(), new ParameterizedTypeReference<Integer>() {
		}, (batch) -> heard.add(batch.events().get(0).value()), (watch) -> watch.id("typed"));
		assertThat(this.template.watches().registrations()).hasSize(4)
			.allMatch((registration) -> registration.awaitCreated(TIMEOUT));
		this.template.put(etcd.key("a"), 42);
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(heard).containsExactlyInAnyOrder("42", 1, 42, 42));
		EtcdWatchRegistration typed = this.template.watches().registration("typed");
		assertThat(typed).isNotNull();
		await().until(() -> typed.lag().isZero() && typed.state() == EtcdWatchRegistration.State.ACTIVE);
	}

	@Test
	void listenerOfSingleChangesRepeatsOnlyTheOneThatFailed() {
		this.container.start();
		List<String> heard = new CopyOnWriteArrayList<>();
		EtcdWatchRegistration registration = this.template.watch(etcd.keys(), String.class,
				EtcdWatchListener.each((event) -> {
					heard.add(String.valueOf(event.value()));
					if (heard.size() == 2) {
						throw new IllegalStateException("once");
					}
				}));
		assertThat(registration.awaitCreated(TIMEOUT)).isTrue();
		this.template.txn((txn) -> {
			for (String value : List.of("1", "2", "3")) {
				txn.then(TxnOperation.put(etcd.key(value), value));
			}
		});
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(heard).containsExactly("1", "2", "2", "3"));
	}

	@Test
	void ownersCancelTheirWatches() {
		Object owner = new Object();
		EtcdWatchRegistration owned = this.template.watch(etcd.keys(), (batch) -> {
		}, (watch) -> watch.owner(owner));
		EtcdWatchRegistration other = this.template.watch(etcd.keys(), (batch) -> {
		});
		assertThat(this.container.registrations(owner)).containsExactly(owned);
		assertThat(this.container.cancel(owner)).isEqualTo(1);
		assertThat(this.container.registrations()).containsExactly(other);
		assertThat(owned.state()).isEqualTo(EtcdWatchRegistration.State.CANCELLED);
	}

	@Test
	void templateWithoutContainerSaysWhatToDo() {
		assertThatIllegalStateException().isThrownBy(() -> etcd.template().watch(etcd.keys(), (batch) -> {
		})).withMessageContaining("EtcdWatchContainer");
		assertThatIllegalArgumentException().isThrownBy(
				() -> new EtcdTemplate(etcd.connect((client) -> client), EtcdValueConverter.create(), this.container))
			.withMessageContaining("same connection");
	}

	@Test
	void iteratorTakesEveryChangeFromItsBeginningOn() {
		try (EtcdWatchIterator<Integer> changes = this.template.watchIterator(etcd.keys(), Integer.class)) {
			for (int i = 0; i < 100; i++) {
				this.template.put(etcd.key("k"), i);
			}
			for (int i = 0; i < 100; i++) {
				EtcdEvent<Integer> change = changes.next(TIMEOUT);
				assertThat(change).isNotNull().extracting(EtcdEvent::value).isEqualTo(i);
			}
			assertThat(changes.next(Duration.ZERO)).isNull();
			assertThat(changes.next(Duration.ofMillis(50))).isNull();
			this.template.delete(etcd.key("k"));
			assertThat(changes.hasNext()).isTrue();
			assertThat(changes.next().isDelete()).isTrue();
		}
		assertThat(this.container.registrations()).isEmpty();
	}

	@Test
	void slowConsumerParksTheWatchAndLosesNothing() {
		try (EtcdWatchIterator<Integer> changes = this.template.watchIterator(etcd.keys(), Integer.class)) {
			for (int i = 0; i < 300; i++) {
				this.template.put(etcd.key("k"), i);
			}
			await().atMost(TIMEOUT).until(() -> changes.registration().state() == EtcdWatchRegistration.State.PARKED);
			assertThat(changes.registration().backlog()).isLessThanOrEqualTo(20);
			for (int i = 0; i < 300; i++) {
				EtcdEvent<Integer> change = changes.next(TIMEOUT);
				assertThat(change).isNotNull().extracting(EtcdEvent::value).isEqualTo(i);
			}
		}
	}

	@Test
	void iteratorOfHistoryThatIsGoneFails() {
		long first = this.template.put(etcd.key("k"), 1).header().revision();
		long last = this.template.put(etcd.key("k"), 2).header().revision();
		this.template.compact(last, true);
		try (EtcdWatchIterator<Integer> changes = this.template.watchIterator(etcd.keys(), Integer.class,
				(watch) -> watch.startRevision(first).onCompaction(EtcdWatchSpec.OnCompaction.STOP))) {
			assertThatExceptionOfType(EtcdCompactedException.class).isThrownBy(() -> changes.next(TIMEOUT));
			assertThatExceptionOfType(EtcdCompactedException.class).isThrownBy(changes::next);
		}
	}

	@Test
	void iteratorFailsAtTheValueThatCannotBeConverted() {
		try (EtcdWatchIterator<Integer> changes = this.template.watchIterator(etcd.keys(), Integer.class)) {
			this.template.put(etcd.key("a"), 1);
			this.template.put(etcd.key("b"), "marker");
			this.template.put(etcd.key("c"), 3);
			assertThat(changes.next().value()).isEqualTo(1);
			assertThatExceptionOfType(EtcdConversionException.class).isThrownBy(changes::next)
				.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("marker"));
			assertThatExceptionOfType(EtcdConversionException.class).isThrownBy(() -> changes.next(TIMEOUT));
		}
	}

	@Test
	void interruptedConsumerLosesNothing() {
		try (EtcdWatchIterator<Integer> changes = this.template.watchIterator(etcd.keys(), Integer.class)) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(EtcdInterruptedException.class).isThrownBy(() -> changes.next(TIMEOUT));
			assertThat(Thread.interrupted()).isTrue();
			this.template.put(etcd.key("k"), 1);
			assertThat(changes.next().value()).isEqualTo(1);
		}
	}

	@Test
	void closedIteratorsAndContainersSaySo() {
		EtcdWatchIterator<Integer> closed = this.template.watchIterator(etcd.keys(), Integer.class);
		closed.close();
		closed.close();
		assertThat(closed.hasNext()).isFalse();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(closed::next);
		assertThatExceptionOfType(EtcdClosedException.class).isThrownBy(() -> closed.next(Duration.ZERO));
		EtcdWatchIterator<Integer> open = this.template.watchIterator(etcd.keys(), Integer.class);
		this.container.close();
		assertThatExceptionOfType(EtcdClosedException.class).isThrownBy(() -> open.next(TIMEOUT));
	}

	@Test
	void iteratorThatCannotReachEtcdFailsInTime() {
		EtcdValueConverter converter = EtcdValueConverter.create();
		try (var connection = etcd.connect((client) -> client.endpoints("http://127.0.0.1:1"));
				EtcdWatchContainer lonely = new EtcdWatchContainer(connection, converter,
						EtcdWatchSettings.defaults())) {
			EtcdOperations operations = new EtcdTemplate(connection, converter, lonely)
				.withTimeout(Duration.ofMillis(200));
			assertThatExceptionOfType(EtcdTimeoutException.class)
				.isThrownBy(() -> operations.watchIterator(etcd.keys(), String.class));
			assertThat(lonely.registrations()).isEmpty();
		}
	}

}
