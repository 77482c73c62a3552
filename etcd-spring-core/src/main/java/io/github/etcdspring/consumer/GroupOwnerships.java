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

package io.github.etcdspring.consumer;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.etcdspring.connection.EtcdConnection;

/**
 * The groups whose watches are made through one connection.
 *
 * @author The etcd-spring authors
 */
final class GroupOwnerships implements AutoCloseable {

	private final EtcdConnection connection;

	private final Map<String, GroupOwnership> groups = new ConcurrentHashMap<>();

	private GroupOwnerships(EtcdConnection connection) {
		this.connection = connection;
	}

	static GroupOwnerships of(EtcdConnection connection) {
		return connection.part(GroupOwnerships.class, GroupOwnerships::new);
	}

	// Return the key of a group.
	// prefix: that of the keys of cursors
	static String key(String prefix, String name) {
		// What waits for a lock is below its name: no name may be below another one
		return prefix + "group/" + name.replace("%", "%25").replace("/", "%2F");
	}

	// Wait for the ownership of a group.
	void join(String key, String name, GroupMember member) {
		boolean joined = false;
		while (!joined) {
			GroupOwnership ownership = this.groups.computeIfAbsent(key, (absent) -> new GroupOwnership(this.connection,
					name, key, (idle) -> this.groups.remove(key, idle)));
			joined = ownership.join(member);
			if (!joined) {
				this.groups.remove(key, ownership);
			}
		}
	}

	// Want the ownership of a group no longer.
	// Returns a future that completes when the connection has let go of what was owned
	// for this member
	CompletableFuture<?> leave(String key, GroupMember member) {
		GroupOwnership ownership = this.groups.get(key);
		return (ownership != null) ? ownership.leave(member) : CompletableFuture.completedFuture(null);
	}

	@Override
	public void close() {
		this.groups.values().forEach(GroupOwnership::close);
	}

}
