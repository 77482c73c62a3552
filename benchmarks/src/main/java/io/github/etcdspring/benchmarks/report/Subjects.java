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

package io.github.etcdspring.benchmarks.report;

import java.util.Comparator;
import java.util.List;

/**
 * The order in which clients are shown.
 *
 * @author The etcd-spring authors
 */
final class Subjects {

	static final String OWN = "etcd-spring";

	static final String JETCD = "jetcd";

	static final String GRPC_STUB = "bare gRPC stub";

	static final String MAP = "concurrent hash map";

	private static final String MIRROR = "mirror";

	private static final List<String> NAMES = List.of(JETCD, "jetcd useVertx()", "etcd-java", OWN,
			OWN + ", direct executor", GRPC_STUB);

	/**
	 * Those that are known first, all others in the order in which they came.
	 */
	static final Comparator<String> ORDER = Comparator
		.comparingInt((name) -> (NAMES.contains(name)) ? NAMES.indexOf(name) : NAMES.size());

	private Subjects() {
	}

	static boolean isOwn(String name) {
		return name.equals(OWN) || name.equals(MIRROR);
	}

	static int place(String name) {
		return NAMES.indexOf(name);
	}

	static String emphasize(String name) {
		return (name.startsWith(OWN)) ? "**%s**%s".formatted(OWN, name.substring(OWN.length())) : name;
	}

}
