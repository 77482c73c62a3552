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

package io.github.etcdspring.docs.scenery;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.core.EtcdTemplate;

/**
 * What the statements and members of a page find around them.
 *
 * @author The etcd-spring authors
 */
public abstract class Scene implements SmartInitializingSingleton {

	@Autowired
	private ObjectProvider<EtcdTemplate> template;

	@Autowired
	private ObjectProvider<EtcdConnection> connections;

	protected EtcdTemplate etcd;

	protected EtcdConnection connection;

	protected final Instant now = Instant.now();

	protected final List<String> changed = new CopyOnWriteArrayList<>();

	protected final Screen banner = new Screen();

	// Not before, as beans that are members of a page may be parts of the connection
	@Override
	public void afterSingletonsInstantiated() {
		this.etcd = this.template.getObject();
		this.connection = this.connections.getObject();
	}

	protected Bill billOf(Order order) {
		return new Bill(order.id(), order.amount());
	}

}
