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

package io.github.etcdspring.connection;

/**
 * An open bidirectional stream. Internal to the library.
 *
 * @param <Q> the request message
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdStream<Q> {

	/**
	 * Send a request, never blocking. Safe to call from any thread, after
	 * {@link EtcdStreamListener#onOpen}; ignored once the stream is closed.
	 * @param request the request
	 */
	void send(Q request);

	/**
	 * Let more messages arrive, beyond {@link EtcdStreamListener#window()}. Safe to call
	 * from any thread, once the first message has arrived; ignored once the stream is
	 * closed.
	 * @param messages the number of messages, positive
	 */
	void request(int messages);

	/**
	 * Cancel the stream here and on the server. The listener hears nothing after this
	 * returned, apart from a callback that is already running.
	 */
	void cancel();

	/**
	 * Return the endpoint that serves the stream.
	 * @return the endpoint, as in {@link EtcdEndpoint#uri()}; empty before one was chosen
	 */
	String endpoint();

}
