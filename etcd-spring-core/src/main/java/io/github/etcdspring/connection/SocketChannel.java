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

import io.netty.channel.DefaultChannelPipeline;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ReferenceCountUtil;

/**
 * A socket that says nothing of what fails after it was closed, such as a TLS handshake
 * that was under way: Netty would log a stack trace, and nobody is left to care.
 *
 * @author The etcd-spring authors
 */
final class SocketChannel extends NioSocketChannel {

	@Override
	protected DefaultChannelPipeline newChannelPipeline() {
		return new DefaultChannelPipeline(this) {

			@Override
			protected void onUnhandledInboundException(Throwable cause) {
				if (channel().isOpen()) {
					super.onUnhandledInboundException(cause);
				}
				else {
					ReferenceCountUtil.release(cause);
				}
			}

		};
	}

}
