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

package io.github.etcdspring.kv;

import java.util.Objects;
import java.util.concurrent.Flow;

import io.github.etcdspring.connection.EtcdCalls;

/**
 * Publishes a range of any size, anew to each subscriber.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 */
final class RangePublisher<T> implements Flow.Publisher<EtcdEntry<T>> {

	private final EtcdCalls calls;

	private final RangeCursor<T> beginning;

	RangePublisher(EtcdCalls calls, RangeCursor<T> beginning) {
		this.calls = calls;
		this.beginning = beginning;
	}

	@Override
	public void subscribe(Flow.Subscriber<? super EtcdEntry<T>> subscriber) {
		Objects.requireNonNull(subscriber, "'subscriber' must not be null");
		subscriber.onSubscribe(new RangeSubscription<>(this.calls, this.beginning.copy(), subscriber));
	}

}
