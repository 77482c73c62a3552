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

package io.github.etcdspring.samples.leaderandwork;

import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.etcdspring.test.EtcdServer;

/**
 * Starts an etcd and three instances, and each of them again some time after it has died.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class TestLeaderAndWorkApplication {

	private static final Log logger = LogFactory.getLog(TestLeaderAndWorkApplication.class);

	private static final int FIRST_PORT = 8080;

	private static final int INSTANCES = 3;

	private static final long REST_SECONDS = 15;

	private TestLeaderAndWorkApplication() {
	}

	/**
	 * Start everything.
	 * @param args the first port, 8080 by default
	 */
	public static void main(String[] args) {
		int firstPort = (args.length > 0) ? Integer.parseInt(args[0]) : FIRST_PORT;
		EtcdServer etcd = EtcdServer.start();
		for (int i = 0; i < INSTANCES; i++) {
			int port = firstPort + i;
			new Thread(() -> keepRunning(etcd.endpoint(), port), "instance-" + port).start();
		}
		logger.info("""
				Starting

				  Open            http://localhost:%1$d, http://localhost:%2$d or http://localhost:%3$d
				  Kill one        on the page, or: kill -9 of its process. It is started again after %4$d seconds
				  See the keys    etcdctl --endpoints=%5$s get --prefix /jobs/ --keys-only
				""".formatted(firstPort, firstPort + 1, firstPort + 2, REST_SECONDS, etcd.endpoint()));
	}

	private static void keepRunning(String etcd, int port) {
		try {
			while (true) {
				try (RunningInstance instance = RunningInstance.start(etcd, "node-" + port, port)) {
					instance.process().waitFor();
				}
				logger.info("node-%d has ended".formatted(port));
				TimeUnit.SECONDS.sleep(REST_SECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
