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
 * A write that was to happen only while a lock or leadership is held was refused, because
 * it is not held any more. Nothing was changed.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@SuppressWarnings("serial")
public class EtcdFencedException extends EtcdException {

	/**
	 * Create a new exception.
	 * @param message what failed, where, and what to do
	 * @param outcome what is known about the effect of the call
	 * @param cause the underlying error, or {@code null}
	 */
	public EtcdFencedException(String message, EtcdOutcome outcome, @Nullable Throwable cause) {
		super(message, outcome, cause);
	}

}
