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

package io.github.etcdspring.test.binary;

import java.io.IOException;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A place where an etcd program may be found.
 *
 * @author The etcd-spring authors
 */
interface BinarySource {

	/**
	 * What this source is, as a part of a sentence.
	 * @return the description
	 */
	String description();

	/**
	 * Whether this source only looks on this machine.
	 * @return whether it does
	 */
	default boolean isLocal() {
		return true;
	}

	/**
	 * Look for a program.
	 * @param version the wanted version or line of versions, or {@code null} for any
	 * @return the program, if there is one that fits
	 * @throws IOException if there should be one, but it cannot be used
	 */
	Optional<EtcdBinary> find(@Nullable String version) throws IOException;

}
