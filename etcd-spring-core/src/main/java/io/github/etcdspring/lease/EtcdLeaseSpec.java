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

import java.util.ArrayList;
import java.util.List;

import org.springframework.util.Assert;

/**
 * How to grant a lease. By default the server chooses the id, and a lease that was lost
 * stays lost.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdLeaseSpec {

	private final List<EtcdLeaseListener> listeners = new ArrayList<>();

	private long id;

	private boolean regrant;

	EtcdLeaseSpec() {
	}

	/**
	 * Choose the id.
	 * @param id the id, not 0
	 * @return this specification
	 * @see io.github.etcdspring.EtcdLeaseExistsException
	 */
	public EtcdLeaseSpec id(long id) {
		this.id = LeaseCalls.chosen(id);
		return this;
	}

	/**
	 * Grant the lease again whenever it was lost, with an id that is chosen at random.
	 * Keys that were attached to it are gone then, apart from
	 * {@linkplain EtcdLeaseOperations#putEphemeral ephemeral} ones, which are put again.
	 * @return this specification
	 */
	public EtcdLeaseSpec regrant() {
		this.regrant = true;
		return this;
	}

	/**
	 * Let a listener hear of changes of the state, that to {@link EtcdLease.State#ACTIVE}
	 * included.
	 * @param listener the listener
	 * @return this specification
	 */
	public EtcdLeaseSpec listener(EtcdLeaseListener listener) {
		Assert.notNull(listener, "'listener' must not be null");
		this.listeners.add(listener);
		return this;
	}

	long id() {
		return this.id;
	}

	boolean isRegrant() {
		return this.regrant;
	}

	List<EtcdLeaseListener> listeners() {
		return this.listeners;
	}

}
