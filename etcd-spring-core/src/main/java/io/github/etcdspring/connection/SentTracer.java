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

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/**
 * Tells whether an attempt ever had a stream on a transport. Without one, nothing of the
 * request can have reached a server. With one, it may still wait to be written.
 *
 * @author The etcd-spring authors
 */
final class SentTracer extends ClientStreamTracer.Factory {

	private volatile boolean sent;

	private volatile boolean written;

	boolean isSent() {
		return this.sent;
	}

	/**
	 * Return whether the headers of the request went to the socket. Known on the thread
	 * of the transport only: elsewhere they may be on their way.
	 * @return whether they did
	 */
	boolean isWritten() {
		return this.written;
	}

	@Override
	public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
		return new ClientStreamTracer() {

			@Override
			public void streamCreated(Attributes transportAttributes, Metadata streamHeaders) {
				SentTracer.this.sent = true;
			}

			@Override
			public void outboundHeaders() {
				SentTracer.this.written = true;
			}

		};
	}

}
