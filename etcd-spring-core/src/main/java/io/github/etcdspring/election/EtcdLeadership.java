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

package io.github.etcdspring.election;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationEventPublisherAware;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;

/**
 * Lets this process take part in an election while it runs: campaigns, leads until the
 * leadership is lost or the application stops, and campaigns again. A bean of this type
 * is all that is needed:
 *
 * <pre class="code">
 * &#64;Bean
 * EtcdLeadership scheduler(EtcdTemplate etcd) {
 *     return new EtcdLeadership(etcd.elections(), "/leaders/scheduler", "node-1");
 * }
 * </pre>
 *
 * It starts and stops outside the web server: while requests are drained this process
 * leads on, and then resigns.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdLeadershipEvent
 */
public class EtcdLeadership implements SmartLifecycle, ApplicationEventPublisherAware {

	/**
	 * The phase: after the web server stops, and before the connection is closed.
	 */
	public static final int DEFAULT_PHASE = Integer.MAX_VALUE - 4096;

	private static final Log logger = LogFactory.getLog(EtcdLeadership.class);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

	private static final long RETRY_MILLIS = 1000;

	private final EtcdElectionOperations elections;

	private final String name;

	private final Object value;

	private final List<Consumer<EtcdLeadershipEvent>> listeners = new CopyOnWriteArrayList<>();

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * Wakes up the leader: the leadership was lost or is to be given back.
	 */
	private final Semaphore wake = new Semaphore(0);

	private volatile @Nullable ApplicationEventPublisher publisher;

	private volatile @Nullable EtcdLeader leader;

	private volatile @Nullable Thread thread;

	/**
	 * Create a candidate, which does nothing until it is started.
	 * @param elections the operations of the connection to which the leadership belongs
	 * @param name the name of the election, not empty
	 * @param value what others shall know of the leader, such as its address
	 */
	public EtcdLeadership(EtcdElectionOperations elections, String name, Object value) {
		Assert.notNull(elections, "'elections' must not be null");
		Assert.hasLength(name, "'name' must not be empty");
		Assert.notNull(value, "'value' must not be null");
		this.elections = elections;
		this.name = name;
		this.value = value;
	}

	@Override
	public void setApplicationEventPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	/**
	 * Return the name of the election.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return whether this process leads, as far as can be known here. It ends here before
	 * it can end on the server, whether or not anybody was told yet.
	 * @return whether this process leads
	 * @see EtcdLeader#isHeld()
	 */
	public boolean isLeader() {
		EtcdLeader current = this.leader;
		return current != null && current.isHeld();
	}

	/**
	 * Return the leadership, such as for {@code etcd.guardedBy(leadership.leader())}.
	 * @return the leadership, or {@code null} if this process does not lead
	 */
	public @Nullable EtcdLeader leader() {
		EtcdLeader current = this.leader;
		return (current != null && current.isHeld()) ? current : null;
	}

	/**
	 * Let somebody hear what the application context is told, before it is told: one call
	 * at a time, in order, on a thread of its own. The leadership is given back when
	 * those who hear that it is over have returned. Exceptions are logged.
	 * @param listener hears of it
	 */
	public void addListener(Consumer<EtcdLeadershipEvent> listener) {
		Assert.notNull(listener, "'listener' must not be null");
		this.listeners.add(listener);
	}

	/**
	 * Resign, if this process leads, and campaign again behind the other candidates.
	 */
	public void resign() {
		this.wake.release();
	}

	@Override
	public void start() {
		this.lock.lock();
		try {
			if (this.thread == null) {
				Thread created = new Thread(this::run, "etcd-leadership-" + this.name);
				created.setDaemon(true);
				this.thread = created;
				created.start();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Give the leadership back, or stop campaigning.
	 */
	@Override
	public void stop() {
		Thread current;
		this.lock.lock();
		try {
			current = this.thread;
			this.thread = null;
		}
		finally {
			this.lock.unlock();
		}
		if (current != null && current != Thread.currentThread()) {
			current.interrupt();
			try {
				current.join(STOP_TIMEOUT.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	@Override
	public int getPhase() {
		return DEFAULT_PHASE;
	}

	private boolean isMine() {
		return this.thread == Thread.currentThread();
	}

	private void run() {
		while (isMine()) {
			try {
				lead(this.elections.campaign(this.name, this.value));
			}
			catch (EtcdInterruptedException | EtcdClosedException ex) {
				logger.debug("No more candidate for '%s'".formatted(this.name), ex);
				return;
			}
			catch (EtcdException ex) {
				logger.warn("Cannot campaign for '%s': %s; trying on".formatted(this.name, ex.getMessage()));
				pause();
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private void pause() {
		try {
			Thread.sleep(RETRY_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void lead(EtcdLeader won) throws InterruptedException {
		this.wake.drainPermits();
		won.onLost(this.wake::release);
		this.leader = won;
		try {
			publish(new EtcdLeadershipEvent.Granted(this, won));
			this.wake.acquire();
		}
		finally {
			boolean lost = !won.isHeld();
			this.leader = null;
			publish(new EtcdLeadershipEvent.Revoked(this, won, lost));
			won.resign();
		}
	}

	private void publish(EtcdLeadershipEvent event) {
		this.listeners.forEach((listener) -> tell(() -> listener.accept(event)));
		ApplicationEventPublisher current = this.publisher;
		if (current != null) {
			tell(() -> current.publishEvent(event));
		}
	}

	private static void tell(Runnable listener) {
		try {
			listener.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("A listener of a leadership failed", ex);
		}
	}

	@Override
	public String toString() {
		return "EtcdLeadership[name=%s, leader=%s]".formatted(this.name, isLeader());
	}

}
