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

package io.github.etcdspring.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The one path of every remote procedure call: endpoint choice, deadline, token, retry,
 * cancellation, error translation and observation. Internal to the library: applications
 * use the operations of the template.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdCalls {

	/**
	 * Make a call and wait for its answer. Interrupting the thread cancels the call on
	 * the server and sets the interrupt flag again.
	 * @param <Q> the request message
	 * @param <R> the response message
	 * @param <T> the result
	 * @param rpc the method
	 * @param request the request
	 * @param spec what the call asks for
	 * @param mapper turns the answer into the result, on the calling thread
	 * @return the result
	 * @throws io.github.etcdspring.EtcdException if the call fails, within its timeout,
	 * or the request exceeds a limit, before anything is sent
	 */
	<Q, R, T> T call(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec, Function<R, T> mapper);

	/**
	 * Make a call without waiting. Cancelling the future cancels the call on the server.
	 * @param <Q> the request message
	 * @param <R> the response message
	 * @param <T> the result
	 * @param rpc the method
	 * @param request the request
	 * @param spec what the call asks for
	 * @param mapper turns the answer into the result, on the connection's callback
	 * executor
	 * @return a future that completes on the connection's callback executor, with an
	 * {@link io.github.etcdspring.EtcdException} within the timeout if the call fails
	 * @throws io.github.etcdspring.EtcdException if the request exceeds a limit
	 */
	<Q, R, T> CompletableFuture<T> callAsync(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec, Function<R, T> mapper);

	/**
	 * Open a bidirectional stream as soon as an endpoint is connected. It has no
	 * deadline. All callbacks come from one transport thread at a time, in order, and
	 * must not block.
	 * @param <Q> the request message
	 * @param <R> the response message
	 * @param rpc the method
	 * @param avoid endpoints to use only if no other one is connected
	 * @param freshToken whether to authenticate anew before opening
	 * @param listener hears of the stream
	 * @return a handle; nothing may be sent before {@link EtcdStreamListener#onOpen}
	 */
	<Q, R> EtcdStream<Q> open(EtcdRpc<Q, R> rpc, Set<String> avoid, boolean freshToken, EtcdStreamListener<R> listener);

	/**
	 * Return the time for a whole call that asks for none of its own.
	 * @return the timeout
	 */
	Duration timeout();

	/**
	 * Return what requests may hold. Calls check it themselves; this is for operations of
	 * several calls, none of which shall be made if one of them would be refused.
	 * @return the limits
	 */
	default EtcdRequestLimits limits() {
		return EtcdRequestLimits.DEFAULT;
	}

	/**
	 * Return a view with another default timeout.
	 * @param timeout the timeout of calls that ask for none of their own, positive
	 * @return the view
	 */
	default EtcdCalls withTimeout(Duration timeout) {
		Duration checked = EtcdCallSpec.checkTimeout(timeout);
		return new RespecifiedCalls(this, checked, (spec) -> spec.withDefaultTimeout(checked));
	}

	/**
	 * Return calls that nobody observes, for those that would be noise, such as checks
	 * that are made again and again.
	 * @return the same calls, not observed
	 */
	default EtcdCalls unobserved() {
		return new RespecifiedCalls(this, timeout(), EtcdCallSpec::unobserved);
	}

}
