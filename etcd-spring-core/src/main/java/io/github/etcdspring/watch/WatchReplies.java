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

import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.ResponseHeader;

/**
 * What the server answers on one stream: creates, cancels, progress and events. Belongs
 * to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchReplies {

	private final WatchEngine engine;

	private final WatchStream stream;

	private final WatchPlaces places;

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

	WatchReplies(WatchEngine engine, WatchStream stream, WatchPlaces places, WatchLink link, WatchIntake intake) {
		this.engine = engine;
		this.stream = stream;
		this.places = places;
		this.link = link;
		this.intake = intake;
	}

	// Return the id of the member that answers on this stream, or 0 if none has yet.
	long memberId() {
		return this.memberId;
	}

	// Return how many messages have arrived.
	long received() {
		return this.received;
	}

	// Take note that progress of all watches is being asked for.
	void progressAsked() {
		this.asked++;
	}

	void received(WatchReply reply) {
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
			this.stream
				.closed(new EtcdUnavailableException("A proxy chooses the ids of watches", EtcdOutcome.UNKNOWN, null));
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
		this.stream.create();
	}

	private void confirmed(WatchPlace place, long watchId, ResponseHeader header) {
		place.watchId = watchId;
		place.createdRevision = header.revision();
		place.heard = System.nanoTime();
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
		if (place != null && this.intake.hasLeft(place)) {
			// What has arrived comes first: the server says the same once more afterwards
			this.intake.parkLeft(place);
		}
		else if (place != null) {
			// Without the cancel the server keeps what is left of a watch that it
			// cancelled itself
			this.stream.remove(place);
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
		if (!this.intake.hasLeft(place) && (revision > place.createdRevision || askedSince)) {
			place.watch.progress(revision);
			this.engine.streams().received(place, revision);
		}
	}

	private void events(WatchReply reply) {
		WatchPlace place = this.places.confirmed(reply.watchId());
		if (place != null) {
			place.heard = System.nanoTime();
			this.intake.events(place, reply);
		}
	}

}
