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

import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
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

	private MaintenanceCalls() {
	}

	static EtcdCall<EtcdMemberStatus> status(String endpoint) {
		return EtcdCall.of(STATUS, StatusRequest.getDefaultInstance(), at(endpoint), MaintenanceCalls::status);
	}

	private static EtcdMemberStatus status(StatusResponse response) {
		return new EtcdMemberStatus(EtcdHeaders.of(response.getHeader()), response.getVersion(), response.getDbSize(),
				response.getDbSizeInUse(), response.getLeader(), response.getRaftIndex(), response.getRaftTerm(),
				response.getRaftAppliedIndex(), response.getIsLearner(), response.getErrorsList());
	}

	private static EtcdCallSpec at(String endpoint) {
		Assert.hasText(endpoint, "'endpoint' must not be empty");
		return EtcdCallSpec.at(endpoint, null);
	}

}
