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

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.lock.EtcdLock;

/**
 * A watch that wants to own its group, or does, for one time.
 *
 * @author The etcd-spring authors
 */
final class GroupMember {

	private final String cursor;

	private final CompletableFuture<EtcdLock> granted = new CompletableFuture<>();

	private final Consumer<GroupMember> onQueued;

	private final Consumer<GroupMember> onOusted;

	/**
	 * Guarded by the lock of the group.
	 */
	private @Nullable EtcdLock held;

	/**
	 * Create a member.
	 * @param cursor the name of the cursor
	 * @param onQueued hears that somebody else is the owner
	 * @param onOusted hears that the ownership was lost
	 */
	GroupMember(String cursor, Consumer<GroupMember> onQueued, Consumer<GroupMember> onOusted) {
		this.cursor = cursor;
		this.onQueued = onQueued;
		this.onOusted = onOusted;
	}

	String cursor() {
		return this.cursor;
	}

	CompletableFuture<EtcdLock> granted() {
		return this.granted;
	}

	void hold(@Nullable EtcdLock held) {
		this.held = held;
	}

	boolean holds() {
		return this.held != null;
	}

	boolean holds(EtcdLock lock) {
		return this.held == lock;
	}

	void grant(EtcdLock lock) {
		this.granted.complete(lock);
	}

	void refuse(EtcdException reason) {
		this.granted.completeExceptionally(reason);
	}

	void queued() {
		this.onQueued.accept(this);
	}

	void ousted() {
		this.onOusted.accept(this);
	}

}
