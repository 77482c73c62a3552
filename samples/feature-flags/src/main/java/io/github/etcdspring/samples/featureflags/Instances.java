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

package io.github.etcdspring.samples.featureflags;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.core.EtcdOperations;
import io.github.etcdspring.lease.EtcdEphemeralKey;
import io.github.etcdspring.mirror.EtcdMirror;

/**
 * The instances that run: each has a key that lives as long as itself.
 *
 * @author The etcd-spring authors
 */
@Component
class Instances {

	static final String PREFIX = "/feature-flags/instances/";

	private static final Log logger = LogFactory.getLog(Instances.class);

	private final EtcdOperations etcd;

	private final EtcdMirror<String> mirror;

	private volatile @Nullable String self;

	private @Nullable EtcdEphemeralKey key;

	Instances(EtcdOperations etcd, EtcdMirror<String> instanceMirror) {
		this.etcd = etcd;
		this.mirror = instanceMirror;
	}

	@EventListener
	void onStart(WebServerInitializedEvent event) {
		this.self = "localhost:" + event.getWebServer().getPort();
	}

	// Until it has succeeded: etcd may be away
	@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
	void register() {
		String name = this.self;
		if (name == null || this.key != null) {
			return;
		}
		try {
			this.key = this.etcd.leases().putEphemeral(PREFIX + name, name);
		}
		catch (EtcdException ex) {
			logger.info("Not registered yet: " + ex.getMessage());
		}
	}

	/**
	 * Return how this instance is called.
	 * @return the address of its page
	 */
	String self() {
		String name = this.self;
		return (name != null) ? name : "an instance without a page";
	}

	List<String> all() {
		return (!this.mirror.isReady()) ? List.of()
				: this.mirror.snapshot().stream().map((entry) -> Objects.requireNonNull(entry.value())).toList();
	}

}
