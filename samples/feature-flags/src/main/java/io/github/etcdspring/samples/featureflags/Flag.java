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

/**
 * What etcd stores under the name of a flag, as JSON.
 *
 * @param enabled whether the flag is on
 * @param description what it switches on
 * @param changedBy the instance that put it, or {@code null} if somebody else did
 * @param changedAt when that was, or {@code null}
 * @author The etcd-spring authors
 */
record Flag(boolean enabled, String description, @Nullable String changedBy, @Nullable Instant changedAt) {

	/**
	 * Accept a value without a description, as one might put it by hand.
	 */
	Flag(boolean enabled, @Nullable String description, @Nullable String changedBy, @Nullable Instant changedAt) {
		this.enabled = enabled;
		this.description = (description != null) ? description : "";
		this.changedBy = changedBy;
		this.changedAt = changedAt;
	}

	Flag(boolean enabled, String description) {
		this(enabled, description, null, null);
	}

	Flag changedBy(String instance) {
		return new Flag(this.enabled, this.description, instance, Instant.now());
	}

}
