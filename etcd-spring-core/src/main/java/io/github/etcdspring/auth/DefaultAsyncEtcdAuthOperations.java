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
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.kv.KeyRange;

/**
 * Makes each call and returns a future of its answer.
 *
 * @author The etcd-spring authors
 */
final class DefaultAsyncEtcdAuthOperations implements AsyncEtcdAuthOperations {

	private final EtcdCalls calls;

	DefaultAsyncEtcdAuthOperations(EtcdCalls calls) {
		this.calls = calls;
	}

	@Override
	public CompletableFuture<@Nullable Void> enable() {
		return AuthCalls.enable().executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<@Nullable Void> disable() {
		return AuthCalls.disable().executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<EtcdAuthStatus> status() {
		return AuthCalls.status().executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<@Nullable Void> addUser(String user, String password) {
		return AuthCalls.addUser(user, password).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<@Nullable Void> addUserWithoutPassword(String user) {
		return AuthCalls.addUserWithoutPassword(user).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<@Nullable Void> changePassword(String user, String password) {
		return AuthCalls.changePassword(user, password).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<@Nullable Void> deleteUser(String user) {
		return AuthCalls.deleteUser(user).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<List<String>> users() {
		return AuthCalls.users().executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<List<String>> rolesOf(String user) {
		return AuthCalls.rolesOf(user).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<@Nullable Void> grantRole(String user, String role) {
		return AuthCalls.grantRole(user, role).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<@Nullable Void> revokeRole(String user, String role) {
		return AuthCalls.revokeRole(user, role).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<@Nullable Void> addRole(String role) {
		return AuthCalls.addRole(role).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<@Nullable Void> deleteRole(String role) {
		return AuthCalls.deleteRole(role).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<List<String>> roles() {
		return AuthCalls.roles().executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<List<EtcdPermission>> permissionsOf(String role) {
		return AuthCalls.permissionsOf(role).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<@Nullable Void> grantPermission(String role, EtcdPermission permission) {
		return AuthCalls.grantPermission(role, permission).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<@Nullable Void> revokePermission(String role, KeyRange range) {
		return AuthCalls.revokePermission(role, range).executeAsync(this.calls);
	}

}
