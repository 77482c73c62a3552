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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The future of several calls, one after the other: whoever cancels it, or completes it
 * from outside, cancels the one that is under way, and no other is made. Internal to the
 * library.
 *
 * @param <T> the result of the last call
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdCallChain<T extends @Nullable Object> extends CompletableFuture<T> {

	private volatile @Nullable CompletableFuture<?> current;

	/**
	 * Create a chain without a call.
	 */
	public EtcdCallChain() {
		whenComplete((result, ex) -> {
			CompletableFuture<?> call = this.current;
			if (call != null) {
				call.cancel(false);
			}
		});
	}

	/**
	 * Wait for a call and go on when it succeeded.
	 * @param <S> the result of the call
	 * @param call the call
	 * @param then what to do with its result; what it throws fails this future
	 */
	public <S extends @Nullable Object> void then(CompletableFuture<S> call, Consumer<S> then) {
		then(call, then, (ex) -> completeExceptionally(ex));
	}

	/**
	 * Wait for a call and go on.
	 * @param <S> the result of the call
	 * @param call the call
	 * @param then what to do with its result; what it throws fails this future
	 * @param otherwise what to do if it failed
	 */
	public <S extends @Nullable Object> void then(CompletableFuture<S> call, Consumer<S> then,
			Consumer<Throwable> otherwise) {
		this.current = call;
		if (isDone()) {
			call.cancel(false);
		}
		call.whenComplete(guarded((result, ex) -> {
			if (ex == null) {
				then.accept(result);
			}
			else {
				otherwise.accept((ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex);
			}
		}));
	}

	private <S extends @Nullable Object> BiConsumer<S, @Nullable Throwable> guarded(
			BiConsumer<S, @Nullable Throwable> step) {
		return (result, ex) -> {
			try {
				if (!isDone()) {
					step.accept(result, ex);
				}
			}
			catch (RuntimeException | Error failure) {
				completeExceptionally(failure);
			}
		};
	}

}
