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

package io.github.etcdspring.auth;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.ResponseHeader;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.connection.EtcdHeaders;
import io.github.etcdspring.connection.EtcdRpc;

/**
 * The method that tells whether authentication is enabled, which the generated stubs
 * lack. Its request is empty; its response is read from the fields of an empty message
 * that knows none of them.
 *
 * @author The etcd-spring authors
 */
final class AuthStatusMethod {

	static final EtcdRpc<Empty, Empty> RPC = EtcdRpc.read("auth.status",
			MethodDescriptor.<Empty, Empty>newBuilder()
				.setType(MethodDescriptor.MethodType.UNARY)
				.setFullMethodName("etcdserverpb.Auth/AuthStatus")
				.setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
				.setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
				.build());

	static final Empty REQUEST = Empty.getDefaultInstance();

	private static final int HEADER_FIELD = 1;

	private static final int ENABLED_FIELD = 2;

	private static final int REVISION_FIELD = 3;

	private AuthStatusMethod() {
	}

	static EtcdAuthStatus status(Empty response) {
		UnknownFieldSet fields = response.getUnknownFields();
		return new EtcdAuthStatus(EtcdHeaders.of(header(fields)), number(fields, ENABLED_FIELD) != 0,
				number(fields, REVISION_FIELD));
	}

	private static ResponseHeader header(UnknownFieldSet fields) {
		try {
			ResponseHeader.Builder header = ResponseHeader.newBuilder();
			for (ByteString bytes : fields.getField(HEADER_FIELD).getLengthDelimitedList()) {
				header.mergeFrom(bytes);
			}
			return header.build();
		}
		catch (InvalidProtocolBufferException ex) {
			throw new EtcdException("auth.status failed: the answer is not what etcd sends", EtcdOutcome.REFUSED, ex);
		}
	}

	private static long number(UnknownFieldSet fields, int field) {
		return fields.getField(field).getVarintList().stream().reduce(0L, (first, second) -> second);
	}

}
