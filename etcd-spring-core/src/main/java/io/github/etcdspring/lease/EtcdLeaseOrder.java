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

import org.springframework.core.Ordered;

/**
 * The order in which those who depend on a lease hear of its changes, and so of its loss.
 * Other listeners that implement {@link Ordered} may place themselves between them.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdLeaseListener
 */
public final class EtcdLeaseOrder {

	/**
	 * Locks come first: their holders must stop soonest.
	 */
	public static final int LOCKS = -3000;

	/**
	 * Leadership comes after locks.
	 */
	public static final int LEADERSHIP = -2000;

	/**
	 * Groups come after leadership.
	 */
	public static final int GROUPS = -1000;

	/**
	 * Ephemeral keys come last of these, before listeners without an order.
	 */
	public static final int EPHEMERAL_KEYS = 0;

	private EtcdLeaseOrder() {
	}

}
