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

package io.github.etcdspring.lock;

import java.time.Duration;

/**
 * What has happened to the locks of a connection, leadership included but not the
 * ownership of groups, since it was made.
 *
 * @param acquired the number of locks that were taken
 * @param notAcquired how often a lock was not taken: the time was over, the thread was
 * interrupted, or etcd refused
 * @param waitTime how long all of these waited together
 * @param ended the number of locks that were given back or lost
 * @param holdTime how long these were held together
 * @param lost the number of locks that were lost
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record EtcdLockStatistics(long acquired, long notAcquired, Duration waitTime, long ended, Duration holdTime,
		long lost) {

}
