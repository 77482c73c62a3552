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

package io.github.etcdspring.core;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.auth.EtcdAuthOperations;
import io.github.etcdspring.cluster.EtcdClusterOperations;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdClientCallback;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdEndpoint;
import io.github.etcdspring.election.EtcdElectionOperations;
import io.github.etcdspring.kv.AsyncEtcdKvOperations;
import io.github.etcdspring.kv.BulkResult;
import io.github.etcdspring.kv.BulkSpec;
import io.github.etcdspring.kv.DeleteResult;
import io.github.etcdspring.kv.DeleteSpec;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.PutResult;
import io.github.etcdspring.kv.PutSpec;
import io.github.etcdspring.kv.RangeResult;
import io.github.etcdspring.kv.RangeSpec;
import io.github.etcdspring.kv.TxnResult;
import io.github.etcdspring.kv.TxnSpec;
import io.github.etcdspring.lease.EtcdLeaseOperations;
import io.github.etcdspring.lock.EtcdFence;
import io.github.etcdspring.lock.EtcdFencing;
import io.github.etcdspring.lock.EtcdLockOperations;
import io.github.etcdspring.maintenance.EtcdMaintenanceOperations;
import io.github.etcdspring.mirror.EtcdMirror;
import io.github.etcdspring.mirror.EtcdMirrorOperations;
import io.github.etcdspring.mirror.EtcdMirrorSpec;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchIterator;
import io.github.etcdspring.watch.EtcdWatchListener;
import io.github.etcdspring.watch.EtcdWatchOperations;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchSpec;

/**
 * The entry to everything that etcd offers. Safe for use by several threads at once.
 *
 * <pre class="code">
 * etcd.put("/flags/new-ui", new Flag(true));
 * Flag flag = etcd.get("/flags/new-ui", Flag.class);
 * RangeResult&lt;Flag&gt; page = etcd.range(KeyRange.prefix("/flags/"), Flag.class,
 *         (range) -&gt; range.limit(100).sort(SortBy.MOD_REVISION, SortOrder.DESCEND));
 * </pre>
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public class EtcdTemplate implements EtcdOperations {

	private final EtcdConnection connection;

	private final EtcdCalls calls;

	private final EtcdValueConverter converter;

	private final EtcdKvOperations kv;

	private final EtcdLeaseOperations leases;

	private final EtcdLockOperations locks;

	private final EtcdElectionOperations elections;

	private final EtcdClusterOperations cluster;

	private final EtcdMaintenanceOperations maintenance;

	private final EtcdAuthOperations auth;

	private final Supplier<EtcdWatchContainer> container;

	private final EtcdWatchOperations watches;

	private final EtcdMirrorOperations mirrors;

	private final AsyncEtcdOperations async;

	/**
	 * Create a template that cannot watch.
	 * @param connection the connection, which the template does not close
	 * @param converter converts the values
	 */
	public EtcdTemplate(EtcdConnection connection, EtcdValueConverter converter) {
		this(notNull(connection), connection.calls(), converter, EtcdTemplate::noContainer);
	}

	/**
	 * Create a template.
	 * @param connection the connection, which the template does not close
	 * @param converter converts the values
	 * @param container the container of the watches and mirrors, with the same connection
	 * @throws IllegalArgumentException if the container has another connection
	 */
	public EtcdTemplate(EtcdConnection connection, EtcdValueConverter converter, EtcdWatchContainer container) {
		this(connection, converter, () -> container);
		Assert.notNull(container, "'container' must not be null");
		Assert.isTrue(container.uses(connection), "'container' must have the same connection as the template");
	}

	/**
	 * Create a template whose container of watches is asked for when it is needed.
	 * @param connection the connection, which the template does not close
	 * @param converter converts the values
	 * @param container tells the container of the watches and mirrors, which has the same
	 * connection
	 */
	public EtcdTemplate(EtcdConnection connection, EtcdValueConverter converter,
			Supplier<EtcdWatchContainer> container) {
		this(notNull(connection), connection.calls(), converter, container);
	}

	private EtcdTemplate(EtcdConnection connection, EtcdCalls calls, EtcdValueConverter converter,
			Supplier<EtcdWatchContainer> container) {
		Assert.notNull(container, "'container' must not be null");
		Assert.notNull(converter, "'converter' must not be null");
		this.connection = connection;
		this.calls = calls;
		this.converter = converter;
		this.kv = EtcdKvOperations.create(calls, converter);
		this.leases = EtcdLeaseOperations.create(connection, calls, converter);
		this.locks = EtcdLockOperations.create(connection, calls);
		this.elections = EtcdElectionOperations.create(connection, calls, converter, container);
		this.cluster = EtcdClusterOperations.create(calls);
		this.maintenance = EtcdMaintenanceOperations.create(calls, connection.serverStreams(), () -> uris(connection));
		this.auth = EtcdAuthOperations.create(calls);
		this.container = container;
		this.watches = EtcdWatchOperations.create(container, converter, calls.timeout());
		this.async = new AsyncEtcdTemplate(connection, calls, converter);
		this.mirrors = EtcdMirrorOperations.create(this.watches,
				AsyncEtcdKvOperations.create(calls.unobserved(), converter), converter, connection::isUnreachable);
	}

	static List<String> uris(EtcdConnection connection) {
		return connection.endpoints().stream().map(EtcdEndpoint::uri).toList();
	}

	private static EtcdWatchContainer noContainer() {
		throw new IllegalStateException(
				"This template cannot watch: create it with an EtcdWatchContainer of the same connection");
	}

	private static EtcdConnection notNull(EtcdConnection connection) {
		Assert.notNull(connection, "'connection' must not be null");
		return connection;
	}

	@Override
	public <T> @Nullable T get(String key, ParameterizedTypeReference<T> type) {
		return this.kv.get(key, type);
	}

	@Override
	public <T> @Nullable EtcdEntry<T> getEntry(String key, ParameterizedTypeReference<T> type) {
		return this.kv.getEntry(key, type);
	}

	@Override
	public <T> RangeResult<T> range(KeyRange range, ParameterizedTypeReference<T> type, Consumer<RangeSpec> spec) {
		return this.kv.range(range, type, spec);
	}

	@Override
	public <T> Stream<EtcdEntry<T>> stream(KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<RangeSpec> spec) {
		return this.kv.stream(range, type, spec);
	}

	@Override
	public List<String> keys(KeyRange range) {
		return this.kv.keys(range);
	}

	@Override
	public long count(KeyRange range) {
		return this.kv.count(range);
	}

	@Override
	public <P> PutResult<P> put(String key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return this.kv.put(key, value, spec);
	}

	@Override
	public <P> PutResult<P> put(byte[] key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return this.kv.put(key, value, spec);
	}

	@Override
	public <P> PutResult<P> touch(String key, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return this.kv.touch(key, spec);
	}

	@Override
	public boolean delete(String key) {
		return this.kv.delete(key);
	}

	@Override
	public <P> DeleteResult<P> delete(KeyRange range, Function<DeleteSpec<Void>, DeleteSpec<P>> spec) {
		return this.kv.delete(range, spec);
	}

	@Override
	public TxnResult txn(Consumer<TxnSpec> spec) {
		return this.kv.txn(spec);
	}

	@Override
	public BulkResult bulk(Consumer<BulkSpec> spec) {
		return this.kv.bulk(spec);
	}

	@Override
	public boolean putIfAbsent(String key, Object value, UnaryOperator<PutSpec<Void>> spec) {
		return this.kv.putIfAbsent(key, value, spec);
	}

	@Override
	public boolean replace(String key, Object value, long expectedModRevision, UnaryOperator<PutSpec<Void>> spec) {
		return this.kv.replace(key, value, expectedModRevision, spec);
	}

	@Override
	public boolean deleteIf(String key, long expectedModRevision) {
		return this.kv.deleteIf(key, expectedModRevision);
	}

	@Override
	public <T> @Nullable T update(String key, ParameterizedTypeReference<T> type, UnaryOperator<@Nullable T> function) {
		return this.kv.update(key, type, function);
	}

	@Override
	public ResponseHeader compact(long revision, boolean physical) {
		return this.kv.compact(revision, physical);
	}

	@Override
	public <T> EtcdWatchRegistration watch(KeyRange range, ParameterizedTypeReference<T> type,
			EtcdWatchListener<T> listener, Consumer<EtcdWatchSpec> spec) {
		return this.watches.watch(range, type, listener, spec);
	}

	@Override
	public <T> EtcdWatchIterator<T> watchIterator(KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<EtcdWatchSpec> spec) {
		return this.watches.watchIterator(range, type, spec);
	}

	@Override
	public EtcdWatchContainer watches() {
		return this.watches.watches();
	}

	@Override
	public <T> EtcdMirror<T> mirror(KeyRange range, ParameterizedTypeReference<T> type, Consumer<EtcdMirrorSpec> spec) {
		return this.mirrors.mirror(range, type, spec);
	}

	@Override
	public EtcdLeaseOperations leases() {
		return this.leases;
	}

	@Override
	public EtcdLockOperations locks() {
		return this.locks;
	}

	@Override
	public EtcdElectionOperations elections() {
		return this.elections;
	}

	@Override
	public EtcdKvOperations guardedBy(EtcdFence fence) {
		return EtcdFencing.guardedBy(fence, this.calls, this.converter);
	}

	@Override
	public EtcdClusterOperations cluster() {
		return this.cluster;
	}

	@Override
	public EtcdMaintenanceOperations maintenance() {
		return this.maintenance;
	}

	@Override
	public EtcdAuthOperations auth() {
		return this.auth;
	}

	@Override
	public <T extends @Nullable Object> T execute(EtcdClientCallback<T> callback) {
		return this.connection.execute(callback);
	}

	@Override
	public AsyncEtcdOperations async() {
		return this.async;
	}

	@Override
	public EtcdOperations withTimeout(Duration timeout) {
		return new EtcdTemplate(this.connection, this.calls.withTimeout(timeout), this.converter, this.container);
	}

}
