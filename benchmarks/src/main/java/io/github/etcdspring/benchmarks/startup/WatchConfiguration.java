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

package io.github.etcdspring.benchmarks.startup;

import org.springframework.context.annotation.Configuration;

import io.github.etcdspring.annotation.EtcdWatch;

/**
 * A method that watches.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@Configuration(proxyBeanMethods = false)
public class WatchConfiguration {

	@EtcdWatch(key = "/benchmark/", prefix = true)
	void on(String value) {
	}

}
