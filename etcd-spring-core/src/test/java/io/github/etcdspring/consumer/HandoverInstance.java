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

package io.github.etcdspring.consumer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.etcd.jetcd.Client;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.github.etcdspring.annotation.EnableEtcdWatch;
import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.election.EtcdLeadership;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.lock.EtcdLock;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchSettings;

/**
 * An application that leads, holds a lock and owns a group as soon as nobody else does.
 *
 * @author The etcd-spring authors
 */
public final class HandoverInstance implements AutoCloseable {

	static final Duration TTL = Duration.ofSeconds(2);

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final CompletableFuture<EtcdLock> lock;

	HandoverInstance(String endpoint) {
		this.context.registerBean(EtcdConnection.class, () -> new EtcdConnection(Client.builder().endpoints(endpoint),
				EtcdConnectionSettings.builder().sessionTtl(TTL).build()));
		this.context.registerBean(EtcdWatchContainer.class,
				() -> new EtcdWatchContainer(this.context.getBean(EtcdConnection.class), EtcdValueConverter.create(),
						EtcdWatchSettings.defaults()));
		this.context.registerBean(EtcdTemplate.class, () -> new EtcdTemplate(this.context.getBean(EtcdConnection.class),
				EtcdValueConverter.create(), this.context.getBean(EtcdWatchContainer.class)));
		this.context.registerBean(EtcdLeadership.class,
				() -> new EtcdLeadership(this.context.getBean(EtcdTemplate.class).elections(), "/handover/leader",
						"me"));
		this.context.register(Handler.class);
		this.context.refresh();
		this.lock = CompletableFuture
			.supplyAsync(() -> this.context.getBean(EtcdTemplate.class).locks().lock("/handover/lock"));
	}

	/**
	 * Run until it is killed.
	 * @param args the endpoint
	 * @throws InterruptedException never
	 */
	public static void main(String[] args) throws InterruptedException {
		HandoverInstance instance = new HandoverInstance(args[0]);
		while (!instance.owned().equals(List.of(true, true, true))) {
			Thread.sleep(10);
		}
		System.out.println("READY");
		Thread.currentThread().join();
	}

	// Return whether it leads, holds the lock and owns the group
	List<Boolean> owned() {
		return List.of(this.context.getBean(EtcdLeadership.class).isLeader(),
				this.lock.isDone() && this.lock.join().isHeld(),
				this.context.getBean(EtcdWatchContainer.class).registration("handover").isGroupOwner());
	}

	@Override
	public void close() {
		this.context.close();
	}

	@EnableEtcdWatch
	static class Handler {

		@EtcdWatch(key = "/handover/orders/", prefix = true, id = "handover", group = "handover", cursor = "handover")
		void onOrder(String order) {
		}

	}

}
