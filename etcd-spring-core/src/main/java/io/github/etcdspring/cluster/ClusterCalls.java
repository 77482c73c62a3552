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

package io.github.etcdspring.cluster;

import java.net.URI;
import java.util.List;

import com.google.protobuf.ProtocolStringList;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;

import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdRpc;

/**
 * Makes calls of the Cluster service out of arguments.
 *
 * @author The etcd-spring authors
 */
final class ClusterCalls {

	private static final EtcdRpc<MemberListRequest, MemberListResponse> MEMBERS = EtcdRpc.read("cluster.members",
			ClusterGrpc.getMemberListMethod());

	private static final EtcdRpc<MemberListRequest, MemberListResponse> LOCAL_MEMBERS = MEMBERS.withoutLeader();

	// The generated message is older than this field
	private static final int LINEARIZABLE_FIELD = 1;

	private static final MemberListRequest LINEARIZABLE = MemberListRequest.newBuilder()
		.setUnknownFields(UnknownFieldSet.newBuilder()
			.addField(LINEARIZABLE_FIELD, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
			.build())
		.build();

	private ClusterCalls() {
	}

	static EtcdCall<List<EtcdMember>> members(boolean linearizable) {
		return EtcdCall.of((linearizable) ? MEMBERS : LOCAL_MEMBERS,
				(linearizable) ? LINEARIZABLE : MemberListRequest.getDefaultInstance(), EtcdCallSpec.DEFAULT,
				(response) -> response.getMembersList().stream().map(ClusterCalls::member).toList());
	}

	private static EtcdMember member(Member member) {
		return new EtcdMember(member.getID(), member.getName(), urls(member.getPeerURLsList()),
				urls(member.getClientURLsList()), member.getIsLearner());
	}

	private static List<URI> urls(ProtocolStringList urls) {
		return urls.stream().map(URI::create).toList();
	}

}
