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

/**
 * Starts the application with an etcd of its own.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class TestFeatureFlagsApplication {

	private TestFeatureFlagsApplication() {
	}

	/**
	 * Start the application.
	 * @param args the command line
	 */
	public static void main(String[] args) {
		SpringApplication.from(FeatureFlagsApplication::main).with(DevelopmentEtcd.class).run(args);
	}

}
