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

package io.github.etcdspring.boot;

import org.testcontainers.utility.DockerImageName;

/**
 * The image for tests: etcd's own, or the one that {@code ETCD_TEST_IMAGE} names where no
 * registry can be reached.
 *
 * @author The etcd-spring authors
 */
public final class TestImages {

	private static final String DEFAULT = "gcr.io/etcd-development/etcd:v3.6.4";

	private TestImages() {
	}

	public static DockerImageName etcd() {
		return DockerImageName.parse(System.getenv().getOrDefault("ETCD_TEST_IMAGE", DEFAULT));
	}

}
