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

package io.github.etcdspring.election;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchBatch;
import io.github.etcdspring.watch.EtcdWatchListener;

/**
 * Follows the candidates of an election: the one whose key was created first leads.
 *
 * @param <T> the type of what the leader proclaims
 * @author The etcd-spring authors
 */
final class LeaderWatch<T> implements EtcdWatchListener<T> {

	private final EtcdLeaderObserver<T> observer;

	private final Map<String, EtcdEntry<T>> candidates = new HashMap<>();

	private boolean complete;

	private long told = -1;

	LeaderWatch(EtcdLeaderObserver<T> observer) {
		this.observer = observer;
	}

	@Override
	public void onEvents(EtcdWatchBatch<T> batch) {
		for (EtcdEvent<T> event : batch.events()) {
			if (event.isDelete()) {
				this.candidates.remove(event.key());
			}
			else {
				this.candidates.put(event.key(), event.entry());
			}
		}
		tell();
	}

	@Override
	public void onSnapshot(long revision) {
		this.complete = true;
		tell();
	}

	@Override
	public void onReset(long fromRevision, long toRevision) {
		this.candidates.clear();
		this.complete = false;
	}

	private void tell() {
		EtcdEntry<T> leader = leader();
		long revision = (leader != null) ? leader.modRevision() : 0;
		if (this.complete && revision != this.told) {
			this.observer.onLeader(leader);
			this.told = revision;
		}
	}

	private @Nullable EtcdEntry<T> leader() {
		return this.candidates.values().stream().min(Comparator.comparingLong(EtcdEntry::createRevision)).orElse(null);
	}

}
