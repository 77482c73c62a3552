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

package io.github.etcdspring.samples.featureflags;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

import io.github.etcdspring.core.EtcdOperations;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.mirror.EtcdMirror;

/**
 * A web application whose flags live in etcd: every instance sees a change at once.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@SpringBootApplication
@EnableScheduling
public class FeatureFlagsApplication {

	/**
	 * Start the application.
	 * @param args the command line
	 */
	public static void main(String[] args) {
		SpringApplication.run(FeatureFlagsApplication.class, args);
	}

	@Bean
	EtcdMirror<Flag> flagMirror(EtcdOperations etcd) {
		return etcd.mirror(KeyRange.prefix(Flags.PREFIX), Flag.class);
	}

	@Bean
	EtcdMirror<String> instanceMirror(EtcdOperations etcd) {
		return etcd.mirror(KeyRange.prefix(Instances.PREFIX), String.class);
	}

}
