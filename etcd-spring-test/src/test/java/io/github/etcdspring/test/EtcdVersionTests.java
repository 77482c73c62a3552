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

package io.github.etcdspring.test;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;

import io.github.etcdspring.test.binary.EtcdBinary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What this module relies on, for each version of etcd.
 *
 * @author The etcd-spring authors
 */
class EtcdVersionTests {

	@ForEachEtcdVersion
	void keepsDataWhenKilled(EtcdBinary binary) {
		try (EtcdServer etcd = EtcdServer.builder().binary(binary).start()) {
			assertThat(etcd.version()).isEqualTo(binary.version());
			assertThat(etcd.gateway().maintenance().status().version()).isEqualTo(binary.version());
			etcd.gateway().put("/a", "1");
			etcd.kill();
			etcd.restart();
			assertThat(etcd.gateway().get("/a")).isEqualTo("1");
		}
	}

	@ForEachEtcdVersion
	void restoresSnapshot(EtcdBinary binary, @TempDir Path directory) {
		try (EtcdServer etcd = EtcdServer.builder().binary(binary).start()) {
			etcd.gateway().put("/a", "before");
			Path snapshot = directory.resolve("snapshot.db");
			etcd.gateway().maintenance().snapshot(snapshot);
			etcd.gateway().put("/a", "after");
			etcd.restore(snapshot);
			assertThat(etcd.gateway().get("/a")).isEqualTo("before");
		}
	}

	@ForEachEtcdVersion
	void asksForAuthentication(EtcdBinary binary) {
		try (EtcdServer etcd = EtcdServer.builder().binary(binary).start()) {
			etcd.enableAuthentication("marker-password");
			etcd.gateway().put("/a", "1");
			etcd.restart();
			assertThat(etcd.gateway().get("/a")).isEqualTo("1");
		}
	}

}
