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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.PutResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the page about asynchronous calls promises for WebFlux.
 *
 * @author The etcd-spring authors
 */
@Timeout(30)
class ReactorRecipeTests {

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final Greetings greetings = new Greetings(etcd.template());

	@Test
	void pageShowsWhatIsTestedHere() throws IOException {
		List<String> source = lines(Path.of("src/test/java", getClass().getName().replace('.', '/') + ".java"));
		List<String> page = lines(Path.of("../docs/async.md"));
		List<String> snippet = page.subList(page.indexOf("```java") + 1, page.lastIndexOf("```"));
		assertThat(snippet).hasSizeGreaterThan(5);
		assertThat(source).containsSequence(snippet);
	}

	@Test
	void valuesComeOutAndAbsentKeysAreEmpty() {
		assertThat(this.greetings.greet("reactor", "hello").block()).isNotNull();
		assertThat(this.greetings.greeting("reactor").block()).isEqualTo("hello");
		assertThat(this.greetings.greeting("nobody").defaultIfEmpty("nothing").block()).isEqualTo("nothing");
	}

	@Test
	void eachSubscriptionMakesACallOfItsOwn() {
		Mono<PutResult<Void>> put = this.greetings.greet("twice", "hello");
		assertThat(etcd.template().count(KeyRange.key("/greetings/twice"))).isZero();
		long first = put.block().revision();
		assertThat(put.block().revision()).isGreaterThan(first);
	}

	@Test
	void signalsComeOnThreadsThatMayBlock() {
		AtomicReference<String> thread = new AtomicReference<>();
		this.greetings.greeting("anybody").doOnTerminate(() -> thread.set(Thread.currentThread().getName())).block();
		assertThat(thread.get()).startsWith("etcd-callback-");
	}

	@Test
	void errorsAreThoseOfTheBlockingCalls() {
		Mono<String> late = Mono
			.fromFuture(() -> etcd.template().withTimeout(Duration.ofMillis(200)).async().get("/greetings/late"));
		etcd.server().pause();
		try {
			assertThatExceptionOfType(EtcdException.class).isThrownBy(late::block)
				.isInstanceOf(EtcdTimeoutException.class);
		}
		finally {
			etcd.server().resume();
		}
	}

	@Test
	void cancellationReachesTheServer() {
		EtcdTemplate template = etcd.template();
		template.locks().lock(etcd.key("lock"), template.leases().grantOnly(Duration.ofSeconds(60)).id());
		long lease = template.leases().grantOnly(Duration.ofSeconds(60)).id();
		Disposable subscription = Mono
			.fromFuture(() -> template.async().locks().lock(etcd.key("lock"), lease, Duration.ofSeconds(30)))
			.subscribe();
		awaitWaiting(2);
		subscription.dispose();
		awaitWaiting(1);
	}

	private static void awaitWaiting(long count) {
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(etcd.template().count(KeyRange.prefix(etcd.key("lock") + "/"))).isEqualTo(count));
	}

	private static List<String> lines(Path file) throws IOException {
		return Files.readAllLines(file).stream().map(String::strip).toList();
	}

	/**
	 * A repository as the page shows it.
	 */
	private static final class Greetings {

		private final EtcdTemplate etcd;

		Greetings(EtcdTemplate etcd) {
			this.etcd = etcd;
		}

		Mono<String> greeting(String name) {
			return Mono.fromFuture(() -> this.etcd.async().get("/greetings/" + name));
		}

		Mono<PutResult<Void>> greet(String name, String text) {
			return Mono.fromFuture(() -> this.etcd.async().put("/greetings/" + name, text));
		}

	}

}
