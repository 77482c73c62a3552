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

package io.github.etcdspring.connection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.github.etcdspring.connection.TokenSource.Token;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link TokenSource}.
 *
 * @author The etcd-spring authors
 */
class TokenSourceTests {

	private final Queue<CompletableFuture<String>> answers = new ArrayDeque<>();

	private final Queue<Runnable> timer = new ArrayDeque<>();

	private final List<Duration> delays = new ArrayList<>();

	private final TokenSource tokens = new TokenSource(this.answers::remove, (task, delay) -> {
		this.timer.add(task);
		this.delays.add(delay);
	});

	@Test
	void tokenThatTellsItsEndIsRenewedAfterMostOfItsLife() {
		this.answers.add(CompletableFuture.completedFuture(webToken(100)));
		Token first = this.tokens.get().join();
		assertThat(this.delays).singleElement()
			.satisfies((delay) -> assertThat(delay).isBetween(Duration.ofSeconds(70), Duration.ofSeconds(80)));
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.answers.add(answer);
		this.timer.remove().run();
		assertThat(this.tokens.get().join()).isSameAs(first);
		answer.complete(webToken(100));
		assertThat(this.tokens.get().join()).isNotSameAs(first);
		assertThat(this.timer).hasSize(1);
	}

	@Test
	void failedRenewalIsRepeatedWhileTheTokenIsGood() {
		this.answers.add(CompletableFuture.completedFuture(webToken(100)));
		Token first = this.tokens.get().join();
		this.answers.add(CompletableFuture.failedFuture(new IllegalStateException("away")));
		this.timer.remove().run();
		assertThat(this.tokens.get().join()).isSameAs(first);
		assertThat(this.timer).hasSize(1);
	}

	@Test
	void tokenThatWasRefusedMeanwhileIsNotRenewedAgain() {
		this.answers.add(CompletableFuture.completedFuture(webToken(100)));
		this.tokens.invalidate(this.tokens.get().join());
		this.answers.add(CompletableFuture.completedFuture("simple.1"));
		Token second = this.tokens.get().join();
		this.timer.remove().run();
		assertThat(this.tokens.get().join()).isSameAs(second);
		assertThat(this.timer).isEmpty();
	}

	@Test
	void tokenThatEndsAtOnceIsNotRenewedAllTheTime() {
		this.answers.add(CompletableFuture.completedFuture(webToken(1)));
		this.tokens.get().join();
		assertThat(this.timer).isEmpty();
	}

	@Test
	void authenticationThatThrowsFailsTheTokenAndIsRepeated() {
		CompletableFuture<Token> failed = this.tokens.get();
		assertThat(failed).isCompletedExceptionally();
		this.answers.add(CompletableFuture.completedFuture("simple.1"));
		assertThat(this.tokens.get()).isCompleted();
	}

	private static String webToken(int seconds) {
		String claims = "{\"exp\":%d}".formatted(Instant.now().plusSeconds(seconds).getEpochSecond());
		return "head." + Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".signature";
	}

}
