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

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdRpc;

/**
 * Finds out what "now" is for watches that start: a linearizable read, shared by all that
 * wait for one. What the stream itself says about the revision is no safe start. Belongs
 * to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchAnchors {

	private static final Log logger = LogFactory.getLog(WatchAnchors.class);

	static final EtcdRpc<RangeRequest, RangeResponse> RANGE = EtcdRpc.read("kv.range", KVGrpc.getRangeMethod());

	private final WatchEngine engine;

	private final EtcdCalls calls;

	private final Set<Watch> waiting = new LinkedHashSet<>();

	private boolean asking;

	private int failures;

	WatchAnchors(WatchEngine engine, EtcdCalls calls) {
		this.engine = engine;
		this.calls = calls;
	}

	void add(Watch watch) {
		this.waiting.add(watch);
		if (!this.asking) {
			this.asking = true;
			// After the current task, so that watches that start together share the read
			this.engine.execute(this::ask);
		}
	}

	void remove(Watch watch) {
		this.waiting.remove(watch);
	}

	private void ask() {
		if (this.waiting.isEmpty()) {
			this.asking = false;
			return;
		}
		List<Watch> watches = List.copyOf(this.waiting);
		Watch asked = watches.get(0);
		this.calls
			.callAsync(RANGE, WatchMessages.revisionOf(asked.range()), EtcdCallSpec.of(asked.range(), null),
					WatchMessages::header)
			.whenComplete((header, ex) -> this.engine.execute(() -> {
				if (ex == null) {
					this.engine.cluster().read(header);
					answered(watches, header.revision());
				}
				else {
					refused(watches, asked, unwrap(ex));
				}
			}));
	}

	private void answered(List<Watch> watches, long revision) {
		this.failures = 0;
		for (Watch watch : watches) {
			if (this.waiting.remove(watch)) {
				watch.history().startAt(revision + 1);
				this.engine.connect(watch);
			}
		}
		ask();
	}

	private void refused(List<Watch> watches, Watch asked, EtcdException reason) {
		logger.debug("Could not find out the current revision", reason);
		if (reason.isTransient()) {
			this.engine.later(RetryDelay.afterFailures(++this.failures), this::ask);
			return;
		}
		// Permission is a matter of the range that was asked for, anything else concerns
		// them all
		List<Watch> concerned = (reason instanceof EtcdPermissionDeniedException) ? List.of(asked) : watches;
		this.engine.refusals().fail(concerned.stream().filter(this.waiting::remove).toList(), reason);
		ask();
	}

	static EtcdException unwrap(Throwable ex) {
		Throwable cause = (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
		return (cause instanceof EtcdException known) ? known
				: new EtcdUnavailableException("Could not find out the current revision", EtcdOutcome.UNKNOWN, cause);
	}

}
