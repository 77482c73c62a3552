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

package io.github.etcdspring.boot;

import java.util.Collection;

import org.springframework.beans.factory.SmartInitializingSingleton;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;

/**
 * Lets the application fail at start-up if a cluster cannot be used.
 *
 * @author The etcd-spring authors
 */
class EtcdStartUpCheck implements SmartInitializingSingleton {

	private static final KeyRange ANY_KEY = KeyRange.key("health");

	private final Collection<EtcdConnection> connections;

	EtcdStartUpCheck(Collection<EtcdConnection> connections) {
		this.connections = connections;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.connections.forEach(this::check);
	}

	private void check(EtcdConnection connection) {
		try {
			new EtcdTemplate(connection, EtcdValueConverter.create()).count(ANY_KEY);
		}
		catch (EtcdPermissionDeniedException ex) {
			// Who is refused a key has logged in, and the cluster has answered
		}
		catch (EtcdException ex) {
			throw new EtcdStartUpException(connection.endpoints(), ex);
		}
	}

}
