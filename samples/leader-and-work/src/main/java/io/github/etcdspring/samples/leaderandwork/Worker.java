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

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.consumer.EtcdCursor;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.watch.EtcdEvent;

/**
 * Does tasks while this instance is the one of its group that works: exactly once, as the
 * effects and the position of the group are written in one transaction.
 *
 * @author The etcd-spring authors
 */
@Component
class Worker {

	private final EtcdTemplate etcd;

	private final String instance;

	Worker(EtcdTemplate etcd, @Value("${instance}") String instance) {
		this.etcd = etcd;
		this.instance = instance;
	}

	@EtcdWatch(key = Keys.TASKS, prefix = true, events = EtcdEvent.Type.PUT, cursor = "work", group = "workers")
	void onTask(Task task, EtcdCursor cursor) {
		this.etcd.txn(cursor.advance()
			.andThen((txn) -> txn.then(
					TxnOperation.put(Keys.done(task.number()), new Done(task.number(), task.leader(), this.instance)),
					TxnOperation.delete(Keys.task(task.number())))));
	}

}
