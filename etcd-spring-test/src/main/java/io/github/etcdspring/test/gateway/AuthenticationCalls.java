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

package io.github.etcdspring.test.gateway;

import java.util.Map;

/**
 * Users, roles, and whether etcd asks for them.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class AuthenticationCalls {

	private final EtcdGateway gateway;

	AuthenticationCalls(EtcdGateway gateway) {
		this.gateway = gateway;
	}

	/**
	 * Add a user.
	 * @param name the name
	 * @param password the password
	 * @return this object, for the next call
	 */
	public AuthenticationCalls addUser(String name, String password) {
		return call("user/add", Map.of("name", name, "password", password));
	}

	/**
	 * Give a user another password.
	 * @param name the name
	 * @param password the new password
	 * @return this object, for the next call
	 */
	public AuthenticationCalls changePassword(String name, String password) {
		return call("user/changepw", Map.of("name", name, "password", password));
	}

	/**
	 * Delete a user.
	 * @param name the name
	 * @return this object, for the next call
	 */
	public AuthenticationCalls deleteUser(String name) {
		return call("user/delete", Map.of("name", name));
	}

	/**
	 * Add a role without permissions.
	 * @param name the name
	 * @return this object, for the next call
	 */
	public AuthenticationCalls addRole(String name) {
		return call("role/add", Map.of("name", name));
	}

	/**
	 * Give a role to a user.
	 * @param user the name of the user
	 * @param role the name of the role
	 * @return this object, for the next call
	 */
	public AuthenticationCalls grantRole(String user, String role) {
		return call("user/grant", Map.of("user", user, "role", role));
	}

	/**
	 * Allow a role to do something with the keys of a range.
	 * @param role the name of the role
	 * @param permission what is allowed
	 * @param range the keys
	 * @return this object, for the next call
	 */
	public AuthenticationCalls grantPermission(String role, Permission permission, KeySpan range) {
		return call("role/grant", Map.of("name", role, "perm", range.fields(Map.of("permType", permission.name()))));
	}

	/**
	 * Take the permissions for a range from a role.
	 * @param role the name of the role
	 * @param range the keys, as they were granted
	 * @return this object, for the next call
	 */
	public AuthenticationCalls revokePermission(String role, KeySpan range) {
		return call("role/revoke", range.fields(Map.of("role", role)));
	}

	/**
	 * Ask for authentication from now on. There must be a user {@code root} with a role
	 * {@code root}.
	 */
	public void enable() {
		call("enable", Map.of());
	}

	/**
	 * Serve everybody again.
	 */
	public void disable() {
		call("disable", Map.of());
	}

	private AuthenticationCalls call(String path, Map<String, ?> request) {
		this.gateway.call("/v3/auth/" + path, request);
		return this;
	}

	/**
	 * What a role may do.
	 */
	public enum Permission {

		/**
		 * Read and watch.
		 */
		READ,

		/**
		 * Write and delete.
		 */
		WRITE,

		/**
		 * Both.
		 */
		READWRITE

	}

}
