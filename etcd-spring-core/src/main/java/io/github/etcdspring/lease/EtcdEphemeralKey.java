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

import io.github.etcdspring.EtcdTimeoutException;

/**
 * A key that exists as long as its owner: it is attached to a lease, put again whenever
 * the lease was lost and granted again, and deleted when it is closed. Whoever puts the
 * same key without this object takes it over until then; a key that others delete stays
 * away until then. Safe for use by several threads at once.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdLeaseOperations#putEphemeral(String, Object)
 */
public interface EtcdEphemeralKey extends AutoCloseable {

	/**
	 * Return the key.
	 * @return the key
	 */
	String key();

	/**
	 * Change the value.
	 * @param value the value, which is converted now
	 * @throws EtcdTimeoutException if etcd could not be reached within the request
	 * timeout; the value is put as soon as it can
	 * @throws io.github.etcdspring.EtcdException if the put was refused
	 * @throws IllegalStateException if this is closed
	 */
	void put(Object value);

	/**
	 * Return whether the latest value was put and the lease lives.
	 * @return whether the key is there, unless others have deleted it
	 */
	boolean isPresent();

	/**
	 * Delete the key, unless it is attached to another lease by now. If etcd cannot be
	 * reached the key is deleted later, or ends with the lease; nothing is thrown.
	 * Closing twice does nothing.
	 */
	@Override
	void close();

}
