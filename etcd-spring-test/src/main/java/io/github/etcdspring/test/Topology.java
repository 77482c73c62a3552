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

package io.github.etcdspring.test;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a member knows about its cluster when it starts for the first time.
 *
 * @param name the name of the member
 * @param peerUrl where the others reach it
 * @param cluster all members with their peer URLs
 * @param existing whether it joins a cluster that has begun without it
 * @author The etcd-spring authors
 */
record Topology(String name, String peerUrl, String cluster, boolean existing) {

	static Topology single(String name, String peerUrl) {
		return new Topology(name, peerUrl, name + "=" + peerUrl, false);
	}

	boolean isSingle() {
		return this.cluster.indexOf(',') < 0;
	}

	Map<String, String> flags() {
		Map<String, String> flags = new LinkedHashMap<>();
		flags.put("name", this.name);
		flags.put("listen-peer-urls", this.peerUrl);
		flags.put("initial-advertise-peer-urls", this.peerUrl);
		flags.put("initial-cluster", this.cluster);
		flags.put("initial-cluster-state", (this.existing) ? "existing" : "new");
		if (isSingle()) {
			// Nobody to wait for before it elects itself
			flags.put("heartbeat-interval", "20");
			flags.put("election-timeout", "200");
		}
		else {
			// Members are added and removed without a pause for thought
			flags.put("strict-reconfig-check", "false");
		}
		return flags;
	}

}
