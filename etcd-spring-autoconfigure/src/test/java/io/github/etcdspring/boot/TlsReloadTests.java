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

package io.github.etcdspring.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;

import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdEndpoint;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.relay.TcpRelay;
import io.github.etcdspring.test.security.CertificateAuthority;
import io.github.etcdspring.test.security.EtcdTls;
import io.github.etcdspring.test.security.KeyAndCertificate;
import io.github.etcdspring.watch.EtcdWatchListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for bundles that are reloaded while calls and watches go on.
 *
 * @author The etcd-spring authors
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class TlsReloadTests {

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private final Queue<String> seen = new ConcurrentLinkedQueue<>();

	private final AtomicInteger written = new AtomicInteger();

	private final AtomicInteger read = new AtomicInteger();

	private final ReentrantLock writing = new ReentrantLock();

	private volatile boolean running = true;

	@Test
	void neitherCallsFailNorEventsGetLostWhileTheAuthorityIsReplaced(CapturedOutput output, @TempDir Path directory)
			throws Exception {
		EtcdTls tls = EtcdTls.mutual();
		CertificateAuthority next = CertificateAuthority.create(Files.createDirectory(directory.resolve("next")));
		KeyAndCertificate nextServer = next.issue("server");
		KeyAndCertificate nextClient = next.issue("client");
		String oldAuthority = Files.readString(tls.trustedCertificate());
		String oldServer = Files.readString(tls.server().certificate());
		String oldServerKey = Files.readString(tls.server().key());
		String newAuthority = Files.readString(next.certificate());
		// The server trusts both from the beginning: it reads this file at its start only
		Files.writeString(tls.trustedCertificate(), oldAuthority + newAuthority);
		Path trusted = Files.writeString(directory.resolve("trusted.pem"), oldAuthority);
		Path certificate = Files.copy(tls.client().certificate(), directory.resolve("client.pem"));
		Path key = Files.copy(tls.client().key(), directory.resolve("client-key.pem"));
		try (EtcdServer etcd = EtcdServer.builder().tls(tls).start(); TcpRelay relay = TcpRelay.to(etcd.endpoint())) {
			runner(relay, trusted, certificate, key).run((context) -> {
				EtcdTemplate template = context.getBean(EtcdTemplate.class);
				List<Thread> load = startLoad(template);
				replace(trusted, oldAuthority + newAuthority);
				awaitReload(output, 1);
				reconnect(relay);
				replace(key, Files.readString(nextClient.key()));
				replace(certificate, Files.readString(nextClient.certificate()));
				awaitReload(output, 2);
				replace(tls.server().key(), Files.readString(nextServer.key()));
				replace(tls.server().certificate(), Files.readString(nextServer.certificate()));
				reconnect(relay);
				replace(trusted, newAuthority);
				awaitReload(output, 3);
				reconnect(relay);
				this.running = false;
				for (Thread thread : load) {
					thread.join();
				}
				assertThat(this.failures).isEmpty();
				await().until(() -> this.seen.size() >= this.written.get());
				assertThat(this.seen).containsExactlyElementsOf(
						IntStream.rangeClosed(1, this.written.get()).mapToObj(String::valueOf).toList());
				replace(tls.server().key(), oldServerKey);
				replace(tls.server().certificate(), oldServer);
				// Else the handshake would resume the session of the last one, which is
				// trusted
				replace(trusted, newAuthority + "\n");
				awaitReload(output, 4);
				relay.cut();
				await()
					.untilAsserted(() -> assertThat(context.getBean(EtcdConnection.class).endpoints()).singleElement()
						.extracting(EtcdEndpoint::lastError)
						.asString()
						.contains("not trusted"));
			});
		}
	}

	@Test
	void brokenFilesLeaveTheLastCertificates(CapturedOutput output, @TempDir Path directory) throws Exception {
		EtcdTls tls = TestTls.MUTUAL.get();
		Path trusted = Files.copy(tls.trustedCertificate(), directory.resolve("trusted.pem"));
		try (EtcdServer etcd = TestTls.MUTUAL.start(); TcpRelay relay = TcpRelay.to(etcd.endpoint())) {
			runner(relay, trusted, tls.client().certificate(), tls.client().key()).run((context) -> {
				EtcdTemplate template = context.getBean(EtcdTemplate.class);
				template.put("/tls/key", "value");
				replace(trusted, "-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n");
				await().until(() -> output.toString().contains("ERROR") || output.toString().contains("WARN"));
				relay.cut();
				assertThat(template.get("/tls/key")).isEqualTo("value");
			});
		}
	}

	private static ApplicationContextRunner runner(TcpRelay relay, Path trusted, Path certificate, Path key) {
		String bundle = "spring.ssl.bundle.pem.etcd.";
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, EtcdWatchAutoConfiguration.class,
					SslAutoConfiguration.class))
			.withPropertyValues("etcd.endpoints=" + relay.endpoint().replace("http:", "https:"), "etcd.ssl.bundle=etcd",
					"spring.ssl.bundle.watch.file.quiet-period=200ms", bundle + "reload-on-update=true",
					bundle + "truststore.certificate=" + trusted.toUri(),
					bundle + "keystore.certificate=" + certificate.toUri(),
					bundle + "keystore.private-key=" + key.toUri());
	}

	private List<Thread> startLoad(EtcdTemplate template) {
		assertThat(template
			.watch(KeyRange.key("/load/written"), String.class,
					EtcdWatchListener.each((event) -> this.seen.add(String.valueOf(event.value()))))
			.awaitCreated(Duration.ofSeconds(5))).isTrue();
		List<Thread> threads = List.of(new Thread(() -> load(() -> write(template))),
				new Thread(() -> load(() -> read(template))), new Thread(() -> load(() -> read(template))));
		threads.forEach(Thread::start);
		await().until(() -> this.written.get() > 10 && this.read.get() > 10);
		return threads;
	}

	private void load(Runnable call) {
		while (this.running) {
			try {
				call.run();
			}
			catch (RuntimeException ex) {
				this.failures.add(ex);
			}
		}
	}

	private void write(EtcdTemplate template) {
		this.writing.lock();
		try {
			template.put("/load/written", "" + this.written.incrementAndGet());
		}
		finally {
			this.writing.unlock();
		}
	}

	private void read(EtcdTemplate template) {
		template.get("/load/read");
		this.read.incrementAndGet();
	}

	/**
	 * Cut the connection under everything but a write, which could not tell whether it
	 * was applied.
	 */
	private void reconnect(TcpRelay relay) {
		this.writing.lock();
		try {
			long accepted = relay.accepted();
			relay.cut();
			await().until(() -> relay.accepted() > accepted);
			int before = this.read.get();
			await().until(() -> this.read.get() > before + 10);
		}
		finally {
			this.writing.unlock();
		}
		int before = this.written.get();
		await().until(() -> this.written.get() > before + 10);
	}

	private static void awaitReload(CapturedOutput output, int times) {
		await().until(() -> StringUtils.countOccurrencesOf(output.toString(),
				"New connections to etcd use the changed SSL bundle 'etcd'") >= times);
	}

	private static void replace(Path file, String content) throws IOException {
		Path copy = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), content);
		Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
	}

}
