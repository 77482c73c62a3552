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
import java.util.function.Supplier;

/**
 * Makes calls that are answered by many messages. Internal to the library.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdServerStreams {

	private final CallContext context;

	EtcdServerStreams(CallContext context) {
		this.context = context;
	}

	/**
	 * Make a call to one endpoint. It has no deadline as a whole, only one for each
	 * message.
	 * @param <Q> the request message
	 * @param <R> the response message
	 * @param rpc the method
	 * @param request the request
	 * @param endpoint the endpoint, as in {@link EtcdEndpoint#uri()}
	 * @param patience how long to wait for each message, positive
	 * @return the answers, to be closed
	 */
	public <Q, R> EtcdServerStream<Q, R> open(EtcdRpc<Q, R> rpc, Q request, String endpoint, Duration patience) {
		EtcdServerStream<Q, R> stream = new EtcdServerStream<>(this.context, rpc, request, endpoint, patience);
		stream.open();
		return stream;
	}

	/**
	 * Read on a thread of its own, which may block.
	 * @param <T> the result
	 * @param name the name of the thread
	 * @param reader reads, and ends early when it is interrupted
	 * @return a future that completes on the connection's callback executor; the reader
	 * is interrupted when it is cancelled or completed by somebody else
	 */
	public <T> CompletableFuture<T> readAsync(String name, Supplier<T> reader) {
		CompletableFuture<T> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				T value = reader.get();
				onCallbackThread(() -> result.complete(value));
			}
			catch (RuntimeException | Error ex) {
				onCallbackThread(() -> result.completeExceptionally(ex));
			}
		}, name);
		thread.setDaemon(true);
		result.whenComplete((value, failure) -> {
			if (Thread.currentThread() != thread) {
				thread.interrupt();
			}
		});
		thread.start();
		return result;
	}

	private void onCallbackThread(Runnable task) {
		try {
			this.context.threads().callbacks().execute(task);
		}
		catch (RuntimeException | Error ex) {
			// Whatever the executor has to say, the caller waits. This thread may block
			// as well
			task.run();
		}
	}

}
