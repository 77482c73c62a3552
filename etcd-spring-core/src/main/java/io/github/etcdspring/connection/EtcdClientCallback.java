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

package io.github.etcdspring.connection;

import io.etcd.jetcd.Client;
import org.jspecify.annotations.Nullable;

/**
 * Does something with jetcd's own client, for whatever the operations of this library do
 * not offer.
 *
 * @param <T> the result
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdConnection#execute(EtcdClientCallback)
 */
@FunctionalInterface
public interface EtcdClientCallback<T extends @Nullable Object> {

	/**
	 * Use the client, and wait for what it does: failures of a future that is returned
	 * are not translated.
	 * @param client the client, which must not be closed
	 * @return the result, or {@code null} if the type allows it
	 * @throws Exception what the client or its futures throw
	 */
	T doInEtcd(Client client) throws Exception;

}
