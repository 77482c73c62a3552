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

package io.github.etcdspring.lease;

import java.time.Duration;

/**
 * What has happened to the leases that a connection keeps alive, since it was made.
 *
 * @param renewals the number of renewals that were answered
 * @param renewalTime how long all of these took together
 * @param failures how often the stream of the renewals ended or did not answer in time
 * @param expired the number of leases that ended against the will of their owner
 * @param regranted the number of leases that were granted again after that
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record EtcdLeaseStatistics(long renewals, Duration renewalTime, long failures, long expired, long regranted) {

}
