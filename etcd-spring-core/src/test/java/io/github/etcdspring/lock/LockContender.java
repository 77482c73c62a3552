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

package io.github.etcdspring.lock;

import java.time.Duration;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.kv.EtcdKvOperations;

/**
 * A process that takes a lock again and again and tells what it claims: each line has a
 * token and the time, by a clock that all processes of the machine share, before it asked
 * whether it still held the lock and heard that it did. Until somebody kills it.
 *
 * @author The etcd-spring authors
 */
public final class LockContender {

	private LockContender() {
	}

	/**
	 * Run.
	 * @param args the endpoints, the time to live of the session, the name of the lock,
	 * the prefix of the writes, and the number of threads
	 * @throws InterruptedException never
	 */
	public static void main(String[] args) throws InterruptedException {
		LockingEtcd etcd = new LockingEtcd(Duration.parse(args[1]), args[0].split(","));
		for (int i = 0; i < Integer.parseInt(args[4]); i++) {
			new Thread(() -> contend(etcd, args[2], args[3])).start();
		}
		Thread.currentThread().join();
	}

	private static void contend(LockingEtcd etcd, String name, String writes) {
		while (true) {
			try (EtcdLock lock = etcd.locks.lock(name)) {
				// A write that hangs at a member that was stopped must not keep the lock
				EtcdKvOperations guarded = etcd.template.withTimeout(Duration.ofSeconds(1)).guardedBy(lock);
				for (int i = 0; i < 20; i++) {
					long now = System.nanoTime();
					if (!lock.isHeld()) {
						break;
					}
					System.out.println(lock.fencingToken() + " " + now);
					guarded.put(writes + lock.fencingToken(), String.valueOf(i));
				}
			}
			catch (EtcdException ex) {
				System.err.println(ex);
			}
		}
	}

}
