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

package io.github.etcdspring.boot.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

import io.github.etcdspring.EtcdException;

/**
 * Takes changes over into the environment: reads everything at one revision whenever
 * something has changed, so that no change is missed and none is seen in part. Whatever
 * cannot be read or used leaves the last values where they are.
 *
 * @author The etcd-spring authors
 */
final class EtcdConfigRefresher {

	private static final Log logger = LogFactory.getLog(EtcdConfigRefresher.class);

	private final ApplicationContext context;

	private final EtcdConfigReader reader;

	private final EtcdConfigEnvironment environment;

	private final EtcdConfigRebinder rebinder;

	private final ScheduledThreadPoolExecutor executor;

	private final AtomicBoolean outdated = new AtomicBoolean();

	/**
	 * Not {@code null} while the last attempt has failed. Used by the one thread alone.
	 */
	private @Nullable BackOffExecution retries;

	private volatile EtcdConfigState state;

	EtcdConfigRefresher(ApplicationContext context, ConfigurableEnvironment environment, EtcdConfigImport configImport,
			EtcdConfigRebinder rebinder) {
		this.context = context;
		this.reader = configImport.reader();
		this.environment = new EtcdConfigEnvironment(environment);
		this.rebinder = rebinder;
		this.state = configImport.state();
		CustomizableThreadFactory threads = new CustomizableThreadFactory("etcd-config-");
		threads.setDaemon(true);
		this.executor = new ScheduledThreadPoolExecutor(1, threads);
		// No thread while nothing changes
		this.executor.setKeepAliveTime(10, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	private static BackOffExecution newBackOff() {
		ExponentialBackOff backOff = new ExponentialBackOff(100, 2);
		backOff.setMaxInterval(5000);
		return backOff.start();
	}

	EtcdConfigState state() {
		return this.state;
	}

	/**
	 * Take a change over. Returns at once.
	 * @param revision the revision of the change, or {@code Long.MAX_VALUE} if it is not
	 * known
	 */
	void changed(long revision) {
		if (revision > this.state.revision()) {
			this.outdated.set(true);
			schedule(0);
		}
	}

	void close() {
		this.executor.shutdownNow();
	}

	private void schedule(long delay) {
		try {
			this.executor.schedule(this::refresh, delay, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// Closed
		}
	}

	private void refresh() {
		if (!this.outdated.compareAndSet(true, false)) {
			return;
		}
		try {
			EtcdConfigState latest = this.reader.read(this.state.contents().keySet());
			succeeded();
			apply(latest);
		}
		catch (EtcdConfigImportException ex) {
			logger.error("Changed configuration is not taken over, and the last values stay: " + ex.getMessage());
		}
		catch (EtcdException ex) {
			this.outdated.set(true);
			failed(ex);
		}
		catch (RuntimeException ex) {
			logger.error("Changed configuration could not be taken over", ex);
		}
	}

	private void succeeded() {
		if (this.retries != null) {
			this.retries = null;
			logger.info("Changed configuration can be read again");
		}
	}

	private void failed(EtcdException ex) {
		BackOffExecution current = this.retries;
		if (current == null) {
			current = newBackOff();
			this.retries = current;
			if (!this.executor.isShutdown()) {
				logger.warn("Changed configuration cannot be read, and the last values stay until it can: "
						+ ex.getMessage());
			}
		}
		schedule(current.nextBackOff());
	}

	private void apply(EtcdConfigState after) {
		EtcdConfigState before = this.state;
		Set<String> keys = new TreeSet<>();
		Set<String> properties = new TreeSet<>();
		List<Runnable> replacements = new ArrayList<>();
		after.contents().forEach((resource, content) -> {
			EtcdConfigContent old = before.content(resource);
			keys.addAll(differences(old.revisions(), content.revisions()));
			Set<String> names = differences(this.environment.properties(old), this.environment.properties(content));
			if (!names.isEmpty()) {
				replacements.add(() -> this.environment.replace(resource, old, content));
			}
			properties.addAll(names);
		});
		// Not before it is known that all of it can be used
		replacements.forEach(Runnable::run);
		this.state = after;
		if (!properties.isEmpty()) {
			this.rebinder.rebind();
			this.context.publishEvent(new EtcdConfigChangedEvent(this.context, keys, properties, after.revision()));
		}
	}

	private static Set<String> differences(Map<String, ?> before, Map<String, ?> after) {
		Map<String, Object> all = new HashMap<>(before);
		all.putAll(after);
		all.keySet().removeIf((name) -> Objects.equals(before.get(name), after.get(name)));
		return all.keySet();
	}

}
