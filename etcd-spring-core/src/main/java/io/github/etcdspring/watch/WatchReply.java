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

import io.github.etcdspring.ResponseHeader;

/**
 * A message of the server on a stream of watches.
 *
 * @param header the header
 * @param watchId the id of the watch, or -1
 * @param created whether this answers a create, successful or not
 * @param canceled whether the watch is over, or was not created
 * @param compactRevision the oldest revision that can still be watched if the watch is
 * over because of compaction, else 0
 * @param reason why the watch is over, or empty
 * @param fragment whether more events of the same answer follow
 * @param events the events
 * @author The etcd-spring authors
 */
record WatchReply(ResponseHeader header, long watchId, boolean created, boolean canceled, long compactRevision,
		String reason, boolean fragment, List<RawEvent> events) {

	/**
	 * The id of a failed create, and of progress that concerns all watches of the stream.
	 */
	static final long NO_ID = -1;

}
