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

package io.github.etcdspring.boot.slice;

import io.etcd.jetcd.ClientBuilder;
import org.springframework.stereotype.Component;

import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.boot.EtcdClientBuilderCustomizer;
import io.github.etcdspring.core.EtcdTemplate;

/**
 * Components of an application, some of which belong to a slice.
 *
 * @author The etcd-spring authors
 */
final class SlicedComponents {

	private SlicedComponents() {
	}

	@Component
	static class Flags {

		private final EtcdTemplate etcd;

		private volatile String seen = "";

		Flags(EtcdTemplate etcd) {
			this.etcd = etcd;
		}

		void set(Flag flag) {
			this.etcd.put("/slice/flag", flag);
		}

		@EtcdWatch(key = "/slice/flag")
		void on(Flag flag) {
			this.seen = flag.name();
		}

		String seen() {
			return this.seen;
		}

	}

	record Flag(String name) {

	}

	@Component
	static class Unrelated {

	}

	@Component
	static class Customizer implements EtcdClientBuilderCustomizer {

		@Override
		public void customize(ClientBuilder builder) {
			builder.authority("sliced.example.org");
		}

	}

}
