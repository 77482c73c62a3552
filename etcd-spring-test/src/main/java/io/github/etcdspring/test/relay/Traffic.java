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

package io.github.etcdspring.test.relay;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much has been passed on.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class Traffic {

	private final AtomicLong toServer = new AtomicLong();

	private final AtomicLong toClient = new AtomicLong();

	Traffic() {
	}

	/**
	 * How much has been passed on to the server.
	 * @return the number of bytes
	 */
	public long toServer() {
		return this.toServer.get();
	}

	/**
	 * How much has been passed on to clients.
	 * @return the number of bytes
	 */
	public long toClient() {
		return this.toClient.get();
	}

	void addToServer(long count) {
		this.toServer.addAndGet(count);
	}

	void addToClient(long count) {
		this.toClient.addAndGet(count);
	}

}
