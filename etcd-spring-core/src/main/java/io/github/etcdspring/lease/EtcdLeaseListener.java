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

/**
 * Hears of changes of the state of a lease: of each of them, in order, one call at a
 * time, on a thread that may block. Exceptions are logged.
 * <p>
 * Whatever depends on a lease changes with it before the first listener is called: a lock
 * is not held any more, for instance. Then listeners are called one after the other,
 * those that implement {@link org.springframework.core.Ordered} in that order and before
 * others, the others in the order in which they were added. One that blocks delays those
 * after it by half a second at the most, once: as long as it has not returned nobody
 * waits for it, and it hears of later changes when it has. Those that implement
 * {@code Ordered} are called on threads of the library, the others on the callback
 * executor of the connection, which needs a thread to spare while they block.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@FunctionalInterface
public interface EtcdLeaseListener {

	/**
	 * The state has changed.
	 * @param event the change
	 */
	void onStateChange(EtcdLeaseEvent event);

}
