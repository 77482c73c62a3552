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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdRequestTooLargeException;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.kv.EtcdValueConverter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link EtcdTemplate#execute}.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateExecuteTests {

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final EtcdTemplate template = etcd.template();

	@Test
	void callbackGetsTheClientOfTheConnection() {
		this.template.put(etcd.key("a"), "1");
		assertThat(this.template.<String>execute(
				(client) -> client.getKVClient().get(bytes(etcd.key("a"))).get().getKvs().get(0).getValue().toString()))
			.isEqualTo("1");
		assertThat(this.template.<Client>execute((client) -> client)).isSameAs(etcd.connection().client());
		assertThat(this.template.withTimeout(Duration.ofSeconds(1)).<Client>execute((client) -> client))
			.isSameAs(etcd.connection().client());
		assertThat(this.template.<Object>execute((client) -> null)).isNull();
	}

	@Test
	void clientKnowsTheNamespace() {
		try (EtcdConnection connection = etcd.connect((builder) -> builder.namespace(bytes(etcd.key(""))))) {
			new EtcdTemplate(connection, EtcdValueConverter.create())
				.execute((client) -> client.getKVClient().put(bytes("x"), bytes("1")).get());
		}
		assertThat(this.template.get(etcd.key("x"))).isEqualTo("1");
	}

	@Test
	void failuresAreTranslated() {
		long before = this.template.put(etcd.key("a"), "1").revision();
		this.template.compact(this.template.put(etcd.key("a"), "2").revision());
		assertThatExceptionOfType(EtcdCompactedException.class).isThrownBy(() -> this.template
			.execute((client) -> kv(client).get(bytes("a"), GetOption.builder().withRevision(before).build()).get()));
		assertThatExceptionOfType(EtcdLeaseNotFoundException.class).isThrownBy(() -> this.template.execute(
				(client) -> kv(client).put(bytes("a"), bytes("1"), PutOption.builder().withLeaseId(99).build()).join()))
			.withMessageContaining(etcd.server().endpoint())
			.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.REFUSED));
		assertThatExceptionOfType(EtcdRequestTooLargeException.class).isThrownBy(() -> this.template
			.execute((client) -> kv(client).put(bytes("a"), ByteSequence.from(new byte[1_600_000])).get()));
		assertThatExceptionOfType(EtcdInvalidRequestException.class)
			.isThrownBy(() -> this.template.execute((client) -> client.getClusterClient().removeMember(4711).get()));
	}

	@Test
	void exceptionsThatAreNotOfTheClientAreThrownAsTheyAre() {
		assertThatIllegalStateException().isThrownBy(() -> this.template.execute((client) -> {
			throw new IllegalStateException("mine");
		})).withMessage("mine");
		assertThatIllegalStateException().isThrownBy(() -> this.template.execute((client) -> {
			throw new CompletionException(new IllegalStateException("mine"));
		})).withMessage("mine");
		assertThatExceptionOfType(EtcdException.class).isThrownBy(() -> this.template.execute((client) -> {
			throw new IOException("mine");
		})).withCauseInstanceOf(IOException.class).withMessageContaining("mine");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.execute(null))
			.withMessage("'callback' must not be null");
	}

	@Test
	void timeoutAndInterruptionOfTheCallbackAreTranslated() {
		assertThatExceptionOfType(EtcdTimeoutException.class)
			.isThrownBy(
					() -> this.template.execute((client) -> new CompletableFuture<>().get(1, TimeUnit.MILLISECONDS)))
			.withCauseInstanceOf(TimeoutException.class)
			.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNKNOWN));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(EtcdInterruptedException.class)
			.isThrownBy(() -> this.template.execute((client) -> new CompletableFuture<>().get()));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void clientEndsWithTheConnection() {
		EtcdConnection connection = etcd.connect((builder) -> builder);
		EtcdTemplate own = new EtcdTemplate(connection, EtcdValueConverter.create());
		Client client = own.execute((it) -> it);
		KV kv = client.getKVClient();
		assertThat(kv.get(bytes("a"))).succeedsWithin(Duration.ofSeconds(10));
		connection.close();
		assertThat(kv.get(bytes("a"))).failsWithin(Duration.ofSeconds(10));
		assertThatExceptionOfType(EtcdClosedException.class).isThrownBy(() -> own.execute((it) -> it))
			.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNSENT));
	}

	private static KV kv(Client client) {
		return client.getKVClient();
	}

	private static ByteSequence bytes(String text) {
		return ByteSequence.from(text, StandardCharsets.UTF_8);
	}

}
