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

import io.github.etcdspring.EtcdException;

/**
 * Hears of one bidirectional stream. Callbacks are serial, come from a transport thread,
 * and must not block. Internal to the library.
 *
 * @param <R> the response message
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdStreamListener<R> {

	/**
	 * Return how many messages may arrive before {@link EtcdStream#request(int)} asks for
	 * more: what is not asked for waits on the server.
	 * @return the number of messages, unlimited by default
	 */
	default int window() {
		return Integer.MAX_VALUE;
	}

	/**
	 * The stream was started on a connected endpoint; requests may be sent.
	 */
	void onOpen();

	/**
	 * A message arrived.
	 * @param response the message
	 */
	void onNext(R response);

	/**
	 * The stream is over, for whatever reason but {@link EtcdStream#cancel()}. The last
	 * callback.
	 * @param reason why; a stream that the server ended cleanly is
	 * {@linkplain EtcdException#isTransient() transient}, too
	 */
	void onClosed(EtcdException reason);

}
