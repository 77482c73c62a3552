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

package io.github.etcdspring.consumer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.etcdspring.kv.TxnOperation;

/**
 * An instance of a group that runs until it is killed. For each event it prints the
 * revision, and puts a key, together with the cursor, whose version tells how often the
 * event had its effect and whose value tells by whom.
 *
 * @author The etcd-spring authors
 */
public final class GroupProcess {

	private GroupProcess() {
	}

	/**
	 * Run.
	 * @param args the endpoint, the time to live of the session, the name of the group
	 * and of the cursor, and the name of the process
	 * @throws InterruptedException never
	 */
	public static void main(String[] args) throws InterruptedException {
		GroupInstance instance = new GroupInstance(Duration.parse(args[1]), args[0]);
		instance.handler = (call) -> {
			System.out.println(call.event().revision());
			// So that a signal hits it now and then
			TimeUnit.MILLISECONDS.sleep(3);
			instance.etcd.txn(call.cursor()
				.advance()
				.andThen((txn) -> txn.then(TxnOperation.put(effect(args[2], call.event().revision()), args[3]))));
		};
		instance.watch(args[2], args[2]);
		instance.start();
		Thread.currentThread().join();
	}

	static String effect(String name, long revision) {
		return "/effects/%s/%012d".formatted(name, revision);
	}

}
