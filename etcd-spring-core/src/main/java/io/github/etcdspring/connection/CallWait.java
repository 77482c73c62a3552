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

import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * The wait of one call for something that is not an answer: an endpoint, a token, the
 * delay before the next attempt. It ends by what it waits for, by the deadline, by
 * closing the connection, or by cancellation. Whichever comes first decides alone how the
 * call goes on: one that was reported as unsent is never sent.
 *
 * @author The etcd-spring authors
 */
final class CallWait {

	private final CallContext context;

	private final Runnable wakeUp;

	private final Runnable expired;

	private final Runnable closed;

	private volatile @Nullable Future<?> timer;

	/**
	 * Create a wait, not entered yet.
	 * @param context knows of all waits
	 * @param next how the call goes on when what it waited for is there
	 * @param expired what to do at the deadline
	 * @param closed what to do when the connection is closed
	 */
	CallWait(CallContext context, Runnable next, Runnable expired, Runnable closed) {
		this.context = context;
		this.wakeUp = () -> leaveAnd(next);
		this.expired = () -> giveUpAnd(expired);
		this.closed = () -> giveUpAnd(closed);
	}

	void enter(long remainingMillis) {
		this.context.waiting().add(this);
		this.timer = this.context.schedule(this.expired, remainingMillis);
		if (this.context.isClosed()) {
			closed();
		}
	}

	/**
	 * Return what ends the wait, and does nothing if it is over.
	 * @return the way on, always the same
	 */
	Runnable wakeUp() {
		return this.wakeUp;
	}

	void leaveAnd(Runnable then) {
		if (this.context.waiting().remove(this)) {
			Future<?> current = this.timer;
			if (current != null) {
				current.cancel(false);
			}
			then.run();
		}
	}

	void cancel() {
		giveUpAnd(() -> {
		});
	}

	void closed() {
		this.closed.run();
	}

	private void giveUpAnd(Runnable then) {
		leaveAnd(() -> {
			this.context.endpoints().forget(this.wakeUp);
			then.run();
		});
	}

}
