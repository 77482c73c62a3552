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

import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.kv.KeyRange;

/**
 * Reads previous values that a watch has asked for and the server did not send, as it may
 * omit them when the watch has just been created.
 *
 * @author The etcd-spring authors
 */
final class WatchPrevious {

	private static final Log logger = LogFactory.getLog(WatchPrevious.class);

	private final EtcdCalls calls;

	private final KeyRange range;

	WatchPrevious(EtcdCalls calls, KeyRange range) {
		this.calls = calls;
		this.range = range;
	}

	// Complete events, waiting for the server if need be. What has been compacted away
	// stays unknown. Throws an EtcdException if it makes sense to try again.
	List<RawEvent> complete(List<RawEvent> events) {
		if (events.stream().noneMatch(RawEvent::lacksPrevious)) {
			return events;
		}
		List<RawEvent> complete = new ArrayList<>(events.size());
		for (RawEvent event : events) {
			KeyValue previous = (event.lacksPrevious()) ? read(event.key(), event.modRevision() - 1) : null;
			complete.add((previous != null) ? event.withPrevious(previous) : event);
		}
		return complete;
	}

	private @Nullable KeyValue read(ByteString key, long revision) {
		RangeRequest request = RangeRequest.newBuilder().setKey(key).setRevision(revision).build();
		try {
			RangeResponse response = this.calls.call(WatchAnchors.RANGE, request, EtcdCallSpec.of(this.range, null),
					(answer) -> answer);
			return (response.getKvsCount() > 0) ? response.getKvs(0) : null;
		}
		catch (EtcdException ex) {
			if (ex.isTransient() || ex instanceof EtcdClosedException || ex instanceof EtcdInterruptedException) {
				throw ex;
			}
			logger.debug("A previous value in %s cannot be read".formatted(this.range), ex);
			return null;
		}
	}

}
