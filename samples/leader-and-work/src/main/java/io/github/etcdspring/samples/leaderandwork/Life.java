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
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.lease.EtcdEphemeralKey;
import io.github.etcdspring.watch.EtcdEvent;

/**
 * Tells the others that this instance lives, and dies when it is told to.
 *
 * @author The etcd-spring authors
 */
@Component
class Life {

	private static final Log logger = LogFactory.getLog(Life.class);

	private final EtcdTemplate etcd;

	private final String instance;

	private volatile int port;

	private @Nullable EtcdEphemeralKey key;

	Life(EtcdTemplate etcd, @Value("${instance}") String instance) {
		this.etcd = etcd;
		this.instance = instance;
	}

	@EventListener
	void onStart(WebServerInitializedEvent event) {
		this.port = event.getWebServer().getPort();
	}

	// Until it has succeeded: etcd may be away
	@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
	void register() {
		if (this.port == 0 || this.key != null) {
			return;
		}
		try {
			this.key = this.etcd.leases()
				.putEphemeral(Keys.INSTANCES + this.instance,
						new Instance(this.instance, this.port, ProcessHandle.current().pid()));
		}
		catch (EtcdException ex) {
			logger.info("Not registered yet: " + ex.getMessage());
		}
	}

	// As a crash would: nothing is given back, and no shutdown hook runs
	@EtcdWatch(key = Keys.KILLS + "${instance}", events = EtcdEvent.Type.PUT)
	void onKill() {
		Runtime.getRuntime().halt(1);
	}

}
