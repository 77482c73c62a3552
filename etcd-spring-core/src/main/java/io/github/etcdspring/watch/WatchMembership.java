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

/**
 * What a watch has to do with its group, if it belongs to one. Changed on the engine's
 * thread only, apart from {@link #oust()}; anybody may look.
 *
 * @author The etcd-spring authors
 */
final class WatchMembership {

	private static final WatchMembership NONE = new WatchMembership(null, null);

	private final @Nullable String group;

	private final @Nullable WatchNews news;

	private boolean granted;

	private volatile boolean ousted;

	private volatile @Nullable CompletableFuture<?> leaving;

	private WatchMembership(@Nullable String group, @Nullable WatchNews news) {
		this.group = group;
		this.news = news;
	}

	// Watches without a group share one, as most watches are
	static WatchMembership of(@Nullable String group, WatchNews news) {
		return (group != null) ? new WatchMembership(group, news) : NONE;
	}

	@Nullable String group() {
		return this.group;
	}

	// The watch may go on with the stored position.
	void granted() {
		if (this.group != null && this.news != null && !this.granted) {
			this.granted = true;
			this.news.granted(this.group);
		}
	}

	// The group is not owned any more, which the engine will hear of.
	void oust() {
		this.ousted = true;
	}

	boolean isOusted() {
		return this.ousted;
	}

	// The watch goes no further.
	// left: completes when it has let go of the group
	void leaving(boolean lost, CompletableFuture<?> left) {
		this.leaving = left;
		if (lost) {
			revoked(true);
		}
	}

	void left() {
		this.leaving = null;
		this.ousted = false;
		revoked(false);
	}

	private void revoked(boolean lost) {
		if (this.group != null && this.news != null && this.granted) {
			this.granted = false;
			this.news.revoked(this.group, lost);
		}
	}

	// Return a future that completes when the watch has let go of the group, or null
	// unless it is about to.
	@Nullable CompletableFuture<?> whenLeft() {
		return this.leaving;
	}

}
