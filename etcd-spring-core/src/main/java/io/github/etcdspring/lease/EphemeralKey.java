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

package io.github.etcdspring.lease;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.core.Ordered;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.connection.EtcdTaskThreads;
import io.github.etcdspring.kv.AsyncEtcdKvOperations;
import io.github.etcdspring.kv.EtcdValueConverter;

/**
 * Waits for a key to be put or deleted, and has it put again when its lease is granted
 * again.
 *
 * @author The etcd-spring authors
 */
final class EphemeralKey implements EtcdEphemeralKey, EtcdLeaseListener, Ordered {

	private static final Log logger = LogFactory.getLog(EtcdEphemeralKey.class);

	private final EtcdLease lease;

	private final String key;

	private final EtcdValueConverter converter;

	private final Duration timeout;

	private final EphemeralPlacement placement;

	EphemeralKey(EtcdLease lease, String key, AsyncEtcdKvOperations kv, EtcdValueConverter converter,
			EtcdTaskThreads threads, Duration timeout) {
		Assert.hasLength(key, "'key' must not be empty");
		this.lease = lease;
		this.key = key;
		this.converter = converter;
		this.timeout = timeout;
		this.placement = new EphemeralPlacement(lease, key, kv, threads);
	}

	void open(Object value) {
		this.lease.addListener(this);
		try {
			put(value);
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	@Override
	public int getOrder() {
		return EtcdLeaseOrder.EPHEMERAL_KEYS;
	}

	@Override
	public String key() {
		return this.key;
	}

	@Override
	public void put(Object value) {
		Assert.notNull(value, "'value' must not be null");
		await(this.placement.place(this.converter.toBytes(value).clone()));
	}

	private void await(CompletableFuture<Void> result) {
		try {
			result.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new EtcdTimeoutException(
					"put of ephemeral key '%s' failed: its lease is %s, and nothing was confirmed within %d ms ('etcd.request-timeout')"
						.formatted(this.key, this.lease.state(), this.timeout.toMillis()),
					EtcdOutcome.UNKNOWN, null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new EtcdInterruptedException("put of ephemeral key '%s' was interrupted".formatted(this.key),
					EtcdOutcome.UNKNOWN, ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof EtcdException failure) {
				failure.fillInStackTrace();
				throw failure;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

	@Override
	public boolean isPresent() {
		return this.placement.isPresent();
	}

	@Override
	public void onStateChange(EtcdLeaseEvent event) {
		if (event.state() == EtcdLease.State.ACTIVE) {
			this.placement.reconcile();
		}
	}

	@Override
	public void close() {
		CompletableFuture<Void> result = this.placement.remove();
		if (result == null) {
			return;
		}
		this.lease.removeListener(this);
		try {
			await(result);
		}
		catch (EtcdException ex) {
			logger.warn("Ephemeral key '%s' was not deleted yet: %s".formatted(this.key, ex.getMessage()));
		}
	}

	@Override
	public String toString() {
		return "EtcdEphemeralKey[key=%s, present=%s]".formatted(this.key, isPresent());
	}

}
