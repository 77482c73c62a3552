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

import java.util.function.Consumer;

import io.etcd.jetcd.Client;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchSettings;
import io.github.etcdspring.watch.EtcdWatchSpec;

/**
 * An application that runs until it is killed. For each event it puts a key whose version
 * tells how often the event had its effect: in the transaction of the cursor, and besides
 * it.
 *
 * @author The etcd-spring authors
 */
public final class KilledApplication {

	private KilledApplication() {
	}

	/**
	 * Run.
	 * @param args the endpoint and the prefix of the keys
	 * @throws InterruptedException never
	 */
	public static void main(String[] args) throws InterruptedException {
		String prefix = args[1];
		EtcdConnection connection = new EtcdConnection(Client.builder().endpoints(args[0]),
				EtcdConnectionSettings.defaults());
		EtcdTemplate etcd = new EtcdTemplate(connection, EtcdValueConverter.create());
		EtcdWatchContainer container = new EtcdWatchContainer(connection, EtcdValueConverter.create(),
				EtcdWatchSettings.defaults());
		KeyRange range = KeyRange.prefix(prefix);
		EtcdCursor once = EtcdCursors.create().named("once" + prefix);
		container.register(range, String.class,
				(batch) -> etcd.txn(once.advance()
					.andThen((txn) -> txn.then(TxnOperation.put(effect("once", batch.events().get(0)), "")))),
				(spec) -> spec.cursor(once).eachEvent());
		EtcdCursor revisions = EtcdCursors.create().named("revisions" + prefix);
		container.register(range, String.class,
				(batch) -> etcd.txn(revisions.advance()
					.andThen((txn) -> batch.events()
						.forEach((event) -> txn.then(TxnOperation.put(effect("revisions", event), ""))))),
				(spec) -> spec.cursor(revisions));
		container.register(range, String.class, (batch) -> etcd.put(effect("atLeastOnce", batch.events().get(0)), ""),
				atLeastOnce("atLeastOnce" + prefix));
		container.start();
		Thread.currentThread().join();
	}

	private static Consumer<EtcdWatchSpec> atLeastOnce(String name) {
		return (spec) -> spec.cursor(EtcdCursors.create().named(name)).eachEvent();
	}

	private static String effect(String how, EtcdEvent<String> event) {
		return "/effects/" + how + event.key() + "@" + event.revision();
	}

}
