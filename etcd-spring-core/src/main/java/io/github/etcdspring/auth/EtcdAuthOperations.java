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

import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.kv.KeyRange;

/**
 * Administration of authentication, blocking. Once authentication is enabled, only a user
 * with the role {@code root} may call most of it; others may list the roles of their own
 * user, and the permissions of these roles, and get an
 * {@link io.github.etcdspring.EtcdPermissionDeniedException} for the rest. All of it may
 * fail with an {@link io.github.etcdspring.EtcdException} within the request timeout;
 * interrupting the thread cancels the call. Changes are not repeated once they may have
 * been applied; what is said to be idempotent may be repeated by the caller. Keys are
 * those of the whole store: no namespace is added. Passwords go to the server as they
 * are, which hashes them: use TLS. Wrong arguments are an
 * {@link IllegalArgumentException} before anything is sent.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see <a href="https://etcd.io/docs/latest/op-guide/authentication/rbac/">Role-based
 * access control</a>
 */
public interface EtcdAuthOperations {

	/**
	 * Demand a user for every call from now on, those of connections that are there
	 * included. There must be a user {@code root} with the role {@code root}. Idempotent.
	 * @throws EtcdInvalidRequestException if there is no such user or role
	 */
	void enable();

	/**
	 * Demand no user any more. Users, roles and permissions stay. Idempotent.
	 */
	void disable();

	/**
	 * Tell whether authentication is enabled. Needs etcd 3.5 or later; before 3.7 also a
	 * user with the role {@code root} where it is enabled.
	 * @return the status
	 * @throws EtcdInvalidRequestException if the server is older than that
	 */
	EtcdAuthStatus status();

	/**
	 * Add a user, without any role. Not idempotent: a user that is there is refused.
	 * @param user the name of the user, not empty
	 * @param password the password, not empty
	 * @throws EtcdInvalidRequestException if there is such a user
	 */
	void addUser(String user, String password);

	/**
	 * Add a user who can authenticate by the common name of a client certificate only.
	 * Not idempotent: a user that is there is refused.
	 * @param user the name of the user, not empty
	 * @throws EtcdInvalidRequestException if there is such a user
	 */
	void addUserWithoutPassword(String user);

	/**
	 * Change the password of a user. Tokens that were issued before are void from now on.
	 * Idempotent.
	 * @param user the name of the user, not empty
	 * @param password the new password, not empty
	 * @throws EtcdInvalidRequestException if there is no such user
	 */
	void changePassword(String user, String password);

	/**
	 * Delete a user. Not idempotent: a user that is not there is refused.
	 * @param user the name of the user, not empty
	 * @throws EtcdInvalidRequestException if there is no such user
	 */
	void deleteUser(String user);

	/**
	 * List all users.
	 * @return their names, unmodifiable
	 */
	List<String> users();

	/**
	 * List the roles of a user.
	 * @param user the name of the user, not empty
	 * @return the names of the roles, unmodifiable
	 * @throws EtcdInvalidRequestException if there is no such user
	 */
	List<String> rolesOf(String user);

	/**
	 * Give a role to a user. Idempotent.
	 * @param user the name of the user, not empty
	 * @param role the name of the role, not empty
	 * @throws EtcdInvalidRequestException if there is no such user or role
	 */
	void grantRole(String user, String role);

	/**
	 * Take a role from a user. Not idempotent: a role that the user does not have is
	 * refused.
	 * @param user the name of the user, not empty
	 * @param role the name of the role, not empty
	 * @throws EtcdInvalidRequestException if there is no such user, or he does not have
	 * the role
	 */
	void revokeRole(String user, String role);

	/**
	 * Add a role, without any permission. Not idempotent: a role that is there is
	 * refused.
	 * @param role the name of the role, not empty
	 * @throws EtcdInvalidRequestException if there is such a role
	 */
	void addRole(String role);

	/**
	 * Delete a role, and take it from all users. Not idempotent: a role that is not there
	 * is refused.
	 * @param role the name of the role, not empty
	 * @throws EtcdInvalidRequestException if there is no such role
	 */
	void deleteRole(String role);

	/**
	 * List all roles.
	 * @return their names, unmodifiable
	 */
	List<String> roles();

	/**
	 * List the permissions of a role.
	 * @param role the name of the role, not empty
	 * @return the permissions, unmodifiable
	 * @throws EtcdInvalidRequestException if there is no such role
	 */
	List<EtcdPermission> permissionsOf(String role);

	/**
	 * Give a permission to a role. One that the role has for the very same keys is
	 * replaced. Idempotent.
	 * @param role the name of the role, not empty
	 * @param permission what the role may do with which keys
	 * @throws EtcdInvalidRequestException if there is no such role
	 */
	void grantPermission(String role, EtcdPermission permission);

	/**
	 * Take the permission for some keys from a role. Not idempotent: a permission that is
	 * not there is refused.
	 * @param role the name of the role, not empty
	 * @param range the very keys for which the permission was given
	 * @throws EtcdInvalidRequestException if there is no such role, or no permission for
	 * these keys
	 */
	void revokePermission(String role, KeyRange range);

	/**
	 * Create the operations. Internal to the library.
	 * @param calls the path of the calls
	 * @return the operations
	 */
	static EtcdAuthOperations create(EtcdCalls calls) {
		return new DefaultEtcdAuthOperations(calls);
	}

}
