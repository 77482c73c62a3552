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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link EtcdCallChain}.
 *
 * @author The etcd-spring authors
 */
class EtcdCallChainTests {

	private final EtcdCallChain<String> chain = new EtcdCallChain<>();

	private final CompletableFuture<String> call = new CompletableFuture<>();

	@Test
	void cancellingCancelsTheCallUnderWay() {
		this.chain.then(this.call, this.chain::complete);
		this.chain.cancel(true);
		assertThat(this.call).isCancelled();
	}

	@Test
	void timeoutOfTheCallerCancelsTheCallUnderWay() {
		this.chain.then(this.call, this.chain::complete);
		this.chain.orTimeout(1, TimeUnit.MILLISECONDS);
		Awaitility.await().untilAsserted(() -> assertThat(this.call).isCancelled());
	}

	@Test
	void callThatComesTooLateIsCancelled() {
		this.chain.completeExceptionally(new IllegalStateException("given up"));
		this.chain.then(this.call, this.chain::complete);
		assertThat(this.call).isCancelled();
	}

	@Test
	void lastCallCompletesIt() {
		this.chain.then(this.call, this.chain::complete);
		this.call.complete("answer");
		assertThat(this.chain).isCompletedWithValue("answer");
	}

}
