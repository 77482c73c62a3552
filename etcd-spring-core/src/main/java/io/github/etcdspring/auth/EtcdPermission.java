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

package io.github.etcdspring.auth;

import org.springframework.util.Assert;

import io.github.etcdspring.kv.KeyRange;

/**
 * What a role may do with which keys.
 *
 * @param access what it may do
 * @param range the keys
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record EtcdPermission(Access access, KeyRange range) {

	/**
	 * Check the arguments.
	 */
	public EtcdPermission {
		Assert.notNull(access, "'access' must not be null");
		Assert.notNull(range, "'range' must not be null");
	}

	/**
	 * Return the permission to read and to watch.
	 * @param range the keys
	 * @return the permission
	 */
	public static EtcdPermission read(KeyRange range) {
		return new EtcdPermission(Access.READ, range);
	}

	/**
	 * Return the permission to put and to delete.
	 * @param range the keys
	 * @return the permission
	 */
	public static EtcdPermission write(KeyRange range) {
		return new EtcdPermission(Access.WRITE, range);
	}

	/**
	 * Return the permission to read, to watch, to put and to delete.
	 * @param range the keys
	 * @return the permission
	 */
	public static EtcdPermission readWrite(KeyRange range) {
		return new EtcdPermission(Access.READ_WRITE, range);
	}

	/**
	 * The kinds of access.
	 */
	public enum Access {

		/**
		 * Read and watch.
		 */
		READ,

		/**
		 * Put and delete.
		 */
		WRITE,

		/**
		 * Read, watch, put and delete.
		 */
		READ_WRITE

	}

}
