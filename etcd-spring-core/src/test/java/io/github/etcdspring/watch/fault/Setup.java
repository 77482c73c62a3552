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

package io.github.etcdspring.watch.fault;

import java.util.stream.Stream;

import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.binary.EtcdBinary;

/**
 * What to run: which etcd, and how many members.
 *
 * @param binary the program
 * @param members the number of members
 * @author The etcd-spring authors
 */
record Setup(EtcdBinary binary, int members) {

	static Setup ofOneMember() {
		return new Setup(EtcdBinary.find(null), 1);
	}

	static Setup ofThreeMembers() {
		return new Setup(EtcdBinary.find(null), 3);
	}

	static Stream<Setup> one() {
		return Stream.of(ofOneMember());
	}

	static Stream<Setup> three() {
		return Stream.of(ofThreeMembers());
	}

	static Stream<Setup> oneAndThree() {
		return Stream.concat(one(), three());
	}

	static Stream<Setup> oneOfEachVersion() {
		return ofEachVersion(1);
	}

	static Stream<Setup> threeOfEachVersion() {
		return ofEachVersion(3);
	}

	private static Stream<Setup> ofEachVersion(int members) {
		return EtcdBinary.forTests().stream().map((binary) -> new Setup(binary, members));
	}

	EtcdCluster.Builder cluster() {
		return EtcdCluster.builder().binary(this.binary).members(this.members);
	}

	@Override
	public String toString() {
		return "etcd %s, %d member(s)".formatted(this.binary.version(), this.members);
	}

}
