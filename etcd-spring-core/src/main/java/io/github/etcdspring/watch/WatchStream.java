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

import java.util.List;
import java.util.Set;

import io.etcd.jetcd.api.WatchResponse;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdStreamListener;

/**
 * One stream with its watches, from opening to its end. Belongs to the engine's thread;
 * the callbacks of the transport only pass on what they get.
 *
 * @author The etcd-spring authors
 */
final class WatchStream implements EtcdStreamListener<WatchResponse> {

	private final WatchEngine engine;

	private final Use use;

	private final WatchPlaces places = new WatchPlaces();

	private final WatchLink link;

	private final WatchIntake intake;

	private long memberId;

	private long received;

	/**
	 * How often progress of all watches was asked for, and how often it was answered. Not
	 * every question gets an answer, but the answers keep the order.
	 */
	private long asked;

	private long answered;

	private boolean retired;

	private int parked;

	/**
	 * Create a stream.
	 * @param engine the owner
	 * @param use what the stream is for
	 * @param freshToken whether to authenticate anew before opening it
	 * @param failures how many streams before this one failed in a row
	 */
	WatchStream(WatchEngine engine, Use use, boolean freshToken, int failures) {
		this.engine = engine;
		this.use = use;
		this.link = new WatchLink(freshToken, failures);
		this.intake = new WatchIntake(engine, this, this.link);
	}

	void open(EtcdCalls calls, Set<String> avoid) {
		this.link.start(calls, avoid, this);
	}

	@Override
	public int window() {
		return this.use.window;
	}

	@Override
	public void onOpen() {
		this.engine.execute(() -> {
			try {
				opened();
			}
			catch (Throwable ex) {
				throw failed(ex);
			}
		});
	}

	@Override
	public void onNext(WatchResponse response) {
		WatchReply reply = WatchMessages.read(response);
		this.engine.execute(() -> {
			try {
				received(reply);
			}
			catch (Throwable ex) {
				throw failed(ex);
			}
		});
	}

	@Override
	public void onClosed(EtcdException reason) {
		this.engine.execute(() -> closed(reason));
	}

	private EtcdException failed(Throwable ex) {
		// Such as want of memory: what was not taken over must be sent again
		EtcdException reason = new EtcdUnavailableException("A message of the server could not be taken in",
				EtcdOutcome.UNKNOWN, ex);
		closed(reason);
		return reason;
	}

	private void closed(EtcdException reason) {
		if (!this.link.isClosed()) {
			this.engine.streams().broken(this, reason);
		}
	}

	// Add a watch.
	// settled: whether it stays here however far behind it turns out to be
	void add(Watch watch, boolean settled) {
		WatchPlace place = new WatchPlace(watch, this);
		place.settled = settled;
		watch.place = place;
		this.places.add(place);
		create();
	}

	// Forget a watch: nothing that arrives from now on reaches it.
	void remove(WatchPlace place) {
		if (this.places.remove(place)) {
			this.link.send(WatchMessages.cancel(place.watchId));
		}
		this.intake.removed(place);
	}

	/**
	 * End the stream and forget its watches.
	 * @return the watches, which are on no stream now
	 */
	List<Watch> close() {
		this.link.close();
		return this.places.clear();
	}

	List<Watch> watches() {
		return this.places.watches();
	}

	List<WatchPlace> confirmed() {
		return this.places.confirmed();
	}

	/**
	 * Ask how far the watches are.
	 */
	void requestProgress() {
		if (this.link.isOpen() && this.places.hasConfirmed()) {
			this.asked++;
			this.link.send(WatchMessages.progress());
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

	Use use() {
		return this.use;
	}

	boolean accepts() {
		return !this.retired && !this.link.isClosed();
	}

	boolean isRetired() {
		return this.retired;
	}

	WatchLink link() {
		return this.link;
	}

	int size() {
		return this.places.size();
	}

	// Return the id of the member that answers on this stream, or 0 if none has yet.
	long memberId() {
		return this.memberId;
	}

	// Return how many messages have arrived.
	long received() {
		return this.received;
	}

	// Whether all watches are confirmed and nothing is held back.
	boolean isSettled() {
		return this.link.isOpen() && !this.places.isCreating() && held() == null && this.places.hasConfirmed();
	}

	// Return the message that is held back for want of room, or null.
	@Nullable Object held() {
		return this.intake.held();
	}

	// A lane has room again.
	void proceed(WatchPlace place) {
		this.intake.proceed(place);
	}

	private void opened() {
		if (this.link.opened()) {
			create();
		}
	}

	// A proxy chooses ids itself and answers in any order: one create at a time, unless
	// the other end is known to be a member
	private void create() {
		while (this.link.isOpen()
				&& (!this.places.isCreating() || this.engine.streams().endpoints().isMember(this.link.endpoint()))) {
			WatchPlace place = this.places.nextCreate();
			if (place == null) {
				return;
			}
			place.sent = System.nanoTime();
			this.link.send(place.watch.createRequest(place.watchId));
		}
	}

	private void received(WatchReply reply) {
		if (!this.link.isOpen()) {
			return;
		}
		this.received++;
		this.memberId = reply.header().memberId();
		this.engine.cluster().seen(reply.header());
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
		this.intake.taken();
	}

	private void created(WatchReply reply) {
		this.link.proven();
		WatchPlace place = this.places.answered();
		if (place == null) {
			return;
		}
		boolean refused = reply.canceled();
		if (!refused && reply.watchId() != place.watchId && this.places.isCreating()) {
			// Nobody knows which of the creates this answers
			this.engine.streams().endpoints().answered(this.link.endpoint(), false);
			if (!place.abandoned) {
				this.places.add(place);
			}
			closed(new EtcdUnavailableException("A proxy chooses the ids of watches", EtcdOutcome.UNKNOWN, null));
			return;
		}
		if (!refused) {
			this.engine.streams().endpoints().answered(this.link.endpoint(), reply.watchId() == place.watchId);
		}
		if (place.abandoned) {
			if (!refused) {
				this.link.send(WatchMessages.cancel(reply.watchId()));
			}
		}
		else if (refused) {
			place.watch.place = null;
			this.engine.refusals().refused(place, reply);
		}
		else {
			confirmed(place, reply.watchId(), reply.header());
		}
		create();
	}

	private void confirmed(WatchPlace place, long watchId, ResponseHeader header) {
		place.watchId = watchId;
		place.createdRevision = header.revision();
		place.askedBefore = this.asked;
		this.places.confirm(place);
		boolean far = !place.settled && WatchCatchUps.isFarBehind(place.watch, header.revision());
		place.watch.confirmed();
		this.engine.cluster().confirmed(place.watch, header);
		if (place.watch.place == place) {
			this.engine.streams().confirmed(place, header.revision(), far);
		}
	}

	private void canceled(WatchReply reply) {
		WatchPlace place = this.places.confirmed(reply.watchId());
		if (place != null) {
			// Without the cancel the server keeps what is left of a watch that it
			// cancelled itself
			remove(place);
			this.engine.losses().canceled(place, reply);
		}
	}

	private void progress(WatchReply reply) {
		long revision = reply.header().revision();
		if (reply.watchId() == WatchReply.NO_ID) {
			this.answered++;
			this.places.confirmed().forEach((place) -> progress(place, revision));
			return;
		}
		WatchPlace place = this.places.confirmed(reply.watchId());
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
			this.engine.streams().received(place, revision);
		}
	}

	private void events(WatchReply reply) {
		WatchPlace place = this.places.confirmed(reply.watchId());
		if (place != null) {
			this.intake.events(place, reply);
		}
	}

	/**
	 * What a stream is for.
	 */
	enum Use {

		/**
		 * Changes as they are made, for many watches. Messages wait for the engine only,
		 * never for a listener.
		 */
		SHARED(64),

		/**
		 * History, for watches that have much of it to come. Each message waits until the
		 * one before it has found room.
		 */
		CATCH_UP(1);

		private final int window;

		Use(int window) {
			this.window = window;
		}

	}

}
