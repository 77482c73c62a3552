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
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A way to get an etcd program into the cache.
 *
 * @author The etcd-spring authors
 */
interface BinaryFiller {

	/**
	 * What this way is, as a part of a sentence.
	 * @return the description
	 */
	String description();

	/**
	 * Get a program.
	 * @param version the wanted version or line of versions, or {@code null} for any
	 * @param directory an empty directory to work in, on the file system of the cache
	 * @return the directory which holds {@code etcd} and its companions, or empty if this
	 * way does not exist on this machine
	 * @throws IOException if the way exists, but does not lead to a program
	 */
	Optional<Path> fetch(@Nullable String version, Path directory) throws IOException;

}
