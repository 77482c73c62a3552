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

package io.github.etcdspring.benchmarks.process;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * The heap that is needed, garbage apart.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class UsedHeap {

	private static final int COLLECTIONS = 3;

	private static final long MILLIS = 100;

	private UsedHeap() {
	}

	/**
	 * Measure it.
	 * @return the bytes
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static long measure() throws InterruptedException {
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
			TimeUnit.MILLISECONDS.sleep(MILLIS);
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
