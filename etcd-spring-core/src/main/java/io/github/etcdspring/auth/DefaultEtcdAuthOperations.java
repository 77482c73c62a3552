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

import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.kv.KeyRange;

/**
 * Makes each call and waits for its answer.
 *
 * @author The etcd-spring authors
 */
final class DefaultEtcdAuthOperations implements EtcdAuthOperations {

	private final EtcdCalls calls;

	DefaultEtcdAuthOperations(EtcdCalls calls) {
		this.calls = calls;
	}

	@Override
	public void enable() {
		AuthCalls.enable().execute(this.calls);
	}

	@Override
	public void disable() {
		AuthCalls.disable().execute(this.calls);
	}

	@Override
	public EtcdAuthStatus status() {
		return AuthCalls.status().execute(this.calls);
	}

	@Override
	public void addUser(String user, String password) {
		AuthCalls.addUser(user, password).execute(this.calls);
	}

	@Override
	public void addUserWithoutPassword(String user) {
		AuthCalls.addUserWithoutPassword(user).execute(this.calls);
	}

	@Override
	public void changePassword(String user, String password) {
		AuthCalls.changePassword(user, password).execute(this.calls);
	}

	@Override
	public void deleteUser(String user) {
		AuthCalls.deleteUser(user).execute(this.calls);
	}

	@Override
	public List<String> users() {
		return AuthCalls.users().execute(this.calls);
	}

	@Override
	public List<String> rolesOf(String user) {
		return AuthCalls.rolesOf(user).execute(this.calls);
	}

	@Override
	public void grantRole(String user, String role) {
		AuthCalls.grantRole(user, role).execute(this.calls);
	}

	@Override
	public void revokeRole(String user, String role) {
		AuthCalls.revokeRole(user, role).execute(this.calls);
	}

	@Override
	public void addRole(String role) {
		AuthCalls.addRole(role).execute(this.calls);
	}

	@Override
	public void deleteRole(String role) {
		AuthCalls.deleteRole(role).execute(this.calls);
	}

	@Override
	public List<String> roles() {
		return AuthCalls.roles().execute(this.calls);
	}

	@Override
	public List<EtcdPermission> permissionsOf(String role) {
		return AuthCalls.permissionsOf(role).execute(this.calls);
	}

	@Override
	public void grantPermission(String role, EtcdPermission permission) {
		AuthCalls.grantPermission(role, permission).execute(this.calls);
	}

	@Override
	public void revokePermission(String role, KeyRange range) {
		AuthCalls.revokePermission(role, range).execute(this.calls);
	}

}
