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

package io.github.etcdspring.connection;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdAuthenticationException;
import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdFutureRevisionException;
import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.EtcdKeyNotFoundException;
import io.github.etcdspring.EtcdLeaseExistsException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.EtcdNoLeaderException;
import io.github.etcdspring.EtcdNoSpaceException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.EtcdRequestTooLargeException;
import io.github.etcdspring.EtcdTooManyOperationsException;
import io.github.etcdspring.EtcdTooManyRequestsException;
import io.github.etcdspring.EtcdUnavailableException;

/**
 * The errors that etcd itself answers with, told apart by their descriptions, which are
 * stable across versions while the status codes are not.
 *
 * @author The etcd-spring authors
 * @see <a href=
 * "https://github.com/etcd-io/etcd/blob/main/api/v3rpc/rpctypes/error.go">rpctypes</a>
 */
enum ServerError {

	COMPACTED("required revision has been compacted", Repeat.NEVER, "the revision has been compacted away",
			"Start from a newer revision, or compact later"),

	FUTURE_REVISION("required revision is a future revision", Repeat.NEVER, "the revision lies in the future",
			"Check the revision: was the cluster restored from a backup?"),

	NO_SPACE("database space exceeded", Repeat.NEVER, "the database is at its quota",
			"Compact, defragment, disarm the NOSPACE alarm, or raise the server's --quota-backend-bytes"),

	LEASE_NOT_FOUND("requested lease not found", Repeat.NEVER, "the lease does not exist",
			"It has expired or was revoked: grant a new one"),

	LEASE_EXISTS("lease already exists", Repeat.NEVER, "a lease with this id exists", "Let the server choose the id"),

	TOO_MANY_OPERATIONS("too many operations in txn request", Repeat.NEVER, "the transaction has too many operations",
			"Use fewer operations, or raise the server's --max-txn-ops"),

	REQUEST_TOO_LARGE("request is too large|received message larger than max", Repeat.NEVER, "the request is too large",
			"Make the value smaller, or raise the server's --max-request-bytes"),

	TOO_MANY_REQUESTS("too many requests", Repeat.ALWAYS, "the server is overloaded", "Send fewer writes at a time"),

	KEY_NOT_FOUND("key not found", Repeat.NEVER, "the key does not exist",
			"Keeping the value or the lease needs an existing key"),

	MISSING_CREDENTIALS("user name is empty", Repeat.NEW_TOKEN, "the server asks for credentials",
			"Set 'etcd.username' and 'etcd.password'"),

	WRONG_CREDENTIALS("authentication failed", Repeat.NEVER, "the user name or the password is wrong",
			"Check 'etcd.username' and 'etcd.password'"),

	TOKEN_EXPIRED("invalid auth token|revision of auth store is old|auth: revision in header is old", Repeat.NEW_TOKEN,
			"the token is not valid (any more)", "Check 'etcd.username' and 'etcd.password'"),

	AUTHENTICATION_DISABLED("authentication is not enabled", Repeat.NEVER, "authentication is not enabled",
			"Enable authentication on the server, or remove 'etcd.username' and 'etcd.password'"),

	PERMISSION_DENIED("permission denied", Repeat.NEVER, "the user has no permission",
			"Grant the role of the user of 'etcd.username' the permission for the range"),

	LEARNER("rpc not supported for learner", Repeat.ALWAYS, "the member is a learner",
			"Remove it from 'etcd.endpoints', or promote it"),

	NO_LEADER("no leader", Repeat.ALWAYS, "the member has no leader",
			"Check whether a majority of the members is up and connected"),

	LEADER_CHANGED("leader changed", Repeat.READS, "the leader changed", "Read before you repeat"),

	REQUEST_TIMED_OUT("request timed out", Repeat.READS, "the cluster did not agree in time",
			"Read before you repeat; check the members' disks and network"),

	UNHEALTHY_CLUSTER("unhealthy cluster", Repeat.ALWAYS, "the cluster is not healthy enough for the change",
			"Check the members, and wait until all of them have been connected for a while"),

	SERVER_STOPPED("server stopped|server is likely disconnected", Repeat.READS, "the member cannot serve",
			"Check the member");

	/**
	 * When a call may be repeated after the error.
	 */
	enum Repeat {

		/**
		 * The answer is final.
		 */
		NEVER,

		/**
		 * Nothing was applied, another attempt may succeed.
		 */
		ALWAYS,

		/**
		 * Nothing was applied, another attempt may succeed with a new token.
		 */
		NEW_TOKEN,

		/**
		 * It is not known whether the request was applied.
		 */
		READS

	}

	private final Pattern description;

	private final Repeat repeat;

	private final String meaning;

	private final String remedy;

	ServerError(String description, Repeat repeat, String meaning, String remedy) {
		this.description = Pattern.compile(description);
		this.repeat = repeat;
		this.meaning = meaning;
		this.remedy = remedy;
	}

	static @Nullable ServerError of(Status status) {
		String description = status.getDescription();
		if (description != null) {
			for (ServerError error : values()) {
				Matcher matcher = error.description.matcher(description);
				if (matcher.find()) {
					return error;
				}
			}
		}
		return null;
	}

	Repeat repeat() {
		return this.repeat;
	}

	EtcdException toException(Attempt attempt, Throwable cause) {
		String message = "%s failed: %s. %s".formatted(attempt.describe(), this.meaning, remedy(attempt));
		EtcdOutcome outcome = (this.repeat != Repeat.READS) ? EtcdOutcome.REFUSED : EtcdOutcome.UNKNOWN;
		return switch (this) {
			case COMPACTED -> new EtcdCompactedException(message, 0, cause);
			case FUTURE_REVISION -> new EtcdFutureRevisionException(message, outcome, cause);
			case NO_SPACE -> new EtcdNoSpaceException(message, outcome, cause);
			case LEASE_NOT_FOUND -> new EtcdLeaseNotFoundException(message, outcome, cause);
			case LEASE_EXISTS -> new EtcdLeaseExistsException(message, outcome, cause);
			case TOO_MANY_OPERATIONS -> new EtcdTooManyOperationsException(message, outcome, cause);
			case REQUEST_TOO_LARGE -> new EtcdRequestTooLargeException(message, outcome, cause);
			case TOO_MANY_REQUESTS -> new EtcdTooManyRequestsException(message, outcome, cause);
			case KEY_NOT_FOUND -> new EtcdKeyNotFoundException(message, outcome, cause);
			case MISSING_CREDENTIALS, WRONG_CREDENTIALS, TOKEN_EXPIRED ->
				new EtcdAuthenticationException(message, outcome, cause);
			case AUTHENTICATION_DISABLED -> new EtcdInvalidRequestException(message, outcome, cause);
			case PERMISSION_DENIED -> new EtcdPermissionDeniedException(message, outcome, cause);
			case NO_LEADER -> new EtcdNoLeaderException(message, outcome, cause);
			case LEARNER, LEADER_CHANGED, REQUEST_TIMED_OUT, UNHEALTHY_CLUSTER, SERVER_STOPPED ->
				new EtcdUnavailableException(message, outcome, cause);
		};
	}

	private String remedy(Attempt attempt) {
		return (this == PERMISSION_DENIED && attempt.isAdministration())
				? "Grant the user of 'etcd.username' the role 'root', which administration needs" : this.remedy;
	}

}
