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

package io.github.etcdspring.mirror;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.ResolvableType;

import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdWatchRegistration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for mirrors that are started and closed while something else happens to them.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class EtcdMirrorLifecycleTests {

	private static final KeyRange RANGE = KeyRange.prefix("/k/");

	@Test
	void listenerMayCloseAMirrorThatIsAboutToBeginAnew() throws InterruptedException {
		Unable unable = new Unable();
		try (MirroredEtcd etcd = new MirroredEtcd()) {
			EtcdMirror<String> mirror = new EtcdTemplate(etcd.connection, unable, etcd.container).mirror(RANGE,
					String.class);
			etcd.writes.put("/k/a", "x");
			mirror.start();
			CountDownLatch told = new CountDownLatch(1);
			Thread thread = new Thread(() -> mirror.addListener(new EtcdMirrorListener<>() {

				@Override
				public void onAdded(EtcdEntry<String> entry) {
					told.countDown();
					// Until the mirror tries to begin anew
					await().pollDelay(3, TimeUnit.SECONDS).until(() -> true);
					mirror.close();
				}

			}), "listener");
			thread.setDaemon(true);
			unable.now = true;
			etcd.writes.put("/k/a", "y");
			await().atMost(MirroredEtcd.TIMEOUT).until(() -> mirror.registration() == null);
			thread.start();
			told.await();
			thread.join(MirroredEtcd.TIMEOUT.toMillis());
			assertThat(thread.isAlive()).isFalse();
			assertThat(mirror.isRunning()).isFalse();
		}
	}

	@Test
	void startSaysThatAListenerIsBusyInsteadOfWaitingForEver() throws InterruptedException {
		CountDownLatch told = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		try (MirroredEtcd etcd = new MirroredEtcd();
				EtcdMirror<String> mirror = etcd.etcd.mirror(RANGE, String.class,
						(spec) -> spec.startTimeout(Duration.ofMillis(10)))) {
			mirror.addListener(new EtcdMirrorListener<>() {

				@Override
				public void onAdded(EtcdEntry<String> entry) {
					told.countDown();
					waitFor(go);
				}

			});
			mirror.start();
			etcd.writes.put("/k/a", "x");
			assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
			mirror.stop();
			assertThatIllegalStateException().isThrownBy(mirror::start)
				.withMessageContaining("listener")
				.withMessageContaining("/k/");
			assertThat(mirror.isRunning()).isFalse();
			go.countDown();
			await().atMost(MirroredEtcd.TIMEOUT).ignoreExceptions().until(() -> {
				mirror.start();
				return mirror.isRunning();
			});
			etcd.writes.put("/k/b", "y");
			await().atMost(MirroredEtcd.TIMEOUT).until(() -> "y".equals(mirror.get("/k/b")));
		}
		finally {
			go.countDown();
		}
	}

	private static void waitFor(CountDownLatch latch) {
		try {
			latch.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void watchThatHasFailedIsCancelledAtOnce() {
		Unable unable = new Unable();
		try (MirroredEtcd etcd = new MirroredEtcd();
				EtcdMirror<String> mirror = new EtcdTemplate(etcd.connection, unable, etcd.container).mirror(RANGE,
						String.class)) {
			mirror.start();
			EtcdWatchRegistration broken = mirror.registration();
			unable.now = true;
			etcd.writes.put("/k/a", "y");
			await().atMost(MirroredEtcd.TIMEOUT).until(() -> mirror.registration() != broken);
			assertThat(broken.state()).isEqualTo(EtcdWatchRegistration.State.CANCELLED);
		}
	}

	@Test
	void beginsAnewIfItCouldNotTakeSomethingIn() {
		Unable unable = new Unable();
		try (MirroredEtcd etcd = new MirroredEtcd();
				EtcdMirror<String> mirror = new EtcdTemplate(etcd.connection, unable, etcd.container).mirror(RANGE,
						String.class)) {
			etcd.writes.put("/k/a", "x");
			mirror.start();
			unable.now = true;
			etcd.writes.put("/k/a", "y");
			await().atMost(MirroredEtcd.TIMEOUT).until(() -> mirror.registration() == null);
			unable.now = false;
			await().atMost(MirroredEtcd.TIMEOUT).until(() -> "y".equals(mirror.get("/k/a")));
		}
	}

	/**
	 * Has no memory for values now and then.
	 */
	private static final class Unable implements EtcdValueConverter {

		private final EtcdValueConverter converter = EtcdValueConverter.create();

		private volatile boolean now;

		@Override
		public byte[] toBytes(Object value) {
			return this.converter.toBytes(value);
		}

		@Override
		public <T> T fromBytes(byte[] bytes, ResolvableType type) {
			if (this.now) {
				throw new OutOfMemoryError("pretended");
			}
			return this.converter.fromBytes(bytes, type);
		}

	}

}
