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

package io.github.etcdspring.kv;

/**
 * What entries of a range are sorted by.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public enum SortBy {

	/**
	 * By key, byte by byte.
	 */
	KEY,

	/**
	 * By the number of times that the key was put since its creation.
	 */
	VERSION,

	/**
	 * By the revision that created the key.
	 */
	CREATE_REVISION,

	/**
	 * By the revision that put the key last.
	 */
	MOD_REVISION,

	/**
	 * By the stored value, byte by byte.
	 */
	VALUE

}
