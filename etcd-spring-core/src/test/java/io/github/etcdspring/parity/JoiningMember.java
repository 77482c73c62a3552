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

package io.github.etcdspring.parity;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.test.process.ChildProcess;
import io.github.etcdspring.test.process.LoopbackPort;
import io.github.etcdspring.test.process.TemporaryDirectory;

/**
 * A member that the template under test adds, and that is started afterwards.
 *
 * @author The etcd-spring authors
 */
final class JoiningMember implements AutoCloseable {

	private final LoopbackPort peerPort = LoopbackPort.reserve();

	private final LoopbackPort clientPort = LoopbackPort.reserve();

	private final TemporaryDirectory directory = TemporaryDirectory.create("joining");

	private final Scene etcd;

	private final String others;

	private @Nullable ChildProcess process;

	JoiningMember(Scene etcd) {
		this.etcd = etcd;
		this.others = etcd.template()
			.cluster()
			.members()
			.stream()
			.map((member) -> member.name() + "=" + member.peerUrls().get(0))
			.collect(Collectors.joining(","));
	}

	URI peerUrl() {
		return URI.create("http://127.0.0.1:" + this.peerPort.number());
	}

	void start() {
		String clientUrl = "http://127.0.0.1:" + this.clientPort.number();
		List<String> command = Stream
			.of("name=joining", "data-dir=" + this.directory.path().resolve("data"), "listen-client-urls=" + clientUrl,
					"advertise-client-urls=" + clientUrl, "listen-peer-urls=" + peerUrl(),
					"initial-advertise-peer-urls=" + peerUrl(),
					"initial-cluster=" + this.others + ",joining=" + peerUrl(), "initial-cluster-state=existing",
					"logger=zap", "unsafe-no-fsync=true")
			.map((flag) -> "--" + flag)
			.toList();
		this.process = ChildProcess.start(
				Stream.concat(Stream.of(this.etcd.binary().path().toString()), command.stream()).toList(),
				this.directory.path(), this.directory.path().resolve("etcd.log"));
	}

	boolean isRunning() {
		return this.process != null && this.process.isAlive();
	}

	void awaitServing() {
		EtcdGateway gateway = new EtcdGateway("http://127.0.0.1:" + this.clientPort.number());
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(gateway::isReady);
	}

	@Override
	public void close() {
		if (this.process != null) {
			this.process.kill();
		}
		this.directory.close();
		this.clientPort.close();
		this.peerPort.close();
	}

}
