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

package io.github.etcdspring.lease;

import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdOutcome;

/**
 * The method that lists leases, which the generated stubs lack. Its request is empty; its
 * response is read from the fields of an empty message that knows none of them.
 *
 * @author The etcd-spring authors
 */
final class LeaseListMethod {

	static final MethodDescriptor<Empty, Empty> DESCRIPTOR = MethodDescriptor.<Empty, Empty>newBuilder()
		.setType(MethodDescriptor.MethodType.UNARY)
		.setFullMethodName("etcdserverpb.Lease/LeaseLeases")
		.setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
		.setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
		.build();

	private static final int LEASES_FIELD = 2;

	private static final int ID_FIELD = 1;

	private LeaseListMethod() {
	}

	static List<Long> ids(Empty response) {
		List<Long> ids = new ArrayList<>();
		for (ByteString lease : response.getUnknownFields().getField(LEASES_FIELD).getLengthDelimitedList()) {
			ids.add(id(lease));
		}
		return List.copyOf(ids);
	}

	private static long id(ByteString lease) {
		try {
			return Empty.parseFrom(lease).getUnknownFields().getField(ID_FIELD).getVarintList().get(0);
		}
		catch (InvalidProtocolBufferException | IndexOutOfBoundsException ex) {
			throw new EtcdException("lease.list failed: the answer is not what etcd sends", EtcdOutcome.REFUSED, ex);
		}
	}

}
