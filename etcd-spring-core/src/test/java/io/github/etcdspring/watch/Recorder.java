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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.etcdspring.EtcdException;

/**
 * Remembers what it is told.
 *
 * @author The etcd-spring authors
 */
class Recorder implements EtcdWatchListener<String> {

	final List<EtcdWatchBatch<String>> batches = new CopyOnWriteArrayList<>();

	final List<String> notices = new CopyOnWriteArrayList<>();

	@Override
	public void onEvents(EtcdWatchBatch<String> batch) throws Exception {
		this.batches.add(batch);
	}

	@Override
	public void onCreated(long revision) {
		this.notices.add("created");
	}

	@Override
	public void onReconnected(long revision) {
		this.notices.add("reconnected");
	}

	@Override
	public void onSnapshot(long revision) {
		this.notices.add("snapshot " + revision);
	}

	@Override
	public void onResync(long fromRevision, long toRevision) {
		this.notices.add("resync %d to %d".formatted(fromRevision, toRevision));
	}

	@Override
	public void onSkipped(long fromRevision, long toRevision) {
		this.notices.add("skipped %d to %d".formatted(fromRevision, toRevision));
	}

	@Override
	public void onFailed(EtcdException reason) {
		this.notices.add("failed " + reason.getClass().getSimpleName());
	}

	List<EtcdEvent<String>> events() {
		return this.batches.stream().flatMap((batch) -> batch.events().stream()).toList();
	}

	List<String> values() {
		return events().stream().map((event) -> String.valueOf(event.value())).toList();
	}

	List<Long> revisions() {
		return this.batches.stream().map(EtcdWatchBatch::revision).toList();
	}

}
