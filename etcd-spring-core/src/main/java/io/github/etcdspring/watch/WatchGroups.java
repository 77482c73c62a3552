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

package io.github.etcdspring.watch;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.watch.EtcdWatchRegistration.State;

/**
 * Lets watches of groups stand by, take over, and let go of their groups when they rest
 * or were ousted. Belongs to the engine's thread, apart from {@link #lost(Watch)}.
 * <p>
 * A watch of a group takes over by loading its position, which takes until the group is
 * owned. It goes no further when it is paused, stopped, over or ousted: then it lets go
 * of the group when the call in progress has returned and its position is saved, and
 * forgets where it stands, as others will move on from there.
 *
 * @author The etcd-spring authors
 */
final class WatchGroups {

	private final WatchEngine engine;

	WatchGroups(WatchEngine engine) {
		this.engine = engine;
	}

	// Somebody else owns the group of a watch.
	void standBy(Watch watch) {
		if (this.engine.isMissing(watch) && watch.cursor().needsLoading()) {
			watch.standsBy();
		}
	}

	// The group of a watch is not owned any more. Called by any thread.
	void lost(Watch watch) {
		watch.membership().oust();
		watch.lane().pause();
		this.engine.execute(() -> requeue(watch));
	}

	private void requeue(Watch watch) {
		if (!watch.isOver() && watch.membership().whenLeft() == null) {
			// What was under way may have let it go on since
			watch.lane().pause();
			this.engine.leave(watch);
			watch.disconnected(State.STANDBY);
			leave(watch, true);
		}
	}

	// A watch goes no further: let others have its group, if it belongs to one.
	void rest(Watch watch) {
		if (watch.group() != null && watch.membership().whenLeft() == null) {
			leave(watch, watch.membership().isOusted());
		}
	}

	// Return a future that completes when nothing is left to be done by a watch at rest.
	CompletableFuture<?> whenRested(Watch watch) {
		CompletableFuture<?> left = watch.membership().whenLeft();
		return (left != null) ? left : watch.whenSaved();
	}

	private void leave(Watch watch, boolean lost) {
		CompletableFuture<@Nullable Void> left = new CompletableFuture<>();
		watch.membership().leaving(lost, left);
		watch.whenSaved()
			.thenCompose((saved) -> watch.cursor().leave())
			.whenComplete((done, ex) -> this.engine.execute(() -> {
				left(watch);
				left.complete(null);
			}));
	}

	private void left(Watch watch) {
		watch.membership().left();
		if (!watch.isOver()) {
			watch.renew();
			this.engine.connect(watch);
		}
	}

}
