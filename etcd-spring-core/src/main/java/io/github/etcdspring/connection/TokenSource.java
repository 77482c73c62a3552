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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.grpc.Status;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The authentication token that all calls share. However many calls find it invalid, it
 * is renewed once, and all of them get the new one. One that tells when it ends is
 * renewed before, so that no call finds out.
 *
 * @author The etcd-spring authors
 */
final class TokenSource {

	private static final Log logger = LogFactory.getLog(EtcdConnection.class);

	private static final Token NONE = new Token(null);

	/**
	 * The shortest time before a renewal: whose tokens end sooner, or whose clock differs
	 * that much from the server's, must not authenticate all the time.
	 */
	private static final Duration SHORTEST_DELAY = Duration.ofSeconds(1);

	private final @Nullable Supplier<CompletableFuture<String>> authentication;

	private final BiConsumer<Runnable, Duration> timer;

	private final AtomicReference<@Nullable CompletableFuture<Token>> current = new AtomicReference<>();

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Create a source.
	 * @param authentication asks the server for a token, or {@code null} without
	 * credentials
	 * @param timer runs something after a time
	 */
	TokenSource(@Nullable Supplier<CompletableFuture<String>> authentication, BiConsumer<Runnable, Duration> timer) {
		this.authentication = authentication;
		this.timer = timer;
		if (authentication == null) {
			this.current.set(CompletableFuture.completedFuture(NONE));
		}
	}

	boolean isRenewable() {
		return this.authentication != null;
	}

	CompletableFuture<Token> get() {
		while (true) {
			CompletableFuture<Token> token = this.current.get();
			if (token != null && !token.isCompletedExceptionally()) {
				return token;
			}
			CompletableFuture<Token> renewed = new CompletableFuture<>();
			if (this.current.compareAndSet(token, renewed)) {
				authenticate(renewed);
				return renewed;
			}
		}
	}

	/**
	 * Forget a token that the server refused, unless it has been renewed since.
	 * @param refused the token
	 */
	void invalidate(Token refused) {
		CompletableFuture<Token> token = this.current.get();
		if (isRenewable() && token != null && token.isDone() && !token.isCompletedExceptionally()
				&& token.join() == refused) {
			this.current.compareAndSet(token, null);
		}
	}

	/**
	 * Forget whatever token there is, unless it is being renewed right now.
	 */
	void invalidate() {
		CompletableFuture<Token> token = this.current.get();
		if (isRenewable() && token != null && token.isDone()) {
			this.current.compareAndSet(token, null);
		}
	}

	private void authenticate(CompletableFuture<Token> renewed) {
		ask().whenComplete((value, failure) -> {
			if (failure == null) {
				renewed.complete(new Token(value));
				renewAhead(renewed, value);
			}
			else if (ServerError.of(Status.fromThrowable(failure)) == ServerError.AUTHENTICATION_DISABLED) {
				warnOnce();
				renewed.complete(new Token(null));
			}
			else {
				renewed.completeExceptionally(failure);
			}
		});
	}

	@SuppressWarnings("NullAway")
	private CompletableFuture<String> ask() {
		try {
			return this.authentication.get();
		}
		catch (RuntimeException | Error ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void renewAhead(CompletableFuture<Token> token, String value) {
		Duration delay = WebToken.remaining(value).dividedBy(5).multipliedBy(4);
		if (delay.compareTo(SHORTEST_DELAY) >= 0) {
			this.timer.accept(() -> replace(token, value), delay);
		}
	}

	// The old one serves meanwhile, and if there is no new one, while it lasts
	private void replace(CompletableFuture<Token> token, String value) {
		if (this.current.get() == token) {
			ask().whenComplete((newValue, failure) -> {
				if (failure != null) {
					renewAhead(token, value);
					return;
				}
				CompletableFuture<Token> renewed = CompletableFuture.completedFuture(new Token(newValue));
				if (this.current.compareAndSet(token, renewed)) {
					renewAhead(renewed, newValue);
				}
			});
		}
	}

	private void warnOnce() {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("'etcd.username' is set but authentication is not enabled on the server: "
					+ "calls go without credentials");
		}
	}

	/**
	 * A token, told from others by identity.
	 */
	static final class Token {

		private final CallHeaders headers;

		Token(@Nullable String value) {
			this.headers = new CallHeaders(value);
		}

		CallHeaders headers() {
			return this.headers;
		}

	}

}
