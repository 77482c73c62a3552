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
 * Administration of authentication that does not wait. Futures complete on the callback
 * executor of the connection and fail with what {@link EtcdAuthOperations} throws, which
 * also says what may be repeated; cancelling one cancels the call on the server. Wrong
 * arguments are an {@link IllegalArgumentException} of the call itself.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdAuthOperations
 * @see <a href="https://etcd.io/docs/latest/op-guide/authentication/rbac/">Role-based
 * access control</a>
 */
public interface AsyncEtcdAuthOperations {

	/**
	 * Demand a user for every call from now on. There must be a user {@code root} with
	 * the role {@code root}.
	 * @return a future of the end of the call
	 */
	CompletableFuture<@Nullable Void> enable();

	/**
	 * Demand no user any more.
	 * @return a future of the end of the call
	 */
	CompletableFuture<@Nullable Void> disable();

	/**
	 * Tell whether authentication is enabled. Needs etcd 3.5 or later.
	 * @return a future of the status
	 */
	CompletableFuture<EtcdAuthStatus> status();

	/**
	 * Add a user.
	 * @param user the name of the user, not empty
	 * @param password the password, not empty
	 * @return a future of the end of the call
	 */
	CompletableFuture<@Nullable Void> addUser(String user, String password);

	/**
	 * Add a user who can authenticate by the common name of a client certificate only.
	 * @param user the name of the user, not empty
	 * @return a future of the end of the call
	 */
	CompletableFuture<@Nullable Void> addUserWithoutPassword(String user);

	/**
	 * Change the password of a user. Tokens that were issued before are void from now on.
	 * @param user the name of the user, not empty
	 * @param password the new password, not empty
	 * @return a future of the end of the call
	 */
	CompletableFuture<@Nullable Void> changePassword(String user, String password);

	/**
	 * Delete a user.
	 * @param user the name of the user, not empty
	 * @return a future of the end of the call
	 */
	CompletableFuture<@Nullable Void> deleteUser(String user);

	/**
	 * List all users.
	 * @return a future of their names, unmodifiable
	 */
	CompletableFuture<List<String>> users();

	/**
	 * List the roles of a user.
	 * @param user the name of the user, not empty
	 * @return a future of the names of the roles, unmodifiable
	 */
	CompletableFuture<List<String>> rolesOf(String user);

	/**
	 * Give a role to a user.
	 * @param user the name of the user, not empty
	 * @param role the name of the role, not empty
	 * @return a future of the end of the call
	 */
	CompletableFuture<@Nullable Void> grantRole(String user, String role);

	/**
	 * Take a role from a user.
	 * @param user the name of the user, not empty
	 * @param role the name of the role, not empty
	 * @return a future of the end of the call
	 */
	CompletableFuture<@Nullable Void> revokeRole(String user, String role);

	/**
	 * Add a role.
	 * @param role the name of the role, not empty
	 * @return a future of the end of the call
	 */
	CompletableFuture<@Nullable Void> addRole(String role);

	/**
	 * Delete a role, and take it from all users.
	 * @param role the name of the role, not empty
	 * @return a future of the end of the call
	 */
	CompletableFuture<@Nullable Void> deleteRole(String role);

	/**
	 * List all roles.
	 * @return a future of their names, unmodifiable
	 */
	CompletableFuture<List<String>> roles();

	/**
	 * List the permissions of a role.
	 * @param role the name of the role, not empty
	 * @return a future of the permissions, unmodifiable
	 */
	CompletableFuture<List<EtcdPermission>> permissionsOf(String role);

	/**
	 * Give a permission to a role. One that the role has for the very same keys is
	 * replaced.
	 * @param role the name of the role, not empty
	 * @param permission what the role may do with which keys
	 * @return a future of the end of the call
	 */
	CompletableFuture<@Nullable Void> grantPermission(String role, EtcdPermission permission);

	/**
	 * Take the permission for some keys from a role.
	 * @param role the name of the role, not empty
	 * @param range the very keys for which the permission was given
	 * @return a future of the end of the call
	 */
	CompletableFuture<@Nullable Void> revokePermission(String role, KeyRange range);

	/**
	 * Create the operations. Internal to the library.
	 * @param calls the path of the calls
	 * @return the operations
	 */
	static AsyncEtcdAuthOperations create(EtcdCalls calls) {
		return new DefaultAsyncEtcdAuthOperations(calls);
	}

}
