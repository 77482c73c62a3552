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

package io.github.etcdspring.samples.leaderandwork;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.election.EtcdLeader;
import io.github.etcdspring.election.EtcdLeadership;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;

/**
 * Makes tasks while this instance leads. All writes depend on the leadership: what a
 * former leader writes too late is refused by etcd.
 *
 * @author The etcd-spring authors
 */
@Component
class Leader {

	private static final Log logger = LogFactory.getLog(Leader.class);

	private static final int KEPT = 100;

	private final EtcdLeadership leadership;

	private final EtcdTemplate etcd;

	private final String instance;

	Leader(EtcdLeadership leadership, EtcdTemplate etcd, @Value("${instance}") String instance) {
		this.leadership = leadership;
		this.etcd = etcd;
		this.instance = instance;
	}

	@Scheduled(fixedRate = 500)
	void makeTask() {
		EtcdLeader leader = this.leadership.leader();
		if (leader == null) {
			return;
		}
		try {
			makeTask(this.etcd.guardedBy(leader));
		}
		catch (EtcdException ex) {
			logger.info("No task this time: " + ex.getMessage());
		}
	}

	private void makeTask(EtcdKvOperations guarded) {
		EtcdEntry<Long> counter = this.etcd.getEntry(Keys.COUNTER, Long.class);
		long before = (counter != null) ? counter.modRevision() : 0;
		long number = (counter != null && counter.value() != null) ? counter.value() + 1 : 1;
		guarded.txn((txn) -> txn.when(EtcdCondition.modRevision(Keys.COUNTER).equalTo(before))
			.then(TxnOperation.put(Keys.COUNTER, number),
					TxnOperation.put(Keys.task(number), new Task(number, this.instance))));
		if (number > KEPT) {
			guarded.delete(KeyRange.of(Keys.DONE, Keys.done(number - KEPT)));
		}
	}

}
