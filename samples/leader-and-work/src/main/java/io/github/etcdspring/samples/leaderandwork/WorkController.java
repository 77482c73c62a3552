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

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.mirror.EtcdMirror;

/**
 * What the page shows and does. Everything but the leader comes from mirrors.
 *
 * @author The etcd-spring authors
 */
@RestController
class WorkController {

	private final EtcdTemplate etcd;

	private final EtcdMirror<Instance> instances;

	private final EtcdMirror<Task> tasks;

	private final EtcdMirror<Done> done;

	private final String instance;

	WorkController(EtcdTemplate etcd, EtcdMirror<Instance> instances, EtcdMirror<Task> tasks, EtcdMirror<Done> done,
			@Value("${instance}") String instance) {
		this.etcd = etcd;
		this.instances = instances;
		this.tasks = tasks;
		this.done = done;
		this.instance = instance;
	}

	@GetMapping("/state")
	State state() {
		EtcdEntry<String> leader = this.etcd.elections().leader(Keys.LEADER);
		return new State(this.instance, (leader != null) ? leader.value() : null, values(this.instances),
				this.tasks.size(), values(this.done));
	}

	private static <T> List<T> values(EtcdMirror<T> mirror) {
		return mirror.snapshot().stream().map((entry) -> Objects.requireNonNull(entry.value())).toList();
	}

	@PostMapping("/instances/{name}/kill")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void kill(@PathVariable String name) {
		if (this.instances.get(Keys.INSTANCES + name) == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no instance '" + name + "'.");
		}
		this.etcd.put(Keys.KILLS + name, "killed by " + this.instance);
	}

	@ExceptionHandler
	ProblemDetail etcdFailed(EtcdException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, ex.getMessage());
	}

	/**
	 * What the page shows.
	 *
	 * @param self the instance that tells
	 * @param leader the leader, or {@code null} if nobody leads
	 * @param instances those that live
	 * @param waiting how many tasks wait
	 * @param done the tasks that were done last, by number
	 */
	record State(String self, @Nullable String leader, List<Instance> instances, int waiting, List<Done> done) {

	}

}
