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

package io.github.etcdspring;

import org.jspecify.annotations.Nullable;

/**
 * The requested revision has been compacted away.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see <a href="https://etcd.io/docs/latest/op-guide/maintenance/#history-compaction">
 * History compaction</a>
 */
@SuppressWarnings("serial")
public class EtcdCompactedException extends EtcdException {

	private final long compactRevision;

	/**
	 * Create a new exception.
	 * @param message what failed, where, and what to do
	 * @param compactRevision the oldest revision that is still there, or 0 if the server
	 * did not say
	 * @param cause the underlying error, or {@code null}
	 */
	public EtcdCompactedException(String message, long compactRevision, @Nullable Throwable cause) {
		super(message, EtcdOutcome.REFUSED, cause);
		this.compactRevision = compactRevision;
	}

	/**
	 * Return the oldest revision that can still be read.
	 * @return the compact revision, or 0 if the server did not say
	 */
	public long getCompactRevision() {
		return this.compactRevision;
	}

}
