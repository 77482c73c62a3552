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

package io.github.etcdspring.consumer;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.etcd.jetcd.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.connection.EtcdRpc;
import io.github.etcdspring.connection.EtcdStream;
import io.github.etcdspring.connection.EtcdStreamListener;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchCursor.Context;
import io.github.etcdspring.watch.EtcdWatchCursor.Phase;
import io.github.etcdspring.watch.EtcdWatchCursor.Position;
import io.github.etcdspring.watch.EtcdWatchSpec.OnCompaction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions of a cursor that follow each other.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class CursorSessionTests {

	@RegisterExtension
	static final EtcdExtension server = new EtcdExtension();

	private final String name = UUID.randomUUID().toString();

	private final EtcdConnection connection = new EtcdConnection(Client.builder().endpoints(server.endpoint()),
			EtcdConnectionSettings.defaults());

	private final List<EtcdException> ended = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.connection.close();
	}

	@Test
	void saveThatComesLateDoesNotEndTheWatchThatHasBegunAnew() throws Exception {
		LateCalls late = new LateCalls(this.connection.calls());
		CursorSession former = session(late);
		begin(former);
		late.gate = new CompletableFuture<>();
		former.passed(at(20), true);
		CompletableFuture<?> saved = former.save();
		former.close();
		begin(session(this.connection.calls()));
		late.gate.complete(null);
		saved.get(10, TimeUnit.SECONDS);
		assertThat(this.ended).isEmpty();
	}

	private static void begin(CursorSession session) throws Exception {
		session.load().get(10, TimeUnit.SECONDS);
		assertThat(session.claim(at(10)).get(10, TimeUnit.SECONDS)).isTrue();
	}

	private static Position at(long revision) {
		return new Position(revision, Phase.LIVE, 0);
	}

	private CursorSession session(EtcdCalls calls) {
		Context context = new Context("watch", KeyRange.key("/k"), EnumSet.allOf(EtcdEvent.Type.class),
				OnCompaction.RESYNC, calls, this.ended::add, null);
		CursorStore store = new CursorStore(calls, "/cursors/position/" + this.name, "/cursors/name/" + this.name,
				null);
		return new CursorSession(this.name, context, store, Duration.ofMinutes(1), null);
	}

	/**
	 * Sends calls when it is let.
	 */
	private static final class LateCalls implements EtcdCalls {

		private final EtcdCalls delegate;

		private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

		LateCalls(EtcdCalls delegate) {
			this.delegate = delegate;
		}

		@Override
		public <Q, R, T> T call(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec, Function<R, T> mapper) {
			return this.delegate.call(rpc, request, spec, mapper);
		}

		@Override
		public <Q, R, T> CompletableFuture<T> callAsync(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec,
				Function<R, T> mapper) {
			return this.gate.thenCompose((open) -> this.delegate.callAsync(rpc, request, spec, mapper));
		}

		@Override
		public <Q, R> EtcdStream<Q> open(EtcdRpc<Q, R> rpc, Set<String> avoid, boolean freshToken,
				EtcdStreamListener<R> listener) {
			return this.delegate.open(rpc, avoid, freshToken, listener);
		}

		@Override
		public Duration timeout() {
			return this.delegate.timeout();
		}

	}

}
