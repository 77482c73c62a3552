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
 * with the role {@code root} may call most of it. All of it may fail with an
 * {@link io.github.etcdspring.EtcdException} within the request timeout; changes are not
 * repeated once they may have been applied. Keys are those of the whole store: no
 * namespace is added. Wrong arguments are an {@link IllegalArgumentException} before
 * anything is sent.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdAuthOperations {

	/**
	 * Demand a user for every call from now on. There must be a user {@code root} with
	 * the role {@code root}.
	 * @throws EtcdInvalidRequestException if there is no such user or role
	 */
	void enable();

	/**
	 * Demand no user any more.
	 */
	void disable();

	/**
	 * Tell whether authentication is enabled. Needs etcd 3.5 or later.
	 * @return the status
	 */
	EtcdAuthStatus status();

	/**
	 * Add a user.
	 * @param user the name of the user, not empty
	 * @param password the password, not empty
	 * @throws EtcdInvalidRequestException if there is such a user
	 */
	void addUser(String user, String password);

	/**
	 * Add a user who can authenticate by the common name of a client certificate only.
	 * @param user the name of the user, not empty
	 * @throws EtcdInvalidRequestException if there is such a user
	 */
	void addUserWithoutPassword(String user);

	/**
	 * Change the password of a user. His tokens are void from now on.
	 * @param user the name of the user, not empty
	 * @param password the new password, not empty
	 * @throws EtcdInvalidRequestException if there is no such user
	 */
	void changePassword(String user, String password);

	/**
	 * Delete a user.
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
	 * Give a role to a user.
	 * @param user the name of the user, not empty
	 * @param role the name of the role, not empty
	 * @throws EtcdInvalidRequestException if there is no such user or role
	 */
	void grantRole(String user, String role);

	/**
	 * Take a role from a user.
	 * @param user the name of the user, not empty
	 * @param role the name of the role, not empty
	 * @throws EtcdInvalidRequestException if there is no such user, or he does not have
	 * the role
	 */
	void revokeRole(String user, String role);

	/**
	 * Add a role.
	 * @param role the name of the role, not empty
	 * @throws EtcdInvalidRequestException if there is such a role
	 */
	void addRole(String role);

	/**
	 * Delete a role, and take it from all users.
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
	 * replaced.
	 * @param role the name of the role, not empty
	 * @param permission what the role may do with which keys
	 * @throws EtcdInvalidRequestException if there is no such role
	 */
	void grantPermission(String role, EtcdPermission permission);

	/**
	 * Take the permission for some keys from a role.
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
