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

package io.github.etcdspring.lease;

import org.jspecify.annotations.Nullable;

/**
 * A change of the state of a lease.
 *
 * @param lease the lease, which may have changed further by now
 * @param previousState the state before
 * @param state the state after
 * @param term the life that the change is about: the one that has ended if the lease has
 * expired or is closed; {@code null} if nothing was granted yet
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record EtcdLeaseEvent(EtcdLease lease, EtcdLease.State previousState, EtcdLease.State state,
		@Nullable EtcdLeaseTerm term) {

}
