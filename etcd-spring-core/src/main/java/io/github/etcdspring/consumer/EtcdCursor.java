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

import io.github.etcdspring.kv.TxnSpec;
import io.github.etcdspring.watch.EtcdWatchCursor;

/**
 * The durable position of a watch: a restarted application goes on after the last event
 * that was handled, instead of now. The position is stored in etcd a short while after an
 * event was handled, and when the watch is stopped, so that an application that was
 * killed may be told its last events again: <em>at least once</em>.
 * <p>
 * A listener whose effects are in etcd, too, can have them <em>exactly once</em>, by
 * moving the position in the transaction of the effects:
 *
 * <pre class="code">
 * &#064;EtcdWatch(key = "/orders/", prefix = true, cursor = "billing")
 * void onOrder(EtcdEvent&lt;Order&gt; event, EtcdCursor cursor) {
 *     etcd.txn(cursor.advance()
 *         .andThen((txn) -&gt; txn.then(TxnOperation.put(billOf(event.key()), bill(event.value())))));
 * }
 * </pre>
 *
 * A cursor belongs to one watch of one running application, or of all instances of one
 * {@linkplain io.github.etcdspring.watch.EtcdWatchSpec#group(String) group}. When another
 * watch begins to use a cursor of the same name, it takes the position over, and the
 * older watch ends: its state becomes
 * {@link io.github.etcdspring.watch.EtcdWatchRegistration.State#FAILED FAILED}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdCursors
 * @see io.github.etcdspring.watch.EtcdWatchSpec#cursor(EtcdWatchCursor)
 */
public interface EtcdCursor extends EtcdWatchCursor {

	/**
	 * Return what a transaction must do to move the position behind the events of the
	 * call in progress: a condition that they have not been handled yet and that the
	 * cursor still belongs to this watch, and a put. A listener of single events moves
	 * the position within the revision, one of whole revisions behind it.
	 * <p>
	 * If the transaction does not succeed, do nothing about it: when the method returns,
	 * it is found out whether the position is there already, because only the answer of
	 * an earlier attempt was lost (nothing more is done), whether another application has
	 * taken the cursor over (the watch ends), or whether a condition of your own did not
	 * hold (the events count as handled). A watch of a group has to own it besides: a
	 * transaction of a former owner does not succeed, and the owner handles the events
	 * again. The transaction must be over when the method returns, and must be made on
	 * the cluster and in the namespace of the watch, with a value converter that leaves a
	 * {@code byte[]} as it is, as all of this library do.
	 * @return what to add to a transaction, or a transaction of its own; takes part in
	 * the call in progress only
	 * @throws IllegalStateException if the listener is not being called
	 * @throws io.github.etcdspring.EtcdFencedException if the watch belongs to a group
	 * that this process does not own any more
	 */
	Consumer<TxnSpec> advance();

}
