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

/**
 * A watch on a stream: waiting to be created there, being created, or confirmed.
 *
 * @author The etcd-spring authors
 */
final class WatchPlace {

	/**
	 * The id of a watch that has not been sent to the server.
	 */
	static final long UNSENT = 0;

	final Watch watch;

	final WatchStream stream;

	/**
	 * The id that was asked for, then the one that the server confirmed.
	 */
	long watchId = UNSENT;

	/**
	 * When the create was sent, in nanoseconds.
	 */
	long sent;

	boolean confirmed;

	/**
	 * The revision of the store when the server had registered the watch, or later.
	 */
	long createdRevision;

	/**
	 * How often the stream had asked for progress before the watch was confirmed.
	 */
	long askedBefore;

	/**
	 * When the watch was confirmed, or something for it was taken in last, in
	 * nanoseconds.
	 */
	long heard;

	/**
	 * Whether the watch stays here however far behind it turns out to be.
	 */
	boolean settled;

	/**
	 * Whether nobody wants the watch on this stream any more.
	 */
	boolean abandoned;

	WatchPlace(Watch watch, WatchStream stream) {
		this.watch = watch;
		this.stream = stream;
	}

}
