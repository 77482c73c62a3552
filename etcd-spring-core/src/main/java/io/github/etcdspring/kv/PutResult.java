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

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.ResponseHeader;

/**
 * What a put did.
 *
 * @param <P> the type of the previous value
 * @param header the header of the answer
 * @param previous the entry that was there before, or {@code null} if there was none or
 * it was not asked for
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record PutResult<P>(ResponseHeader header, @Nullable EtcdEntry<P> previous) {

	/**
	 * Return the revision that this put made: the mod revision of its key.
	 * @return the revision
	 */
	public long revision() {
		return this.header.revision();
	}

	/**
	 * Return the value that was there before.
	 * @return the value, or {@code null} if there was none or it was not asked for
	 */
	public @Nullable P previousValue() {
		return (this.previous != null) ? this.previous.value() : null;
	}

}
