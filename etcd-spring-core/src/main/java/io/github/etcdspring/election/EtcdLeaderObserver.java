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

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.kv.EtcdEntry;

/**
 * Hears who leads.
 *
 * @param <T> the type of what the leader proclaims
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@FunctionalInterface
public interface EtcdLeaderObserver<T> {

	/**
	 * Somebody leads, or says something else than before, or nobody does.
	 * @param leader the key of the leader with what it proclaims, or {@code null} if
	 * there is none
	 */
	void onLeader(@Nullable EtcdEntry<T> leader);

}
