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

package io.github.etcdspring.cluster;

import java.net.URI;
import java.util.List;

/**
 * A member of the cluster.
 *
 * @param id the id, an unsigned 64-bit number
 * @param name the name; empty until the member has started
 * @param peerUrls where other members reach it; unmodifiable
 * @param clientUrls where clients reach it; empty until the member has started;
 * unmodifiable
 * @param learner whether it only learns and does not vote
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record EtcdMember(long id, String name, List<URI> peerUrls, List<URI> clientUrls, boolean learner) {

	/**
	 * Copy the URLs.
	 */
	public EtcdMember {
		peerUrls = List.copyOf(peerUrls);
		clientUrls = List.copyOf(clientUrls);
	}

	/**
	 * Return whether the member has joined; one that was added and never started has not.
	 * @return whether it has
	 */
	public boolean isStarted() {
		return !this.name.isEmpty();
	}

	/**
	 * Return the member with its id in hexadecimal, as etcd's own tools write it.
	 */
	@Override
	public String toString() {
		return "EtcdMember[id=%s, name=%s, peerUrls=%s, clientUrls=%s, learner=%s]".formatted(Long.toHexString(this.id),
				this.name, this.peerUrls, this.clientUrls, this.learner);
	}

}
