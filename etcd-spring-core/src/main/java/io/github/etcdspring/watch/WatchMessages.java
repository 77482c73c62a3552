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
import java.util.Set;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.WatchCancelRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchProgressRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.kv.KeyRange;

/**
 * Writes and reads the messages of a stream of watches. The generated messages lack the
 * watch id and the fragment flag, which are written and read as unknown fields.
 *
 * @author The etcd-spring authors
 * @see <a href=
 * "https://github.com/etcd-io/etcd/blob/main/api/etcdserverpb/rpc.proto">rpc.proto</a>
 */
final class WatchMessages {

	private static final int CREATE_WATCH_ID = 7;

	private static final int CREATE_FRAGMENT = 8;

	private static final int RESPONSE_FRAGMENT = 7;

	// The key after a key is the same with a zero byte appended
	private static final ByteString NEXT = ByteString.copyFrom(new byte[1]);

	private static final WatchRequest PROGRESS = WatchRequest.newBuilder()
		.setProgressRequest(WatchProgressRequest.getDefaultInstance())
		.build();

	private WatchMessages() {
	}

	static WatchRequest create(WatchPlan plan, long watchId, long startRevision) {
		KeyRange range = plan.range();
		Set<EtcdEvent.Type> events = plan.sent();
		WatchCreateRequest.Builder create = WatchCreateRequest.newBuilder()
			.setKey(ByteString.copyFrom(range.keyBytes()))
			.setRangeEnd(ByteString.copyFrom(range.rangeEndBytes()))
			.setStartRevision(startRevision)
			.setPrevKv(plan.prevKv());
		if (!events.contains(EtcdEvent.Type.PUT)) {
			create.addFilters(WatchCreateRequest.FilterType.NOPUT);
		}
		if (!events.contains(EtcdEvent.Type.DELETE)) {
			create.addFilters(WatchCreateRequest.FilterType.NODELETE);
		}
		create.setUnknownFields(UnknownFieldSet.newBuilder()
			.addField(CREATE_WATCH_ID, varint(watchId))
			.addField(CREATE_FRAGMENT, varint(1))
			.build());
		return WatchRequest.newBuilder().setCreateRequest(create).build();
	}

	static WatchRequest cancel(long watchId) {
		return WatchRequest.newBuilder().setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(watchId)).build();
	}

	static WatchRequest progress() {
		return PROGRESS;
	}

	// Write a read that finds out the current revision and nothing else.
	static RangeRequest revisionOf(KeyRange range) {
		// The first key alone: allowed to whoever may watch the range, however many keys
		// there are
		return RangeRequest.newBuilder().setKey(ByteString.copyFrom(range.keyBytes())).setCountOnly(true).build();
	}

	// Write a read of the entries of a range after a key, or of the first ones.
	static RangeRequest page(KeyRange range, @Nullable ByteString after, long revision, int limit, boolean keysOnly) {
		ByteString first = (after != null) ? after.concat(NEXT) : ByteString.copyFrom(range.keyBytes());
		return RangeRequest.newBuilder()
			.setKey(first)
			.setRangeEnd(ByteString.copyFrom(range.rangeEndBytes()))
			.setRevision(revision)
			.setLimit(limit)
			.setKeysOnly(keysOnly)
			.build();
	}

	static ResponseHeader header(RangeResponse response) {
		return header(response.getHeader());
	}

	static WatchReply read(WatchResponse response) {
		return new WatchReply(header(response.getHeader()), response.getWatchId(), response.getCreated(),
				response.getCanceled(), response.getCompactRevision(), response.getCancelReason(), isFragment(response),
				events(response.getEventsList()));
	}

	private static List<RawEvent> events(List<Event> events) {
		if (events.isEmpty()) {
			return List.of();
		}
		List<RawEvent> changes = new ArrayList<>(events.size());
		for (Event event : events) {
			changes.add(RawEvent.change(event));
		}
		return changes;
	}

	private static boolean isFragment(WatchResponse response) {
		UnknownFieldSet unknown = response.getUnknownFields();
		// Most messages have none, and searching them is not free
		return unknown != UnknownFieldSet.getDefaultInstance() && unknown.hasField(RESPONSE_FRAGMENT)
				&& unknown.getField(RESPONSE_FRAGMENT).getVarintList().stream().anyMatch((value) -> value != 0);
	}

	private static ResponseHeader header(io.etcd.jetcd.api.ResponseHeader header) {
		return new ResponseHeader(header.getClusterId(), header.getMemberId(), header.getRevision(),
				header.getRaftTerm());
	}

	private static UnknownFieldSet.Field varint(long value) {
		return UnknownFieldSet.Field.newBuilder().addVarint(value).build();
	}

}
