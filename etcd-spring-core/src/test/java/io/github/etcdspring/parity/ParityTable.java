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

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The groups of rows, each of which is one test.
 *
 * @author The etcd-spring authors
 */
abstract class ParityTable {

	@Parameter
	private Scene etcd;

	@ParameterizedTest(name = "{0}")
	@EnumSource
	void get(GetRow row) throws Exception {
		prove(row);
	}

	@ParameterizedTest(name = "{0}")
	@EnumSource
	void putDeleteCompact(WriteRow row) throws Exception {
		prove(row);
	}

	@ParameterizedTest(name = "{0}")
	@EnumSource
	void leases(LeaseRow row) throws Exception {
		prove(row);
	}

	@ParameterizedTest(name = "{0}")
	@EnumSource
	void locks(LockRow row) throws Exception {
		prove(row);
	}

	@ParameterizedTest(name = "{0}")
	@EnumSource
	void cluster(ClusterRow row) throws Exception {
		prove(row);
	}

	@ParameterizedTest(name = "{0}")
	@EnumSource
	void administration(AdministrationRow row) throws Exception {
		prove(row);
	}

	private void prove(ParityRow row) throws Exception {
		this.etcd.next();
		row.prove(this.etcd);
	}

}
