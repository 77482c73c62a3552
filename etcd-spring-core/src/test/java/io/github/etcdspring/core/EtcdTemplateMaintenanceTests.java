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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdFutureRevisionException;
import io.github.etcdspring.EtcdNoSpaceException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.maintenance.AsyncEtcdMaintenanceOperations;
import io.github.etcdspring.maintenance.EtcdAlarm;
import io.github.etcdspring.maintenance.EtcdHash;
import io.github.etcdspring.maintenance.EtcdMaintenanceOperations;
import io.github.etcdspring.maintenance.EtcdMemberStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link EtcdTemplate#maintenance()} on one member with little space.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateMaintenanceTests {

	private static final int QUOTA = 4 * 1024 * 1024;

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension(
			(server) -> server.flag("quota-backend-bytes", String.valueOf(QUOTA)));

	private final EtcdTemplate template = etcd.template();

	private final EtcdMaintenanceOperations maintenance = this.template.maintenance();

	private final String endpoint = etcd.server().endpoint();

	@Test
	void statusTellsTheStateOfAMember() {
		EtcdMemberStatus status = this.maintenance.status(this.endpoint);
		assertThat(status.version()).isEqualTo(etcd.server().version());
		assertThat(status.memberId()).isEqualTo(this.template.cluster().members().get(0).id());
		assertThat(status.hasLeader()).isTrue();
		assertThat(status.isLeader()).isTrue();
		assertThat(status.dbSize()).isPositive();
		assertThat(status.dbSizeInUse()).isPositive().isLessThanOrEqualTo(status.dbSize());
		assertThat(status.raftTerm()).isPositive();
		assertThat(status.raftIndex()).isPositive();
		assertThat(status.raftAppliedIndex()).isPositive();
		assertThat(status.learner()).isFalse();
	}

	@Test
	void spaceRunsOutAndIsMadeAgain() {
		byte[] value = new byte[1024 * 1024];
		assertThatExceptionOfType(EtcdNoSpaceException.class).isThrownBy(() -> {
			// The server looks at the size of the file, which grows with each commit only
			for (int i = 0; i < 100; i++) {
				this.template.put(etcd.key("a"), value);
			}
		}).withMessageContaining("--quota-backend-bytes").satisfies((ex) -> {
			assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.REFUSED);
			assertThat(ex.isTransient()).isFalse();
		});
		List<EtcdAlarm> alarms = this.maintenance.alarms();
		assertThat(alarms).singleElement()
			.isEqualTo(new EtcdAlarm(this.maintenance.status(this.endpoint).memberId(), EtcdAlarm.Type.NO_SPACE));
		assertThat(this.maintenance.status(this.endpoint).errors()).isNotEmpty();
		this.template.delete(etcd.key("a"));
		this.template.compact(this.template.range(etcd.keys(), String.class).revision(), true);
		long before = this.maintenance.status(this.endpoint).dbSize();
		this.maintenance.defragment(this.endpoint);
		assertThat(this.maintenance.status(this.endpoint).dbSize()).isLessThan(before);
		this.maintenance.disarm(alarms.get(0));
		assertThat(this.maintenance.alarms()).isEmpty();
		this.template.put(etcd.key("a"), "1");
	}

	@Test
	void hashChangesWithTheKeys() {
		long revision = this.template.put(etcd.key("a"), "1").revision();
		EtcdHash hash = this.maintenance.hash(this.endpoint, revision);
		assertThat(hash.hash()).isBetween(0L, 0xffff_ffffL);
		this.template.put(etcd.key("a"), "2");
		assertThat(this.maintenance.hash(this.endpoint, revision).hash()).isEqualTo(hash.hash());
		assertThat(this.maintenance.hash(this.endpoint, 0).hash()).isNotEqualTo(hash.hash());
		assertThatExceptionOfType(EtcdFutureRevisionException.class)
			.isThrownBy(() -> this.maintenance.hash(this.endpoint, Long.MAX_VALUE));
		this.template.compact(revision + 1);
		assertThatExceptionOfType(EtcdCompactedException.class)
			.isThrownBy(() -> this.maintenance.hash(this.endpoint, revision));
	}

	@Test
	void everyOperationHasAFuture() throws Exception {
		AsyncEtcdMaintenanceOperations async = this.template.async().maintenance();
		long memberId = join(async.status(this.endpoint)).memberId();
		assertThat(join(async.alarms())).isEmpty();
		join(async.disarm(new EtcdAlarm(memberId, EtcdAlarm.Type.NO_SPACE)));
		join(async.defragment(this.endpoint));
		assertThat(join(async.hash(this.endpoint, 0)).header().memberId()).isEqualTo(memberId);
		join(async.moveLeader(memberId));
	}

	@Test
	void wrongArgumentsAreRefusedByNameBeforeAnythingIsSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.maintenance.status(null))
			.withMessage("'endpoint' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.maintenance.disarm(null))
			.withMessage("'alarm' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.maintenance.hash(this.endpoint, -1))
			.withMessageContaining("'revision'");
	}

	private static <T> T join(CompletableFuture<T> future) throws Exception {
		return future.get(10, TimeUnit.SECONDS);
	}

}
