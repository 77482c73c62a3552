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

/**
 * All events of one revision for one watch.
 *
 * @param revision the revision
 * @param events the events, in the order of the server
 * @author The etcd-spring authors
 */
record WatchRevision(long revision, List<RawEvent> events) {

	long bytes() {
		return RawEvent.bytes(this.events);
	}

}
