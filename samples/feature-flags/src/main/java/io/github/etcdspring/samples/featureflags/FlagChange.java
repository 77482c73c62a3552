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

package io.github.etcdspring.samples.featureflags;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.watch.EtcdEvent;

/**
 * A change of a flag, as the page shows it.
 *
 * @param type what happened: created, updated or deleted
 * @param name the name of the flag
 * @param flag the flag after the change, or {@code null} if it was deleted
 * @param revision the revision of etcd that made the change
 * @param time when it was put, or {@code null} if that is not known
 * @author The etcd-spring authors
 */
record FlagChange(String type, String name, @Nullable Flag flag, long revision, @Nullable Instant time) {

	static FlagChange of(EtcdEvent<Flag> event) {
		String type = (event.isDelete()) ? "deleted" : (event.isCreate()) ? "created" : "updated";
		Flag flag = event.value();
		return new FlagChange(type, Flags.name(event.key()), flag, event.revision(),
				(flag != null) ? flag.changedAt() : null);
	}

}
