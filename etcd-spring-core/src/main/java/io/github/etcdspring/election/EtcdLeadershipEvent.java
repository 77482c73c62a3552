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

/**
 * What happens to the leadership of this process, published as events of the application
 * context by an {@link EtcdLeadership} that is a bean, in order:
 *
 * <pre class="code">
 * &#64;EventListener
 * void onGranted(EtcdLeadershipEvent.Granted granted) { .. }
 * </pre>
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public sealed interface EtcdLeadershipEvent {

	/**
	 * Return the bean.
	 * @return the bean
	 */
	EtcdLeadership leadership();

	/**
	 * This process leads.
	 *
	 * @param leadership the bean
	 * @param leader the leadership, which may be over by now
	 */
	record Granted(EtcdLeadership leadership, EtcdLeader leader) implements EtcdLeadershipEvent {
	}

	/**
	 * This process leads no more.
	 *
	 * @param leadership the bean
	 * @param leader the leadership, which is over or is given back when all listeners
	 * have returned
	 * @param lost whether it was lost, so that somebody else may lead already, rather
	 * than resigned
	 */
	record Revoked(EtcdLeadership leadership, EtcdLeader leader, boolean lost) implements EtcdLeadershipEvent {
	}

}
