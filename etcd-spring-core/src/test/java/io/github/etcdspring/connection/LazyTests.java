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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Lazy}.
 *
 * @author The etcd-spring authors
 */
class LazyTests {

	private final AtomicInteger made = new AtomicInteger();

	private final List<Integer> closed = new ArrayList<>();

	private final Lazy<Integer> lazy = new Lazy<>(this.made::incrementAndGet, this.closed::add);

	@Test
	void isMadeOnceWhenItIsAskedFor() {
		assertThat(this.lazy.isMade()).isFalse();
		assertThat(this.lazy.get()).isOne();
		assertThat(this.lazy.get()).isOne();
		assertThat(this.lazy.isMade()).isTrue();
	}

	@Test
	void isNotMadeToBeClosed() {
		this.lazy.close();
		this.lazy.ifMade(this.closed::add);
		assertThat(this.made).hasValue(0);
		assertThat(this.closed).isEmpty();
	}

	@Test
	void isClosedOnce() {
		this.lazy.get();
		this.lazy.close();
		this.lazy.close();
		assertThat(this.closed).containsExactly(1);
	}

	@Test
	void isClosedOnceIfThatIsAskedForWhileItIsMade() throws InterruptedException {
		CountDownLatch making = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		Lazy<Integer> slow = new Lazy<>(() -> {
			making.countDown();
			try {
				assertThat(goOn.await(1, TimeUnit.MINUTES)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return 1;
		}, this.closed::add);
		Thread maker = new Thread(slow::get);
		maker.start();
		assertThat(making.await(1, TimeUnit.MINUTES)).isTrue();
		Thread closer = new Thread(slow::close);
		closer.start();
		goOn.countDown();
		maker.join();
		closer.join();
		assertThat(this.closed).containsExactly(1);
	}

	@Test
	void isClosedAtOnceIfItIsMadeTooLate() {
		this.lazy.close();
		this.lazy.get();
		assertThat(this.closed).containsExactly(1);
	}

}
