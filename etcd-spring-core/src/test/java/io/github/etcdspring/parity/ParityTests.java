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

package io.github.etcdspring.parity;

import java.util.stream.Stream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.etcdspring.test.binary.EtcdBinary;

/**
 * Every row, on one member and on three.
 *
 * @author The etcd-spring authors
 */
@Timeout(120)
@ParameterizedClass(name = "{0}")
@MethodSource("scenes")
class ParityTests extends ParityTable {

	static Stream<Scene> scenes() {
		EtcdBinary binary = EtcdBinary.find(null);
		return Stream.of(1, 3).map((members) -> new Scene(binary, members));
	}

}
