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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.lock.EtcdFencing;
import io.github.etcdspring.lock.EtcdLock;

/**
 * The ownership of a group by one connection, for all watches of the group that are made
 * through it. While there are members, a thread of its own waits for the ownership, keeps
 * it until it is lost or the last member has left, and waits again if members do. The
 * lock guards the fields; nothing is called while it is held.
 *
 * @author The etcd-spring authors
 */
final class GroupOwnership {

	private static final Log logger = LogFactory.getLog(EtcdCursor.class);

	private final EtcdConnection connection;

	private final String name;

	private final String key;

	private final Consumer<GroupOwnership> onIdle;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final List<GroupMember> members = new ArrayList<>();

	private @Nullable Thread thread;

	/**
	 * Whether the thread may be interrupted to let it wait no longer.
	 */
	private boolean queueing;

	/**
	 * Whether somebody else is known to be the owner.
	 */
	private boolean queued;

	private @Nullable EtcdLock owned;

	/**
	 * Completes when nothing is owned any more, or is owned for members that came later.
	 */
	private CompletableFuture<@Nullable Void> released = CompletableFuture.completedFuture(null);

	private boolean closed;

	/**
	 * Whether another one takes the place of this one.
	 */
	private boolean forgotten;

	/**
	 * Create the ownership of a group that nobody wants so far.
	 * @param connection the connection
	 * @param name the name of the group
	 * @param key the name of the lock
	 * @param onIdle hears that nobody wants it any more, or ever will
	 */
	GroupOwnership(EtcdConnection connection, String name, String key, Consumer<GroupOwnership> onIdle) {
		this.connection = connection;
		this.name = name;
		this.key = key;
		this.onIdle = onIdle;
	}

	/**
	 * Wait for the ownership. Of members with the same cursor only one has it at a time.
	 * @param member the member, which has left or never joined
	 * @return {@code false} if another ownership has taken the place of this one, or will
	 */
	boolean join(GroupMember member) {
		EtcdLock granted;
		boolean behind;
		this.lock.lock();
		try {
			if (this.forgotten) {
				return false;
			}
			if (this.closed) {
				member.refuse(closedException());
				return true;
			}
			boolean taken = isTaken(member.cursor());
			granted = (this.owned != null && this.owned.isHeld() && !taken) ? this.owned : null;
			behind = taken || this.queued;
			member.hold(granted);
			this.members.add(member);
			if (this.thread == null) {
				this.thread = newThread();
				this.thread.start();
			}
		}
		finally {
			this.lock.unlock();
		}
		if (granted != null) {
			member.grant(granted);
		}
		else if (behind) {
			member.queued();
		}
		return true;
	}

	private Thread newThread() {
		Thread created = new Thread(this::run, "etcd-group-" + this.name);
		created.setDaemon(true);
		return created;
	}

	private boolean isTaken(String cursor) {
		return this.members.stream().anyMatch((each) -> each.holds() && each.cursor().equals(cursor));
	}

	private boolean isWanted() {
		return !this.closed && this.members.stream().anyMatch((each) -> !each.holds());
	}

	/**
	 * Want the ownership no longer. Does nothing if the member has left.
	 * @param member the member
	 * @return completes when the connection has let go of what was owned for this member
	 */
	CompletableFuture<?> leave(GroupMember member) {
		CompletableFuture<?> left;
		this.lock.lock();
		try {
			if (!this.members.remove(member)) {
				return this.released;
			}
			member.hold(null);
			if (this.members.isEmpty() && this.thread != null && this.released.isDone()) {
				this.released = new CompletableFuture<>();
			}
			if (this.queueing && this.thread != null && !isWanted()) {
				this.thread.interrupt();
			}
			left = this.released;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		forgetIfIdle();
		return left;
	}

	// Groups come and go with the watches that belong to them
	private void forgetIfIdle() {
		this.lock.lock();
		try {
			if (this.thread != null || !this.members.isEmpty()) {
				return;
			}
			this.forgotten = true;
		}
		finally {
			this.lock.unlock();
		}
		this.onIdle.accept(this);
	}

	private void run() {
		while (beginQueueing()) {
			try {
				EtcdLock taken = EtcdFencing.own(this.connection, this.key, this::queued);
				taken.onLost(() -> lost(taken));
				keep(taken);
			}
			catch (EtcdInterruptedException ex) {
				logger.debug("Nobody here waits for group '%s' any more".formatted(this.name), ex);
			}
			catch (EtcdException ex) {
				refuse(ex);
			}
			catch (RuntimeException | Error ex) {
				refuse(new EtcdException("Waiting for the ownership of group '%s' failed".formatted(this.name),
						EtcdOutcome.UNKNOWN, ex));
			}
		}
		forgetIfIdle();
	}

	// Returns whether there is anything to wait for
	private boolean beginQueueing() {
		CompletableFuture<@Nullable Void> done = null;
		this.lock.lock();
		try {
			// Meant for what is over by now
			Thread.interrupted();
			this.queued = false;
			this.queueing = isWanted();
			if (!this.queueing) {
				this.thread = null;
			}
			done = this.released;
			return this.queueing;
		}
		finally {
			this.lock.unlock();
			if (done != null) {
				done.complete(null);
			}
		}
	}

	private void queued() {
		List<GroupMember> waiting;
		this.lock.lock();
		try {
			if (this.queued) {
				return;
			}
			this.queued = true;
			waiting = List.copyOf(this.members);
		}
		finally {
			this.lock.unlock();
		}
		waiting.forEach(GroupMember::queued);
	}

	private void keep(EtcdLock taken) {
		logger.info("This process owns group '%s' now".formatted(this.name));
		try {
			begin(taken);
			List<GroupMember> granted = nextGranted(taken);
			while (granted != null) {
				granted.forEach((member) -> member.grant(taken));
				granted = nextGranted(taken);
			}
		}
		finally {
			if (taken.unlock()) {
				logger.info("This process has given group '%s' up".formatted(this.name));
			}
			else {
				lost(taken);
			}
		}
	}

	private void begin(EtcdLock taken) {
		this.lock.lock();
		try {
			this.queueing = false;
			this.queued = false;
			Thread.interrupted();
			this.owned = taken;
		}
		finally {
			this.lock.unlock();
		}
	}

	// Wait until members may have to be told that they have the ownership.
	// Returns those, or null if it is over
	private @Nullable List<GroupMember> nextGranted(EtcdLock taken) {
		List<GroupMember> granted = new ArrayList<>();
		CompletableFuture<@Nullable Void> done;
		this.lock.lock();
		try {
			if (this.owned != taken || !taken.isHeld() || this.members.isEmpty() || this.closed) {
				this.owned = null;
				return null;
			}
			done = this.released;
			for (GroupMember member : this.members) {
				if (!member.holds() && !isTaken(member.cursor())) {
					member.hold(taken);
					granted.add(member);
				}
			}
			if (granted.isEmpty() && done.isDone()) {
				this.changed.awaitUninterruptibly();
			}
		}
		finally {
			this.lock.unlock();
		}
		done.complete(null);
		return granted;
	}

	private void lost(EtcdLock taken) {
		List<GroupMember> ousted = new ArrayList<>();
		this.lock.lock();
		try {
			for (GroupMember member : List.copyOf(this.members)) {
				if (member.holds(taken)) {
					this.members.remove(member);
					member.hold(null);
					ousted.add(member);
				}
			}
			if (this.owned == taken) {
				this.owned = null;
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		if (!ousted.isEmpty()) {
			logger.warn(("This process has lost the ownership of group '%s': it handles no more events of the group "
					+ "until it owns it again")
				.formatted(this.name));
		}
		ousted.forEach(GroupMember::ousted);
		forgetIfIdle();
	}

	private void refuse(EtcdException reason) {
		List<GroupMember> refused;
		this.lock.lock();
		try {
			refused = this.members.stream().filter((member) -> !member.holds()).toList();
			this.members.removeAll(refused);
		}
		finally {
			this.lock.unlock();
		}
		refused.forEach((member) -> member.refuse(reason));
	}

	// The connection is about to be closed.
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			if (this.queueing && this.thread != null) {
				this.thread.interrupt();
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		refuse(closedException());
	}

	private EtcdException closedException() {
		return new EtcdClosedException("The connection to etcd is closed", EtcdOutcome.UNSENT, null);
	}

}
