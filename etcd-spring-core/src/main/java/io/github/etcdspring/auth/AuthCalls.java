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

import java.util.List;

import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnsafeByteOperations;
import io.etcd.jetcd.api.AuthDisableRequest;
import io.etcd.jetcd.api.AuthEnableRequest;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthRoleAddRequest;
import io.etcd.jetcd.api.AuthRoleDeleteRequest;
import io.etcd.jetcd.api.AuthRoleGetRequest;
import io.etcd.jetcd.api.AuthRoleGrantPermissionRequest;
import io.etcd.jetcd.api.AuthRoleListRequest;
import io.etcd.jetcd.api.AuthRoleListResponse;
import io.etcd.jetcd.api.AuthRoleRevokePermissionRequest;
import io.etcd.jetcd.api.AuthUserAddRequest;
import io.etcd.jetcd.api.AuthUserChangePasswordRequest;
import io.etcd.jetcd.api.AuthUserDeleteRequest;
import io.etcd.jetcd.api.AuthUserGetRequest;
import io.etcd.jetcd.api.AuthUserGetResponse;
import io.etcd.jetcd.api.AuthUserGrantRoleRequest;
import io.etcd.jetcd.api.AuthUserListRequest;
import io.etcd.jetcd.api.AuthUserListResponse;
import io.etcd.jetcd.api.AuthUserRevokeRoleRequest;
import io.etcd.jetcd.api.Permission;
import io.grpc.MethodDescriptor;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdRpc;
import io.github.etcdspring.kv.KeyRange;

/**
 * Makes calls of the Auth service out of arguments.
 *
 * @author The etcd-spring authors
 */
final class AuthCalls {

	// The generated message is older than these fields
	private static final int USER_OPTIONS_FIELD = 3;

	private static final int NO_PASSWORD_FIELD = 1;

	private AuthCalls() {
	}

	static EtcdCall<@Nullable Void> enable() {
		return change("auth.enable", AuthGrpc.getAuthEnableMethod(), AuthEnableRequest.getDefaultInstance(), null);
	}

	static EtcdCall<@Nullable Void> disable() {
		return change("auth.disable", AuthGrpc.getAuthDisableMethod(), AuthDisableRequest.getDefaultInstance(), null);
	}

	static EtcdCall<EtcdAuthStatus> status() {
		return EtcdCall.of(AuthStatusMethod.RPC, AuthStatusMethod.REQUEST, EtcdCallSpec.DEFAULT,
				AuthStatusMethod::status);
	}

	static EtcdCall<@Nullable Void> addUser(String user, String password) {
		return change("auth.add-user", AuthGrpc.getUserAddMethod(),
				AuthUserAddRequest.newBuilder().setName(name(user, "user")).setPassword(checked(password)).build(),
				user(user));
	}

	static EtcdCall<@Nullable Void> addUserWithoutPassword(String user) {
		UnknownFieldSet options = field(NO_PASSWORD_FIELD, UnknownFieldSet.Field.newBuilder().addVarint(1).build());
		AuthUserAddRequest request = AuthUserAddRequest.newBuilder()
			.setName(name(user, "user"))
			.setUnknownFields(field(USER_OPTIONS_FIELD,
					UnknownFieldSet.Field.newBuilder().addLengthDelimited(options.toByteString()).build()))
			.build();
		return change("auth.add-user", AuthGrpc.getUserAddMethod(), request, user(user));
	}

	private static UnknownFieldSet field(int number, UnknownFieldSet.Field field) {
		return UnknownFieldSet.newBuilder().addField(number, field).build();
	}

	static EtcdCall<@Nullable Void> changePassword(String user, String password) {
		return change("auth.change-password", AuthGrpc.getUserChangePasswordMethod(),
				AuthUserChangePasswordRequest.newBuilder()
					.setName(name(user, "user"))
					.setPassword(checked(password))
					.build(),
				user(user));
	}

	static EtcdCall<@Nullable Void> deleteUser(String user) {
		return change("auth.delete-user", AuthGrpc.getUserDeleteMethod(),
				AuthUserDeleteRequest.newBuilder().setName(name(user, "user")).build(), user(user));
	}

	static EtcdCall<List<String>> users() {
		EtcdRpc<AuthUserListRequest, AuthUserListResponse> rpc = EtcdRpc.read("auth.users",
				AuthGrpc.getUserListMethod());
		return EtcdCall.of(rpc, AuthUserListRequest.getDefaultInstance(), EtcdCallSpec.DEFAULT,
				(response) -> List.copyOf(response.getUsersList()));
	}

	static EtcdCall<List<String>> rolesOf(String user) {
		EtcdRpc<AuthUserGetRequest, AuthUserGetResponse> rpc = EtcdRpc.read("auth.roles-of",
				AuthGrpc.getUserGetMethod());
		return EtcdCall.of(rpc, AuthUserGetRequest.newBuilder().setName(name(user, "user")).build(),
				EtcdCallSpec.of(user(user), null), (response) -> List.copyOf(response.getRolesList()));
	}

	static EtcdCall<@Nullable Void> grantRole(String user, String role) {
		return change("auth.grant-role", AuthGrpc.getUserGrantRoleMethod(),
				AuthUserGrantRoleRequest.newBuilder().setUser(name(user, "user")).setRole(name(role, "role")).build(),
				user(user) + ", " + role(role));
	}

	static EtcdCall<@Nullable Void> revokeRole(String user, String role) {
		return change("auth.revoke-role", AuthGrpc.getUserRevokeRoleMethod(),
				AuthUserRevokeRoleRequest.newBuilder().setName(name(user, "user")).setRole(name(role, "role")).build(),
				user(user) + ", " + role(role));
	}

	static EtcdCall<@Nullable Void> addRole(String role) {
		return change("auth.add-role", AuthGrpc.getRoleAddMethod(),
				AuthRoleAddRequest.newBuilder().setName(name(role, "role")).build(), role(role));
	}

	static EtcdCall<@Nullable Void> deleteRole(String role) {
		return change("auth.delete-role", AuthGrpc.getRoleDeleteMethod(),
				AuthRoleDeleteRequest.newBuilder().setRole(name(role, "role")).build(), role(role));
	}

	static EtcdCall<List<String>> roles() {
		EtcdRpc<AuthRoleListRequest, AuthRoleListResponse> rpc = EtcdRpc.read("auth.roles",
				AuthGrpc.getRoleListMethod());
		return EtcdCall.of(rpc, AuthRoleListRequest.getDefaultInstance(), EtcdCallSpec.DEFAULT,
				(response) -> List.copyOf(response.getRolesList()));
	}

	static EtcdCall<List<EtcdPermission>> permissionsOf(String role) {
		return EtcdCall.of(EtcdRpc.read("auth.permissions-of", AuthGrpc.getRoleGetMethod()),
				AuthRoleGetRequest.newBuilder().setRole(name(role, "role")).build(), EtcdCallSpec.of(role(role), null),
				(response) -> response.getPermList().stream().map(AuthCalls::permission).toList());
	}

	private static EtcdPermission permission(Permission permission) {
		KeyRange range = KeyRange.ofBytes(permission.getKey().toByteArray(), permission.getRangeEnd().toByteArray());
		return switch (permission.getPermType()) {
			case READ -> EtcdPermission.read(range);
			case WRITE -> EtcdPermission.write(range);
			case READWRITE, UNRECOGNIZED -> EtcdPermission.readWrite(range);
		};
	}

	static EtcdCall<@Nullable Void> grantPermission(String role, EtcdPermission permission) {
		Assert.notNull(permission, "'permission' must not be null");
		Permission.Builder perm = Permission.newBuilder()
			.setKey(UnsafeByteOperations.unsafeWrap(permission.range().keyBytes()))
			.setRangeEnd(UnsafeByteOperations.unsafeWrap(permission.range().rangeEndBytes()))
			.setPermType(type(permission.access()));
		return change("auth.grant-permission", AuthGrpc.getRoleGrantPermissionMethod(),
				AuthRoleGrantPermissionRequest.newBuilder().setName(name(role, "role")).setPerm(perm).build(),
				role(role));
	}

	private static Permission.Type type(EtcdPermission.Access access) {
		return switch (access) {
			case READ -> Permission.Type.READ;
			case WRITE -> Permission.Type.WRITE;
			case READ_WRITE -> Permission.Type.READWRITE;
		};
	}

	static EtcdCall<@Nullable Void> revokePermission(String role, KeyRange range) {
		Assert.notNull(range, "'range' must not be null");
		return change("auth.revoke-permission", AuthGrpc.getRoleRevokePermissionMethod(),
				AuthRoleRevokePermissionRequest.newBuilder()
					.setRole(name(role, "role"))
					.setKey(UnsafeByteOperations.unsafeWrap(range.keyBytes()))
					.setRangeEnd(UnsafeByteOperations.unsafeWrap(range.rangeEndBytes()))
					.build(),
				role(role) + ", " + range);
	}

	private static <Q extends Message, R> EtcdCall<@Nullable Void> change(String operation,
			MethodDescriptor<Q, R> method, Q request, @Nullable String subject) {
		return EtcdCall.of(EtcdRpc.write(operation, method), request, EtcdCallSpec.of(subject, null),
				(response) -> null);
	}

	private static String name(String value, String argument) {
		Assert.hasLength(value, () -> "'%s' must not be empty".formatted(argument));
		return value;
	}

	private static String checked(String password) {
		Assert.hasLength(password, "'password' must not be empty");
		return password;
	}

	private static String user(String user) {
		return "user '%s'".formatted(user);
	}

	private static String role(String role) {
		return "role '%s'".formatted(role);
	}

}
