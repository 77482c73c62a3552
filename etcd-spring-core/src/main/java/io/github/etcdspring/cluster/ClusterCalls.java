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
import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberAddResponse;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.MemberPromoteRequest;
import io.etcd.jetcd.api.MemberPromoteResponse;
import io.etcd.jetcd.api.MemberRemoveRequest;
import io.etcd.jetcd.api.MemberRemoveResponse;
import io.etcd.jetcd.api.MemberUpdateRequest;
import io.etcd.jetcd.api.MemberUpdateResponse;
import org.springframework.util.Assert;

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

	private static final EtcdRpc<MemberAddRequest, MemberAddResponse> ADD = EtcdRpc.write("cluster.add-member",
			ClusterGrpc.getMemberAddMethod());

	private static final EtcdRpc<MemberUpdateRequest, MemberUpdateResponse> UPDATE = EtcdRpc
		.write("cluster.update-member", ClusterGrpc.getMemberUpdateMethod());

	private static final EtcdRpc<MemberPromoteRequest, MemberPromoteResponse> PROMOTE = EtcdRpc
		.write("cluster.promote-member", ClusterGrpc.getMemberPromoteMethod());

	private static final EtcdRpc<MemberRemoveRequest, MemberRemoveResponse> REMOVE = EtcdRpc
		.write("cluster.remove-member", ClusterGrpc.getMemberRemoveMethod());

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
				(response) -> members(response.getMembersList()));
	}

	static EtcdCall<EtcdMember> add(List<URI> peerUrls, boolean learner) {
		MemberAddRequest request = MemberAddRequest.newBuilder()
			.addAllPeerURLs(strings(peerUrls))
			.setIsLearner(learner)
			.build();
		return EtcdCall.of(ADD, request, EtcdCallSpec.of(peerUrls, null), (response) -> member(response.getMember()));
	}

	static EtcdCall<List<EtcdMember>> update(long id, List<URI> peerUrls) {
		MemberUpdateRequest request = MemberUpdateRequest.newBuilder()
			.setID(id)
			.addAllPeerURLs(strings(peerUrls))
			.build();
		return EtcdCall.of(UPDATE, request, about(id), (response) -> members(response.getMembersList()));
	}

	static EtcdCall<List<EtcdMember>> promote(long id) {
		return EtcdCall.of(PROMOTE, MemberPromoteRequest.newBuilder().setID(id).build(), about(id),
				(response) -> members(response.getMembersList()));
	}

	static EtcdCall<List<EtcdMember>> remove(long id) {
		return EtcdCall.of(REMOVE, MemberRemoveRequest.newBuilder().setID(id).build(), about(id),
				(response) -> members(response.getMembersList()));
	}

	private static EtcdCallSpec about(long id) {
		return EtcdCallSpec.of("member " + Long.toHexString(id), null);
	}

	private static List<String> strings(List<URI> peerUrls) {
		Assert.notEmpty(peerUrls, "'peerUrls' must not be empty");
		Assert.noNullElements(peerUrls, "'peerUrls' must not contain null");
		return peerUrls.stream().map(URI::toString).toList();
	}

	private static List<EtcdMember> members(List<Member> members) {
		return members.stream().map(ClusterCalls::member).toList();
	}

	private static EtcdMember member(Member member) {
		return new EtcdMember(member.getID(), member.getName(), urls(member.getPeerURLsList()),
				urls(member.getClientURLsList()), member.getIsLearner());
	}

	private static List<URI> urls(ProtocolStringList urls) {
		return urls.stream().map(URI::create).toList();
	}

}
