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

import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.process.UsedHeap;
import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.benchmarks.subject.Workload;

/**
 * The process of many clients of a kind: {@code heap}, {@code connect} with a number,
 * {@code warm-up} for some milliseconds at the most, and {@code read} for some
 * milliseconds, a thread for each client.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class ClientsWorker {

	private static final int WARM_UP_THREADS = 16;

	private final SubjectKind kind;

	private final String endpoint;

	private ManyClients clients;

	private int count;

	private ClientsWorker(SubjectKind kind, String endpoint) throws Exception {
		this.kind = kind;
		this.endpoint = endpoint;
		this.clients = ManyClients.connect(kind, endpoint, 1);
		this.clients.callEach();
	}

	/**
	 * Run the process.
	 * @param arguments the subject and the server
	 * @throws Exception if a client fails
	 */
	public static void main(String[] arguments) throws Exception {
		ClientsWorker worker = new ClientsWorker(SubjectKind.valueOf(arguments[0]), arguments[1]);
		JavaProcess.answer((question) -> worker.answer(question.split(" ")));
	}

	private String answer(String[] words) throws Exception {
		return switch (words[0]) {
			case "warm-up" -> Worker.JSON.writeValueAsString(Worker.warmUp(this.clients, new Worker.Task(
					new Cell(Workload.GET, Mode.BLOCKING, WARM_UP_THREADS), Long.parseLong(words[1]), true)));
			case "heap" -> String.valueOf(UsedHeap.measure());
			case "connect" -> String.valueOf(connect(Integer.parseInt(words[1])));
			case "read" -> Worker.JSON.writeValueAsString(Load.measure(this.clients,
					new Cell(Workload.GET, Mode.BLOCKING, this.count), Long.parseLong(words[1])));
			default -> throw new IllegalArgumentException(words[0]);
		};
	}

	private long connect(int clients) throws Exception {
		this.count = clients;
		long begin = System.nanoTime();
		this.clients = ManyClients.connect(this.kind, this.endpoint, clients);
		this.clients.callEach();
		return System.nanoTime() - begin;
	}

}
