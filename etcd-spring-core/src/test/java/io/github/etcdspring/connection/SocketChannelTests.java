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

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketChannel}.
 *
 * @author The etcd-spring authors
 */
@ExtendWith(OutputCaptureExtension.class)
class SocketChannelTests {

	private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	@AfterEach
	void stop() {
		this.loop.shutdownGracefully();
	}

	@Test
	void tellsWhatFailsWhileItIsOpen(CapturedOutput output) throws Exception {
		SocketChannel channel = new SocketChannel();
		this.loop.register(channel).sync();
		fail(channel);
		assertThat(output).contains("handshake failed");
		channel.close().sync();
	}

	@Test
	void saysNothingOfWhatFailsAfterItWasClosed(CapturedOutput output) throws Exception {
		SocketChannel channel = new SocketChannel();
		this.loop.register(channel).sync();
		channel.close().sync();
		fail(channel);
		assertThat(output).doesNotContain("handshake failed");
	}

	private void fail(SocketChannel channel) throws Exception {
		this.loop.submit(() -> channel.pipeline().fireExceptionCaught(new IllegalStateException("handshake failed")))
			.sync();
	}

}
