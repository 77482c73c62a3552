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

package io.github.etcdspring.benchmarks.call;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.benchmarks.subject.Subject;
import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.benchmarks.subject.Workload;

/**
 * Clients that share nothing but the process: each thread calls through one of its own,
 * as long as there are enough.
 *
 * @author The etcd-spring authors
 */
final class ManyClients implements Subject {

	private final List<Subject> clients;

	private final AtomicInteger next = new AtomicInteger();

	private final ThreadLocal<Subject> own = ThreadLocal.withInitial(this::next);

	private ManyClients(List<Subject> clients) {
		this.clients = clients;
	}

	static ManyClients connect(SubjectKind kind, String endpoint, int count) {
		return new ManyClients(Stream.generate(() -> Subject.connect(kind, endpoint)).limit(count).toList());
	}

	private Subject next() {
		return this.clients.get(Math.floorMod(this.next.getAndIncrement(), this.clients.size()));
	}

	/**
	 * Make a call with each client, so that all are connected.
	 * @throws Exception if a call fails
	 */
	void callEach() throws Exception {
		for (Subject client : this.clients) {
			client.call(Workload.GET, Keys.name(0), new byte[0]);
		}
	}

	@Override
	public void call(Workload workload, String key, byte[] value) throws Exception {
		this.own.get().call(workload, key, value);
	}

	@Override
	public void callAsync(Workload workload, String key, byte[] value, Consumer<@Nullable Throwable> done) {
		next().callAsync(workload, key, value, done);
	}

	@Override
	public void close() {
		this.clients.forEach(Subject::close);
	}

}
