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

package io.github.etcdspring.watch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationEventPublisherAware;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;
import org.springframework.util.ConcurrentReferenceHashMap;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdEndpoint;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;

/**
 * Keeps watches: all of them share a few streams, survive broken connections without
 * losing or repeating a change, and call their listeners in revision order, each at its
 * own pace. A change that a listener has handled is not delivered again while the process
 * lives.
 * <p>
 * What becomes of a watch whose changes were compacted away on the server before they
 * could be sent is its own choice, see {@link EtcdWatchSpec.OnCompaction}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdWatchContainer implements SmartLifecycle, AutoCloseable, ApplicationEventPublisherAware {

	private static final Log logger = LogFactory.getLog(EtcdWatchContainer.class);

	private static final String GENERATED_ID = "watch-";

	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final @Nullable EtcdConnection connection;

	private final EtcdCalls calls;

	private final Supplier<List<EtcdEndpoint>> endpoints;

	private final EtcdValueConverter converter;

	private final EtcdWatchSettings settings;

	private final EtcdWatchMetrics metrics;

	private final WatchEvents events = new WatchEvents(this);

	private final WatchEngine engine;

	/**
	 * Runs the watches that do not care whether the container does. Created when it is
	 * needed.
	 */
	private @Nullable WatchEngine independentEngine;

	private final Map<String, Watch> watches = new ConcurrentHashMap<>();

	private final Map<Class<?>, ResolvableType> types = new ConcurrentReferenceHashMap<>();

	private final AtomicInteger generatedIds = new AtomicInteger();

	/**
	 * Starting and stopping reach the engine in the order in which they happen. Not held
	 * while waiting.
	 */
	private final ReentrantLock lifecycle = new ReentrantLock();

	private volatile boolean running;

	private volatile boolean closed;

	/**
	 * Create a container, which does nothing until it is started.
	 * @param connection the connection, which the container does not close
	 * @param converter converts values
	 * @param settings the settings
	 */
	public EtcdWatchContainer(EtcdConnection connection, EtcdValueConverter converter, EtcdWatchSettings settings) {
		this(connection, connection.calls(), connection::endpoints, converter, settings);
	}

	EtcdWatchContainer(EtcdCalls calls, Supplier<List<EtcdEndpoint>> endpoints, EtcdValueConverter converter,
			EtcdWatchSettings settings) {
		this(null, calls, endpoints, converter, settings);
	}

	private EtcdWatchContainer(@Nullable EtcdConnection connection, EtcdCalls calls,
			Supplier<List<EtcdEndpoint>> endpoints, EtcdValueConverter converter, EtcdWatchSettings settings) {
		Assert.notNull(converter, "'converter' must not be null");
		Assert.notNull(settings, "'settings' must not be null");
		this.connection = connection;
		this.calls = calls;
		this.endpoints = endpoints;
		this.converter = converter;
		this.settings = settings;
		this.metrics = SafeWatchMetrics.of(settings.metrics());
		this.engine = newEngine();
		this.events.executor(this.engine.executor());
	}

	private WatchEngine newEngine() {
		return new WatchEngine(this.calls, this.endpoints, this.settings, this.events, this::removed);
	}

	private void removed(Watch watch) {
		if (this.watches.remove(watch.id(), watch)) {
			this.metrics.cancelled(watch);
		}
	}

	/**
	 * Set who publishes what happens to the watches.
	 * @param publisher the publisher
	 * @see EtcdWatchLifecycleEvent
	 */
	@Override
	public void setApplicationEventPublisher(ApplicationEventPublisher publisher) {
		this.events.publisher(publisher);
	}

	/**
	 * Return whether the watches are made through a connection.
	 * @param connection a connection
	 * @return whether it is the one of this container
	 */
	public boolean uses(EtcdConnection connection) {
		return this.calls == connection.calls();
	}

	/**
	 * Watch keys from now on.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param listener hears of the changes
	 * @return the registration; it runs while the container does
	 */
	public <T> EtcdWatchRegistration register(KeyRange range, Class<T> type, EtcdWatchListener<T> listener) {
		return register(range, type, listener, (spec) -> {
		});
	}

	/**
	 * Watch keys.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param listener hears of the changes
	 * @param spec says how
	 * @return the registration; it runs while the container does
	 * @throws IllegalArgumentException if another registration has the same id
	 * @throws io.github.etcdspring.EtcdRequestTooLargeException if the keys of the range
	 * are larger than a request may be
	 */
	public <T> EtcdWatchRegistration register(KeyRange range, Class<T> type, EtcdWatchListener<T> listener,
			Consumer<EtcdWatchSpec> spec) {
		Assert.notNull(type, "'type' must not be null");
		return register(range, this.types.computeIfAbsent(type, ResolvableType::forClass), listener, spec);
	}

	/**
	 * Watch keys.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values, which must match that of the listener
	 * @param listener hears of the changes
	 * @param spec says how
	 * @return the registration; it runs while the container does
	 * @throws IllegalArgumentException if another registration has the same id
	 * @throws io.github.etcdspring.EtcdRequestTooLargeException if the keys of the range
	 * are larger than a request may be
	 */
	public <T> EtcdWatchRegistration register(KeyRange range, ResolvableType type, EtcdWatchListener<T> listener,
			Consumer<EtcdWatchSpec> spec) {
		Assert.notNull(range, "'range' must not be null");
		Assert.notNull(type, "'type' must not be null");
		Assert.notNull(listener, "'listener' must not be null");
		Assert.state(!this.closed, "The container of watches is closed");
		EtcdWatchSpec wanted = new EtcdWatchSpec();
		if (listener instanceof EtcdEventListener) {
			wanted.eachEvent();
		}
		spec.accept(wanted);
		this.calls.limits()
			.check(WatchAnchors.RANGE, WatchMessages.page(range, null, 0, 1, true), EtcdCallSpec.of(range, null));
		WatchEngine engine = (wanted.isIndependent()) ? independentEngine() : this.engine;
		EtcdValueConverter converter = (wanted.converter() != null) ? wanted.converter() : this.converter;
		String id = (wanted.id() != null) ? wanted.id() : GENERATED_ID + this.generatedIds.incrementAndGet();
		WatchPlan plan = wanted.plan(range);
		AtomicReference<Watch> registered = new AtomicReference<>();
		EtcdWatchCursor.Session session = session(id, plan, wanted.cursor(),
				(reason) -> engine.execute(() -> engine.end(registered.get(), reason)),
				group(wanted.group(), plan, engine, registered));
		WatchHandler<T> handler = new WatchHandler<>(id, listener, type, converter, wanted.errorHandler(),
				(plan.prevKv()) ? new WatchPrevious(this.calls, range) : null, session, wanted.group() != null,
				this.settings);
		WatchCursor cursor = (wanted.cursor() != null) ? new WatchCursor(wanted.cursor().name(), session)
				: WatchCursor.NONE;
		Watch watch = new Watch(engine, id, plan, wanted, handler, cursor, this.settings);
		Assert.isTrue(this.watches.putIfAbsent(id, watch) == null,
				() -> "A watch with the id '%s' is registered already".formatted(id));
		registered.set(watch);
		this.metrics.registered(watch);
		engine.execute(() -> engine.connect(watch));
		if (this.closed) {
			// Meanwhile, and perhaps without having seen this one
			watch.cancel();
		}
		return watch;
	}

	private WatchEngine independentEngine() {
		this.lifecycle.lock();
		try {
			Assert.state(!this.closed, "The container of watches is closed");
			WatchEngine engine = this.independentEngine;
			if (engine == null) {
				engine = newEngine();
				engine.start(List::of);
				this.independentEngine = engine;
			}
			return engine;
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	private List<Watch> runBy(WatchEngine engine) {
		return this.watches.values().stream().filter((watch) -> watch.isRunBy(engine)).toList();
	}

	private EtcdWatchCursor.@Nullable Group group(@Nullable String name, WatchPlan plan, WatchEngine engine,
			AtomicReference<Watch> registered) {
		if (name == null) {
			return null;
		}
		Assert.state(this.connection != null, "A container without a connection has no groups");
		return new EtcdWatchCursor.Group(name, this.connection, plan.startRevision() == 0 && !plan.snapshot(),
				() -> engine.execute(() -> engine.groups().standBy(registered.get())),
				() -> engine.groups().lost(registered.get()));
	}

	private EtcdWatchCursor.@Nullable Session session(String id, WatchPlan plan, @Nullable EtcdWatchCursor cursor,
			Consumer<EtcdException> onEnd, EtcdWatchCursor.@Nullable Group group) {
		if (cursor == null) {
			return null;
		}
		this.watches.values()
			.forEach((watch) -> Assert.isTrue(!cursor.name().equals(watch.cursor().name()),
					() -> "The cursor '%s' belongs to watch '%s': each watch needs a cursor of its own"
						.formatted(cursor.name(), watch.id())));
		return cursor.open(new EtcdWatchCursor.Context(id, plan.range(), plan.events(), plan.onCompaction(), this.calls,
				onEnd, group));
	}

	/**
	 * Return the registrations that are not cancelled.
	 * @return a copy, in no particular order
	 */
	public Collection<EtcdWatchRegistration> registrations() {
		return List.copyOf(this.watches.values());
	}

	/**
	 * Return the registrations of an owner that are not cancelled.
	 * @param owner the owner
	 * @return a copy, in no particular order
	 * @see EtcdWatchSpec#owner(Object)
	 */
	public Collection<EtcdWatchRegistration> registrations(Object owner) {
		Object target = target(owner);
		return this.watches.values()
			.stream()
			.filter((watch) -> watch.isOwnedBy(target))
			.map(EtcdWatchRegistration.class::cast)
			.toList();
	}

	/**
	 * Return a registration.
	 * @param id the id
	 * @return the registration, or {@code null} if there is none with this id
	 */
	public @Nullable EtcdWatchRegistration registration(String id) {
		return this.watches.get(id);
	}

	/**
	 * Cancel all registrations of an owner. Safe if there are none.
	 * @param owner the owner; that of an annotated method is its bean
	 * @return the number of registrations that were cancelled
	 * @see EtcdWatchSpec#owner(Object)
	 */
	public int cancel(Object owner) {
		Object target = target(owner);
		List<Watch> owned = this.watches.values().stream().filter((watch) -> watch.isOwnedBy(target)).toList();
		owned.forEach(Watch::cancel);
		return owned.size();
	}

	// Return whether an id is one that the container makes up.
	static boolean isGenerated(String id) {
		return id.startsWith(GENERATED_ID) && id.chars().skip(GENERATED_ID.length()).allMatch(Character::isDigit);
	}

	// Return the object behind proxies of a single one.
	static @Nullable Object target(@Nullable Object owner) {
		Object target = (owner != null) ? AopProxyUtils.getSingletonTarget(owner) : null;
		return (target != null) ? target(target) : owner;
	}

	/**
	 * Start the watches and wait until etcd has confirmed or refused them, but neither
	 * longer than the start timeout nor longer than it takes to find out that etcd
	 * {@linkplain EtcdConnection#isUnreachable() cannot be reached}: watches that are not
	 * confirmed by then are confirmed as soon as it can.
	 */
	@Override
	public void start() {
		long begin = System.nanoTime();
		CompletableFuture<Void> started = change(true);
		if (!await(started, this.settings.startTimeout(), this::isUnreachable) && this.running) {
			long open = runBy(this.engine).stream()
				.filter((watch) -> watch.state() == EtcdWatchRegistration.State.CONNECTING
						|| watch.state() == EtcdWatchRegistration.State.RECONNECTING)
				.count();
			if (open > 0) {
				logger.warn("%d watch(es) are not connected after %d ms; they start as soon as etcd serves them"
					.formatted(open, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)));
			}
		}
	}

	private boolean isUnreachable() {
		return this.connection != null && this.connection.isUnreachable();
	}

	/**
	 * Stop the watches and wait until no listener is being called, but no longer than the
	 * stop timeout. What has arrived and was not handled yet is handled if the container
	 * is started again.
	 */
	@Override
	public void stop() {
		awaitStopped(change(false), this.engine);
	}

	private void awaitStopped(CompletableFuture<Void> stopped, WatchEngine engine) {
		if (await(stopped, this.settings.stopTimeout(), () -> false)) {
			return;
		}
		long millis = this.settings.stopTimeout().toMillis();
		List<Watch> busy = runBy(engine).stream().filter(Watch::isBusy).toList();
		if (busy.isEmpty()) {
			logger.warn(("The watches have stopped, but their cursors or groups could not be settled with etcd within "
					+ "%d ms: events may be told again, and groups are free once the session lease has ended")
				.formatted(millis));
		}
		else {
			logger
				.warn(("The listeners of %d watch(es) have not returned within %d ms and are left running, among them "
						+ "that of %s. Let them return sooner, or raise 'etcd.watch.stop-timeout'")
					.formatted(busy.size(), millis, busy.get(0)));
		}
	}

	private CompletableFuture<Void> change(boolean running) {
		this.lifecycle.lock();
		try {
			Assert.state(!running || !this.closed, "The container of watches is closed");
			if (this.running == running) {
				return CompletableFuture.completedFuture(null);
			}
			this.running = running;
			return (running) ? this.engine.start(() -> runBy(this.engine)) : stop(this.engine);
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	private CompletableFuture<Void> stop(WatchEngine engine) {
		return engine.stop(() -> runBy(engine));
	}

	/**
	 * Stop the watches for good and let the threads go.
	 */
	@Override
	public void close() {
		this.lifecycle.lock();
		try {
			this.closed = true;
		}
		finally {
			this.lifecycle.unlock();
		}
		stop();
		WatchEngine independent = this.independentEngine;
		if (independent != null) {
			awaitStopped(stop(independent), independent);
		}
		this.watches.values().forEach(Watch::cancel);
		this.engine.shutdown();
		if (independent != null) {
			independent.shutdown();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isAutoStartup() {
		return this.settings.autoStartup();
	}

	@Override
	public int getPhase() {
		return this.settings.phase();
	}

	private static boolean await(CompletableFuture<Void> future, Duration timeout, BooleanSupplier inVain) {
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			while (true) {
				long left = deadline - System.nanoTime();
				try {
					future.get(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
					return true;
				}
				catch (TimeoutException ex) {
					if (left <= LOOK_NANOS || inVain.getAsBoolean()) {
						return false;
					}
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
