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

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.watch.EtcdEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code etcd.namespace} through everything that is auto-configured.
 *
 * @author The etcd-spring authors
 */
class EtcdNamespaceTests {

	@RegisterExtension
	private static final EtcdExtension etcd = new EtcdExtension();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, SslAutoConfiguration.class,
				EtcdWatchAutoConfiguration.class))
		.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.namespace=app/");

	@Test
	void templateSeesItsOwnKeysOnly() {
		EtcdGateway whole = etcd.server().gateway();
		whole.put("outside", "0");
		this.contextRunner.run((context) -> {
			EtcdTemplate template = context.getBean(EtcdTemplate.class);
			template.put("a", "1");
			template.bulk((bulk) -> bulk.put("b", "2").put("c", "3").delete("a"));
			assertThat(whole.get("app/b")).isEqualTo("2");
			assertThat(template.getEntry("b").key()).isEqualTo("b");
			assertThat(template.keys(KeyRange.all())).containsExactly("b", "c");
			assertThat(template.stream(KeyRange.all(), String.class)).hasSize(2);
			assertThat(template.txn((txn) -> txn.when(EtcdCondition.exists("b")).then(TxnOperation.delete("b")))
				.succeeded()).isTrue();
			assertThat(template.delete(KeyRange.all()).deleted()).isEqualTo(1);
		});
		assertThat(whole.get("outside")).isEqualTo("0");
	}

	@Test
	void watchesSeeTheirOwnKeysOnly() {
		this.contextRunner.withUserConfiguration(Listening.class).run((context) -> {
			etcd.server().gateway().put("watched/a", "outside");
			etcd.server().gateway().put("app/watched/a", "1");
			assertThat(context.getBean(Listening.class).events.poll(10, TimeUnit.SECONDS)).isEqualTo("watched/a=1");
			context.getBean(EtcdTemplate.class).put("watched/b", "2");
			assertThat(context.getBean(Listening.class).events.poll(10, TimeUnit.SECONDS)).isEqualTo("watched/b=2");
		});
	}

	@Test
	void locksAreBelowTheNamespace() {
		this.contextRunner.run((context) -> {
			EtcdTemplate template = context.getBean(EtcdTemplate.class);
			long lease = template.leases().grantOnly(Duration.ofMinutes(1)).id();
			String key = template.locks().lock("nightly", lease);
			assertThat(key).startsWith("nightly/");
			assertThat(etcd.server().gateway().get("app/" + key)).isNotNull();
			assertThat(template.leases().timeToLive(lease, true).keys()).containsExactly(key);
			template.locks().unlock(key);
			assertThat(etcd.server().gateway().get("app/" + key)).isNull();
		});
	}

	@Test
	void emptyNamespaceIsNone() {
		this.contextRunner.withPropertyValues("etcd.namespace=").run((context) -> {
			context.getBean(EtcdTemplate.class).put("plain", "1");
			assertThat(etcd.server().gateway().get("plain")).isEqualTo("1");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		@Bean
		Object marker() {
			return new Object();
		}

		@EtcdWatch(key = "watched/", prefix = true)
		void changed(EtcdEvent<String> event) {
			this.events.add(event.key() + "=" + event.value());
		}

	}

}
