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

package io.github.etcdspring.test.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.etcdspring.test.gateway.Answer;
import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.test.gateway.KeySpan;

/**
 * Reads stored changes by watches, many pieces at once: for each thousand revisions that
 * a server sends to its watches it looks through all that were made since.
 *
 * @author The etcd-spring authors
 */
final class HistoryReader {

	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	private static final int REVISIONS_OF_A_PIECE = 2_000;

	private static final int PIECES_AT_ONCE = 16;

	private final EtcdGateway gateway;

	private final KeySpan span;

	HistoryReader(EtcdGateway gateway, KeySpan span) {
		this.gateway = gateway;
		this.span = span;
	}

	// Return all changes from one revision to another, in order.
	List<WatchedEvent> read(long firstRevision, long lastRevision) {
		ExecutorService threads = Executors.newFixedThreadPool(PIECES_AT_ONCE);
		try {
			return LongStream
				.iterate(firstRevision, (start) -> start <= lastRevision, (start) -> start + REVISIONS_OF_A_PIECE)
				.mapToObj((start) -> CompletableFuture.supplyAsync(
						() -> readPiece(start, Math.min(start + REVISIONS_OF_A_PIECE - 1, lastRevision)), threads))
				.toList()
				.stream()
				.map(CompletableFuture::join)
				.flatMap(List::stream)
				.toList();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
		finally {
			threads.shutdownNow();
		}
	}

	// Each revision changes some key, so that a watch of all keys sees the last one, and
	// with it knows that it has seen everything
	private List<WatchedEvent> readPiece(long firstRevision, long lastRevision) {
		Map<String, Object> create = KeySpan.all().fields(Map.of("start_revision", firstRevision));
		Stream<Answer> answers = this.gateway.stream("/v3/watch", Map.of("create_request", create));
		CompletableFuture<Void> end = new CompletableFuture<>();
		end.orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).whenComplete((nothing, timeout) -> answers.close());
		try {
			List<WatchedEvent> events = new ArrayList<>();
			long seen = 0;
			for (Iterator<Answer> iterator = answers.iterator(); seen < lastRevision;) {
				seen = Math.max(seen, collect(iterator.next(), lastRevision, events));
			}
			return events;
		}
		finally {
			end.complete(null);
		}
	}

	private long collect(Answer answer, long lastRevision, List<WatchedEvent> events) {
		if (answer.isTrue("canceled")) {
			throw new IllegalStateException("The history can't be read: revisions below %d are compacted"
				.formatted(answer.number("compact_revision")));
		}
		long seen = 0;
		for (Answer event : answer.objects("events")) {
			Answer entry = event.object("kv");
			seen = entry.number("mod_revision");
			if (seen <= lastRevision && this.span.contains(entry.bytes("key"))) {
				boolean deleted = "DELETE".equals(event.text("type"));
				events.add(new WatchedEvent(entry.decoded("key"), (deleted) ? null : entry.decoded("value"), seen));
			}
		}
		return seen;
	}

}
