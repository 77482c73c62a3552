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

package io.github.etcdspring.watch;

import java.util.Set;

import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdRpc;
import io.github.etcdspring.connection.EtcdStream;
import io.github.etcdspring.connection.EtcdStreamListener;

/**
 * The connection of a stream of watches: its state, its token, and the way out. Belongs
 * to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchLink {

	private static final EtcdRpc<WatchRequest, WatchResponse> RPC = EtcdRpc.read("watch", WatchGrpc.getWatchMethod());

	private final boolean freshToken;

	private final int failuresBefore;

	private State state = State.NEW;

	private @Nullable EtcdStream<WatchRequest> stream;

	private long startedAt;

	private boolean proven;

	/**
	 * Create a link.
	 * @param freshToken whether to authenticate anew before opening it
	 * @param failuresBefore how many links before this one failed in a row
	 */
	WatchLink(boolean freshToken, int failuresBefore) {
		this.freshToken = freshToken;
		this.failuresBefore = failuresBefore;
	}

	void start(EtcdCalls calls, Set<String> avoid, EtcdStreamListener<WatchResponse> listener) {
		if (this.state == State.NEW) {
			this.startedAt = System.nanoTime();
			this.stream = calls.open(RPC, avoid, this.freshToken, listener);
		}
	}

	// Returns whether requests can be sent from now on
	boolean opened() {
		boolean first = this.state == State.NEW;
		this.state = (first) ? State.OPEN : this.state;
		return first;
	}

	void send(WatchRequest request) {
		EtcdStream<WatchRequest> stream = this.stream;
		if (stream != null && this.state == State.OPEN) {
			stream.send(request);
		}
	}

	// Let more messages arrive.
	void request(int messages) {
		EtcdStream<WatchRequest> stream = this.stream;
		if (stream != null && this.state == State.OPEN) {
			stream.request(messages);
		}
	}

	void close() {
		this.state = State.CLOSED;
		EtcdStream<WatchRequest> stream = this.stream;
		if (stream != null) {
			stream.cancel();
		}
	}

	// The server has answered.
	void proven() {
		this.proven = true;
	}

	boolean isOpen() {
		return this.state == State.OPEN;
	}

	boolean isClosed() {
		return this.state == State.CLOSED;
	}

	// Return whether the token is newer than a moment in nanoseconds.
	boolean isFresherThan(long moment) {
		return this.freshToken && (this.stream == null || this.startedAt - moment >= 0);
	}

	// Whether a link instead of this one must have a fresh token as well.
	boolean owesFreshToken() {
		return this.freshToken && !this.proven;
	}

	// Return how many links failed in a row, this one included once it has.
	int failures() {
		return (this.proven) ? 1 : this.failuresBefore + 1;
	}

	// Return the endpoint, or an empty text before one was chosen.
	String endpoint() {
		EtcdStream<WatchRequest> stream = this.stream;
		return (stream != null) ? stream.endpoint() : "";
	}

	private enum State {

		/**
		 * Not open yet.
		 */
		NEW,

		/**
		 * Requests can be sent.
		 */
		OPEN,

		/**
		 * Over.
		 */
		CLOSED

	}

}
