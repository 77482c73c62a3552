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

import java.time.Duration;

import org.springframework.core.ParameterizedTypeReference;

/**
 * How to delete. By default the deleted entries are not returned.
 *
 * @param <P> the type of the deleted values, {@link Void} if they are not asked for
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see <a href="https://etcd.io/docs/latest/learning/api/#delete-range">Delete range</a>
 */
public interface DeleteSpec<P> {

	/**
	 * Return the entries that are deleted.
	 * @param <V> the type of the deleted values
	 * @param type the type of the deleted values
	 * @return this specification
	 */
	<V> DeleteSpec<V> returnPrevious(Class<V> type);

	/**
	 * Return the entries that are deleted.
	 * @param <V> the type of the deleted values
	 * @param type the type of the deleted values
	 * @return this specification
	 */
	<V> DeleteSpec<V> returnPrevious(ParameterizedTypeReference<V> type);

	/**
	 * Give this call its own time, retries included. Not available inside a transaction,
	 * which has a timeout of its own.
	 * @param timeout the timeout, positive
	 * @return this specification
	 */
	DeleteSpec<P> timeout(Duration timeout);

}
