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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;

import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdRpc;
import io.github.etcdspring.connection.EtcdStream;
import io.github.etcdspring.connection.EtcdStreamListener;

/**
 * One stream with its watches, from opening to its end. Belongs to the engine's thread;
 * the callbacks of the transport only pass on what they get.
 *
 * @author The etcd-spring authors
 */
final class WatchStream implements EtcdStreamListener<WatchResponse> {

	static final EtcdRpc<WatchRequest, WatchResponse> RPC = EtcdRpc.read("watch", WatchGrpc.getWatchMethod());

	private final WatchEngine engine;

	/**
	 * Watches that are created once the stream is open.
	 */
	private final Set<WatchPlace> waiting = new LinkedHashSet<>();

	/**
	 * Creates without an answer, in the order in which they were sent, which is that of
	 * the answers: a failed one does not say which one it was.
	 */
	private final Queue<WatchPlace> creates = new ArrayDeque<>();

	/**
	 * Confirmed watches by id. An id that was in use stays unused for the life of the
	 * stream: the server may still hold events for it.
	 */
	private final Map<Long, WatchPlace> confirmed = new HashMap<>();

	private final boolean freshToken;

	private final int failures;

	private State state = State.NEW;

	private @Nullable EtcdStream<WatchRequest> stream;

	private long opened;

	private long lastId = WatchPlace.UNSENT;

	private long memberId;

	/**
	 * How often progress of all watches was asked for, and how often it was answered. Not
	 * every question gets an answer, but the answers keep the order.
	 */
	private long asked;

	private long answered;

	private boolean proven;

	private boolean retired;

	private int inCreation;

	private int parked;

	/**
	 * Create a stream.
	 * @param engine the owner
	 * @param freshToken whether to authenticate anew before opening it
	 * @param failures how many streams before this one failed in a row
	 */
	WatchStream(WatchEngine engine, boolean freshToken, int failures) {
		this.engine = engine;
		this.freshToken = freshToken;
		this.failures = failures;
	}

	void open(EtcdCalls calls, Set<String> avoid) {
		if (this.state == State.NEW) {
			this.opened = System.nanoTime();
			this.stream = calls.open(RPC, avoid, this.freshToken, this);
		}
	}

	@Override
	public void onOpen() {
		execute(this::opened);
	}

	@Override
	public void onNext(WatchResponse response) {
		WatchReply reply = WatchMessages.read(response);
		execute(() -> received(reply));
	}

	@Override
	public void onClosed(EtcdException reason) {
		this.engine.execute(() -> closed(reason));
	}

	private void execute(Runnable task) {
		this.engine.execute(() -> {
			try {
				task.run();
			}
			catch (Throwable ex) {
				// Such as want of memory: what was not taken over must be sent again
				closed(new EtcdUnavailableException("A message of the server could not be taken in",
						EtcdOutcome.UNKNOWN, ex));
				throw ex;
			}
		});
	}

	private void closed(EtcdException reason) {
		if (this.state != State.CLOSED) {
			this.engine.streams().broken(this, reason);
		}
	}

	void add(Watch watch) {
		WatchPlace place = new WatchPlace(watch, this);
		watch.place = place;
		if (this.state == State.OPEN) {
			create(place);
		}
		else {
			this.waiting.add(place);
		}
	}

	// Forget a watch: nothing that arrives from now on reaches it.
	void remove(WatchPlace place) {
		place.watch.place = null;
		if (place.confirmed) {
			this.confirmed.remove(place.watchId);
			send(WatchMessages.cancel(place.watchId));
		}
		else if (!this.waiting.remove(place)) {
			// Only the answer tells the id that the server has chosen
			place.abandoned = true;
			this.inCreation--;
		}
	}

	/**
	 * End the stream and forget its watches.
	 * @return the watches, which are on no stream now
	 */
	List<Watch> close() {
		this.state = State.CLOSED;
		EtcdStream<WatchRequest> stream = this.stream;
		if (stream != null) {
			stream.cancel();
		}
		List<Watch> watches = new ArrayList<>(size());
		drain(this.confirmed.values(), watches);
		drain(this.creates, watches);
		drain(this.waiting, watches);
		this.inCreation = 0;
		return watches;
	}

	private void drain(Collection<WatchPlace> places, List<Watch> watches) {
		for (WatchPlace place : places) {
			if (!place.abandoned) {
				place.watch.place = null;
				watches.add(place.watch);
			}
		}
		places.clear();
	}

	List<Watch> watches() {
		return Stream.of(this.confirmed.values(), this.creates, this.waiting)
			.flatMap(Collection::stream)
			.filter((place) -> !place.abandoned)
			.map((place) -> place.watch)
			.toList();
	}

	/**
	 * Ask how far the watches are.
	 */
	void requestProgress() {
		if (this.state == State.OPEN && !this.confirmed.isEmpty()) {
			this.asked++;
			send(WatchMessages.progress());
		}
	}

	/**
	 * Create no more watches here.
	 */
	void retire() {
		this.retired = true;
	}

	// Returns how many watches have been parked away from here, one more
	int parked() {
		return ++this.parked;
	}

	boolean accepts() {
		return !this.retired && this.state != State.CLOSED;
	}

	boolean isRetired() {
		return this.retired;
	}

	boolean isOpen() {
		return this.state == State.OPEN;
	}

	int size() {
		return this.waiting.size() + this.inCreation + this.confirmed.size();
	}

	// Return whether the token of this stream is newer than a moment in nanoseconds.
	boolean isFresherThan(long moment) {
		return this.freshToken && (this.stream == null || this.opened - moment >= 0);
	}

	// Whether a stream instead of this one must have a fresh token as well.
	boolean owesFreshToken() {
		return this.freshToken && !this.proven;
	}

	// Return how many streams failed in a row, this one included once it has.
	int failures() {
		return (this.proven) ? 1 : this.failures + 1;
	}

	// Return the endpoint, or an empty text before one was chosen.
	String endpoint() {
		EtcdStream<WatchRequest> stream = this.stream;
		return (stream != null) ? stream.endpoint() : "";
	}

	// Return the id of the member that answers on this stream, or 0 if none has yet.
	long memberId() {
		return this.memberId;
	}

	private void opened() {
		if (this.state != State.NEW) {
			return;
		}
		this.state = State.OPEN;
		for (WatchPlace place : List.copyOf(this.waiting)) {
			this.waiting.remove(place);
			create(place);
		}
	}

	private void create(WatchPlace place) {
		place.watchId = ++this.lastId;
		place.sent = System.nanoTime();
		this.creates.add(place);
		this.inCreation++;
		send(place.watch.createRequest(place.watchId));
	}

	private void send(WatchRequest request) {
		EtcdStream<WatchRequest> stream = this.stream;
		if (stream != null && this.state == State.OPEN) {
			stream.send(request);
		}
	}

	private void received(WatchReply reply) {
		if (this.state != State.OPEN) {
			return;
		}
		this.memberId = reply.header().memberId();
		if (reply.created()) {
			created(reply);
		}
		else if (reply.canceled()) {
			canceled(reply);
		}
		else if (reply.events().isEmpty()) {
			progress(reply);
		}
		else {
			events(reply);
		}
	}

	private void created(WatchReply reply) {
		this.proven = true;
		WatchPlace place = this.creates.poll();
		if (place == null) {
			return;
		}
		if (place.abandoned) {
			if (!reply.canceled()) {
				send(WatchMessages.cancel(reply.watchId()));
			}
			return;
		}
		this.inCreation--;
		if (reply.canceled()) {
			place.watch.place = null;
			this.engine.refused(place, reply);
			return;
		}
		place.watchId = reply.watchId();
		place.confirmed = true;
		place.createdRevision = reply.header().revision();
		place.askedBefore = this.asked;
		this.confirmed.put(place.watchId, place);
		place.watch.confirmed();
		this.engine.cluster().confirmed(place.watch, reply.header());
	}

	private void canceled(WatchReply reply) {
		WatchPlace place = this.confirmed.remove(reply.watchId());
		if (place == null) {
			return;
		}
		// Without this the server keeps what is left of a watch that it cancelled itself
		send(WatchMessages.cancel(place.watchId));
		place.watch.place = null;
		this.engine.canceled(place, reply);
	}

	private void progress(WatchReply reply) {
		long revision = reply.header().revision();
		if (reply.watchId() == WatchReply.NO_ID) {
			this.answered++;
			this.confirmed.values().forEach((place) -> progress(place, revision));
			return;
		}
		WatchPlace place = this.confirmed.get(reply.watchId());
		if (place != null) {
			progress(place, revision);
		}
	}

	private void progress(WatchPlace place, long revision) {
		// An answer that was on its way when the server registered the watch does not
		// concern it; its revision is not above the one of the confirmation. That of a
		// store which rests is not either, but then it answers a later question
		boolean askedSince = this.answered > place.askedBefore && this.answered <= this.asked;
		if (revision > place.createdRevision || askedSince) {
			place.watch.progress(revision);
		}
	}

	private void events(WatchReply reply) {
		WatchPlace place = this.confirmed.get(reply.watchId());
		if (place != null && place.watch.receive(reply)) {
			this.engine.park(place.watch);
		}
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
