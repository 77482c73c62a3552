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

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdUnavailableException;
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

	private final WatchStreamUse use;

	private final WatchPlaces places = new WatchPlaces();

	private final WatchLink link;

	private final WatchIntake intake;

	private final WatchReplies replies;

	private boolean retired;

	private int parked;

	/**
	 * Create a stream.
	 * @param engine the owner
	 * @param use what the stream is for
	 * @param freshToken whether to authenticate anew before opening it
	 * @param failures how many streams before this one failed in a row
	 */
	WatchStream(WatchEngine engine, WatchStreamUse use, boolean freshToken, int failures) {
		this.engine = engine;
		this.use = use;
		this.link = new WatchLink(freshToken, failures);
		this.intake = new WatchIntake(engine, this, this.link);
		this.replies = new WatchReplies(engine, this, this.places, this.link, this.intake);
	}

	void open(EtcdCalls calls, Set<String> avoid) {
		this.link.start(calls, avoid, this);
	}

	@Override
	public int window() {
		return this.use.window();
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
				this.replies.received(reply);
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

	void closed(EtcdException reason) {
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
		this.intake.askForMore();
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
			this.replies.progressAsked();
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

	WatchStreamUse use() {
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

	WatchIntake intake() {
		return this.intake;
	}

	int size() {
		return this.places.size();
	}

	// Return the id of the member that answers on this stream, or 0 if none has yet.
	long memberId() {
		return this.replies.memberId();
	}

	// Return how many messages have arrived.
	long received() {
		return this.replies.received();
	}

	// Whether all watches are confirmed and nothing keeps messages from being read.
	boolean isSettled() {
		return this.link.isOpen() && !this.places.isCreating() && !this.intake.isStopped()
				&& this.places.hasConfirmed();
	}

	// A lane has room again.
	void proceed(WatchPlace place) {
		try {
			this.intake.proceed(place);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	// A proxy chooses ids itself and answers in any order: one create at a time, unless
	// the other end is known to be a member
	void create() {
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

	private void opened() {
		if (this.link.opened()) {
			create();
		}
	}

}
