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

package io.github.etcdspring.core;

import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.cluster.AsyncEtcdClusterOperations;
import io.github.etcdspring.cluster.EtcdClusterOperations;
import io.github.etcdspring.cluster.EtcdMember;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link EtcdTemplate#cluster()}: learners do not count for the majority, so
 * that they come and go beside a single member.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateClusterTests {

	private static final URI PEER = URI.create("http://127.0.0.1:1");

	private static final URI OTHER_PEER = URI.create("http://127.0.0.1:2");

	// Etcd derives the id of a member from its URLs, and never takes a removed id again

	private static final URI THIRD_PEER = URI.create("http://127.0.0.1:3");

	private static final URI FOURTH_PEER = URI.create("http://127.0.0.1:4");

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final EtcdClusterOperations cluster = etcd.template().cluster();

	@Test
	void membersAreListed() {
		assertThat(this.cluster.members()).anySatisfy((member) -> {
			assertThat(member.id()).isNotZero();
			assertThat(member.isStarted()).isTrue();
			assertThat(member.peerUrls()).isNotEmpty();
			assertThat(member.clientUrls()).containsExactly(URI.create(etcd.server().endpoint()));
			assertThat(member.learner()).isFalse();
			assertThat(member.toString()).contains("id=" + Long.toHexString(member.id()));
		});
		assertThat(this.cluster.members(false)).isNotEmpty();
	}

	@Test
	void learnerIsAddedUpdatedAndRemoved() {
		EtcdMember learner = this.cluster.addMember(List.of(PEER), true);
		assertThat(learner.learner()).isTrue();
		assertThat(learner.isStarted()).isFalse();
		assertThat(learner.peerUrls()).containsExactly(PEER);
		assertThat(this.cluster.updateMember(learner.id(), List.of(OTHER_PEER)))
			.anySatisfy((member) -> assertThat(member.peerUrls()).containsExactly(OTHER_PEER));
		assertThatExceptionOfType(EtcdInvalidRequestException.class)
			.isThrownBy(() -> this.cluster.promoteMember(learner.id()));
		assertThat(this.cluster.removeMember(learner.id())).extracting(EtcdMember::id).doesNotContain(learner.id());
	}

	@Test
	void unknownMemberIsRefused() {
		assertThatExceptionOfType(EtcdInvalidRequestException.class).isThrownBy(() -> this.cluster.removeMember(1))
			.withMessageContaining("member 1");
	}

	@Test
	void everyOperationHasAFuture() throws Exception {
		AsyncEtcdClusterOperations async = etcd.template().async().cluster();
		int before = async.members().get(10, TimeUnit.SECONDS).size();
		EtcdMember learner = async.addMember(List.of(THIRD_PEER), true).get(10, TimeUnit.SECONDS);
		assertThat(async.updateMember(learner.id(), List.of(FOURTH_PEER)).get(10, TimeUnit.SECONDS))
			.hasSize(before + 1);
		assertThat(async.removeMember(learner.id()).get(10, TimeUnit.SECONDS)).hasSize(before);
	}

	@Test
	void wrongArgumentsAreRefusedByNameBeforeAnythingIsSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.addMember(List.of(), false))
			.withMessage("'peerUrls' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.updateMember(1, null))
			.withMessage("'peerUrls' must not be empty");
	}

}
