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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.watch.EtcdWatchCursor.Stored;

/**
 * Reads the stored positions of watches that start, and takes their cursors over. Belongs
 * to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchCursors {

	private static final Log logger = LogFactory.getLog(WatchCursors.class);

	private final WatchEngine engine;

	private final Map<Watch, Object> busy = new HashMap<>();

	WatchCursors(WatchEngine engine) {
		this.engine = engine;
	}

	// Find out where a watch goes on.
	void load(Watch watch) {
		call(watch, () -> watch.cursor().session().load(), (stored) -> loaded(watch, stored), 0);
	}

	// Let nobody else go on from the position of a watch.
	void claim(Watch watch) {
		call(watch, () -> watch.cursor().session().claim(watch.history().claim()), (claimed) -> {
			watch.cursor().claimed(claimed);
			this.engine.connect(watch);
		}, 0);
	}

	// Whether something is to be heard of the cursor of a watch, such as that the group
	// is owned.
	boolean isBusy(Watch watch) {
		return this.busy.containsKey(watch);
	}

	void remove(Watch watch) {
		this.busy.remove(watch);
	}

	private <T> void call(Watch watch, Supplier<CompletableFuture<T>> call, Consumer<T> onAnswer, int failures) {
		if (failures == 0 && this.busy.containsKey(watch)) {
			return;
		}
		Object token = new Object();
		this.busy.put(watch, token);
		call.get().whenComplete((answer, ex) -> this.engine.execute(() -> {
			if (!this.busy.remove(watch, token)) {
				return;
			}
			if (ex == null) {
				onAnswer.accept(answer);
				return;
			}
			EtcdException reason = WatchAnchors.unwrap(ex);
			logger.debug("Could not read or write the cursor of %s".formatted(watch), reason);
			if (!reason.isTransient()) {
				this.engine.refusals().fail(List.of(watch), reason);
				return;
			}
			this.busy.put(watch, token);
			this.engine.later(RetryDelay.afterFailures(failures + 1), () -> {
				if (this.busy.get(watch) == token) {
					call(watch, call, onAnswer, failures + 1);
				}
			});
		}));
	}

	private void loaded(Watch watch, Stored stored) {
		watch.membership().granted();
		String doubt = stored.doubt();
		if (doubt == null) {
			watch.history().goOn(stored.position());
			this.engine.connect(watch);
		}
		else {
			watch.history().goOn(null);
			this.engine.losses().positionDoubtful(watch, stored.position(), doubt);
		}
	}

}
