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

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdEndpoint;
import io.github.etcdspring.core.EtcdOperations;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.RangeResult;

/**
 * Reads resources.
 *
 * @author The etcd-spring authors
 */
final class EtcdConfigReader {

	private static final long AWAY_CHECK_INTERVAL = 20;

	private final EtcdConnection connection;

	private final EtcdOperations operations;

	EtcdConfigReader(EtcdConnection connection) {
		this.connection = connection;
		this.operations = new EtcdTemplate(connection, EtcdValueConverter.create());
	}

	/**
	 * Read all resources at one revision, the latest.
	 * @param resources the resources
	 * @return the state
	 * @throws EtcdException if the cluster cannot be read
	 * @throws EtcdConfigImportException if what it holds cannot be used
	 */
	EtcdConfigState read(Collection<EtcdConfigDataResource> resources) {
		Map<EtcdConfigDataResource, EtcdConfigContent> contents = new LinkedHashMap<>();
		long revision = 0;
		for (EtcdConfigDataResource resource : resources) {
			RangeResult<byte[]> result = read(resource, revision);
			revision = (revision == 0) ? result.header().revision() : revision;
			contents.put(resource, parse(resource, result));
		}
		return new EtcdConfigState(revision, contents);
	}

	/**
	 * Read one resource within the timeout of requests.
	 * @param resource the resource
	 * @param revision the revision, or 0 for the latest
	 * @return its keys
	 */
	RangeResult<byte[]> read(EtcdConfigDataResource resource, long revision) {
		return this.operations.range(resource.range(), byte[].class, (spec) -> spec.revision(revision));
	}

	/**
	 * Find what may have been meant by a resource that has no key.
	 * @param resource the resource
	 * @return the other spelling under which there is a key, or {@code null}
	 */
	@Nullable EtcdConfigDataResource otherSpelling(EtcdConfigDataResource resource) {
		try {
			return resource.otherSpellings()
				.stream()
				.filter((other) -> this.operations.count(other.range()) > 0)
				.findFirst()
				.orElse(null);
		}
		catch (EtcdException ex) {
			// Such as a missing permission: nobody has asked for these keys
			return null;
		}
	}

	/**
	 * Read one resource, and give up as soon as each endpoint is known to be away.
	 * @param resource the resource
	 * @param revision the revision, or 0 for the latest
	 * @return its keys
	 */
	RangeResult<byte[]> readUnlessAway(EtcdConfigDataResource resource, long revision) {
		CompletableFuture<RangeResult<byte[]>> reading = this.operations.async()
			.range(resource.range(), byte[].class, (spec) -> spec.revision(revision));
		while (true) {
			try {
				return reading.get(AWAY_CHECK_INTERVAL, TimeUnit.MILLISECONDS);
			}
			catch (TimeoutException ex) {
				failIfAway(reading);
			}
			catch (ExecutionException ex) {
				throw (ex.getCause() instanceof EtcdException failure) ? failure : new IllegalStateException(ex);
			}
			catch (InterruptedException ex) {
				reading.cancel(true);
				Thread.currentThread().interrupt();
				throw new EtcdInterruptedException("Interrupted while configuration was read from etcd",
						EtcdOutcome.UNKNOWN, ex);
			}
		}
	}

	private void failIfAway(CompletableFuture<?> reading) {
		if (this.connection.isUnreachable()) {
			reading.cancel(true);
			throw new EtcdUnavailableException("not connected to any of " + this.connection.endpoints()
				.stream()
				.map((endpoint) -> "%s (%s)".formatted(endpoint.uri(), reason(endpoint)))
				.collect(Collectors.joining(", ")), EtcdOutcome.UNSENT, null);
		}
	}

	private static String reason(EtcdEndpoint endpoint) {
		return (endpoint.lastError() != null) ? endpoint.lastError() : "no answer to the attempt to connect";
	}

	static EtcdConfigContent parse(EtcdConfigDataResource resource, RangeResult<byte[]> result) {
		EtcdConfigContent content = EtcdConfigParser.parse(resource, result.entries());
		if (content.isEmpty() && resource.isRequired()) {
			throw new EtcdConfigImportException(
					"There is no key %s in etcd to import by '%s'.".formatted(resource.describe(), resource.location()),
					"Correct the location, put the configuration into etcd, or import it by 'optional:%s'."
						.formatted(resource.location()),
					null);
		}
		return content;
	}

}
