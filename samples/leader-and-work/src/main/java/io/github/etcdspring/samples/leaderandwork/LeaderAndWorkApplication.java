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

package io.github.etcdspring.samples.leaderandwork;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.election.EtcdLeadership;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.mirror.EtcdMirror;

/**
 * One of several equal instances: one of them leads and makes tasks, one of the group
 * does them, and all show both.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@SpringBootApplication
@EnableScheduling
public class LeaderAndWorkApplication {

	/**
	 * Start the application.
	 * @param args the command line
	 */
	public static void main(String[] args) {
		SpringApplication.run(LeaderAndWorkApplication.class, args);
	}

	@Bean
	EtcdLeadership leadership(EtcdTemplate etcd, @Value("${instance}") String instance) {
		return new EtcdLeadership(etcd.elections(), Keys.LEADER, instance);
	}

	@Bean
	EtcdMirror<Instance> instances(EtcdTemplate etcd) {
		return etcd.mirror(KeyRange.prefix(Keys.INSTANCES), Instance.class);
	}

	@Bean
	EtcdMirror<Task> tasks(EtcdTemplate etcd) {
		return etcd.mirror(KeyRange.prefix(Keys.TASKS), Task.class);
	}

	@Bean
	EtcdMirror<Done> done(EtcdTemplate etcd) {
		return etcd.mirror(KeyRange.prefix(Keys.DONE), Done.class);
	}

}
