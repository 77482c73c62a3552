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

package io.github.etcdspring.maintenance;

import java.util.List;
import java.util.Objects;

import io.etcd.jetcd.api.AlarmMember;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmResponse;
import io.etcd.jetcd.api.DefragmentRequest;
import io.etcd.jetcd.api.DefragmentResponse;
import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MoveLeaderRequest;
import io.etcd.jetcd.api.MoveLeaderResponse;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdHeaders;
import io.github.etcdspring.connection.EtcdRpc;

/**
 * Makes calls of the Maintenance service out of arguments.
 *
 * @author The etcd-spring authors
 */
final class MaintenanceCalls {

	private static final EtcdRpc<StatusRequest, StatusResponse> STATUS = EtcdRpc
		.read("maintenance.status", MaintenanceGrpc.getStatusMethod())
		.withoutLeader();

	private static final EtcdRpc<AlarmRequest, AlarmResponse> ALARMS = EtcdRpc.read("maintenance.alarms",
			MaintenanceGrpc.getAlarmMethod());

	private static final EtcdRpc<AlarmRequest, AlarmResponse> DISARM = EtcdRpc.write("maintenance.disarm",
			MaintenanceGrpc.getAlarmMethod());

	private static final EtcdRpc<DefragmentRequest, DefragmentResponse> DEFRAGMENT = EtcdRpc
		.write("maintenance.defragment", MaintenanceGrpc.getDefragmentMethod())
		.withoutLeader();

	private static final EtcdRpc<HashKVRequest, HashKVResponse> HASH = EtcdRpc
		.read("maintenance.hash", MaintenanceGrpc.getHashKVMethod())
		.withoutLeader();

	private static final EtcdRpc<MoveLeaderRequest, MoveLeaderResponse> MOVE_LEADER = EtcdRpc
		.write("maintenance.move-leader", MaintenanceGrpc.getMoveLeaderMethod());

	// The generated enumeration is older than the alarm of a corrupt member
	private static final int NO_SPACE = 1;

	private static final int CORRUPT = 2;

	// The generated status is older than this field
	private static final int QUOTA_FIELD = 12;

	private MaintenanceCalls() {
	}

	static EtcdCall<EtcdMemberStatus> status(String endpoint) {
		return EtcdCall.of(STATUS, StatusRequest.getDefaultInstance(), at(endpoint), MaintenanceCalls::status);
	}

	/**
	 * Ask any endpoint, which has to be found for that.
	 * @return the call
	 */
	static EtcdCall<EtcdMemberStatus> anyStatus() {
		return EtcdCall.of(STATUS, StatusRequest.getDefaultInstance(), EtcdCallSpec.DEFAULT, MaintenanceCalls::status);
	}

	private static EtcdMemberStatus status(StatusResponse response) {
		return new EtcdMemberStatus(EtcdHeaders.of(response.getHeader()), response.getVersion(), response.getDbSize(),
				response.getDbSizeInUse(), quota(response), response.getLeader(), response.getRaftIndex(),
				response.getRaftTerm(), response.getRaftAppliedIndex(), response.getIsLearner(),
				response.getErrorsList());
	}

	private static long quota(StatusResponse response) {
		List<Long> quota = response.getUnknownFields().getField(QUOTA_FIELD).getVarintList();
		return (!quota.isEmpty()) ? quota.get(quota.size() - 1) : 0;
	}

	static EtcdCall<List<EtcdAlarm>> alarms() {
		AlarmRequest request = AlarmRequest.newBuilder().setAction(AlarmRequest.AlarmAction.GET).build();
		return EtcdCall.of(ALARMS, request, EtcdCallSpec.DEFAULT,
				(response) -> response.getAlarmsList()
					.stream()
					.map(MaintenanceCalls::alarm)
					.filter(Objects::nonNull)
					.toList());
	}

	private static @Nullable EtcdAlarm alarm(AlarmMember alarm) {
		return switch (alarm.getAlarmValue()) {
			case NO_SPACE -> new EtcdAlarm(alarm.getMemberID(), EtcdAlarm.Type.NO_SPACE);
			case CORRUPT -> new EtcdAlarm(alarm.getMemberID(), EtcdAlarm.Type.CORRUPT);
			default -> null;
		};
	}

	static EtcdCall<@Nullable Void> disarm(EtcdAlarm alarm) {
		Assert.notNull(alarm, "'alarm' must not be null");
		AlarmRequest request = AlarmRequest.newBuilder()
			.setAction(AlarmRequest.AlarmAction.DEACTIVATE)
			.setMemberID(alarm.memberId())
			.setAlarmValue((alarm.type() == EtcdAlarm.Type.NO_SPACE) ? NO_SPACE : CORRUPT)
			.build();
		return EtcdCall.of(DISARM, request, EtcdCallSpec.of(alarm, null), (response) -> null);
	}

	static EtcdCall<@Nullable Void> defragment(String endpoint) {
		return EtcdCall.of(DEFRAGMENT, DefragmentRequest.getDefaultInstance(), at(endpoint), (response) -> null);
	}

	static EtcdCall<EtcdHash> hash(String endpoint, long revision) {
		Assert.isTrue(revision >= 0, () -> "'revision' must not be negative, but is " + revision);
		return EtcdCall.of(HASH, HashKVRequest.newBuilder().setRevision(revision).build(), at(endpoint),
				(response) -> new EtcdHash(EtcdHeaders.of(response.getHeader()),
						Integer.toUnsignedLong(response.getHash()), response.getCompactRevision()));
	}

	static EtcdCall<@Nullable Void> moveLeader(String endpoint, long memberId) {
		return EtcdCall.of(MOVE_LEADER, MoveLeaderRequest.newBuilder().setTargetID(memberId).build(), at(endpoint),
				(response) -> null);
	}

	private static EtcdCallSpec at(String endpoint) {
		Assert.hasText(endpoint, "'endpoint' must not be empty");
		return EtcdCallSpec.at(endpoint, null);
	}

}
