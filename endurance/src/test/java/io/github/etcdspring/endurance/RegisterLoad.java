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

package io.github.etcdspring.endurance;

import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.endurance.Operation.Fate;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.RangeResult;
import io.github.etcdspring.test.oracle.EtcdHistory;

/**
 * Reads, writes and compares-and-swaps a few keys from several threads of each
 * application.
 *
 * @author The etcd-spring authors
 */
final class RegisterLoad extends Load {

	private static final int REGISTERS = 6;

	private static final int THREADS = 2;

	private static final long INTERVAL = 20;

	private static final long REFUSED = -1;

	private final List<Application> applications;

	private final Random random;

	private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();

	private final AtomicLong values = new AtomicLong();

	RegisterLoad(List<Application> applications, Random random) {
		this.applications = applications;
		this.random = random;
	}

	@Override
	void start() {
		for (Application application : this.applications) {
			for (int i = 0; i < THREADS; i++) {
				Random choices = new Random(this.random.nextLong());
				repeat("registers", () -> operate(application.template(), choices));
			}
		}
	}

	private void operate(EtcdTemplate template, Random choices) {
		pause(choices.nextLong(2 * INTERVAL));
		String key = Keys.REGISTERS + choices.nextInt(REGISTERS);
		EtcdEntry<String> seen = read(template, key);
		int kind = choices.nextInt(4);
		if (kind == 0) {
			write(key, 0, (value) -> template.put(key, value).revision());
		}
		else if (kind == 1 && seen != null) {
			write(key, seen.modRevision(), (value) -> (template.replace(key, value, seen.modRevision())) ? 0 : REFUSED);
		}
	}

	private @Nullable EtcdEntry<String> read(EtcdTemplate template, String key) {
		long start = System.nanoTime();
		RangeResult<String> result = template.range(KeyRange.key(key), String.class);
		EtcdEntry<String> entry = result.first();
		this.operations.add(new Operation(key, (entry != null) ? entry.value() : null, false, result.revision(), 0,
				Fate.DONE, start, System.nanoTime()));
		count("reads");
		return entry;
	}

	private void write(String key, long expected, Write write) {
		String value = String.valueOf(this.values.incrementAndGet());
		long start = System.nanoTime();
		try {
			long revision = write.apply(value);
			Fate fate = (revision == REFUSED) ? Fate.REFUSED : Fate.DONE;
			add(new Operation(key, value, true, Math.max(0, revision), expected, fate, start, System.nanoTime()));
		}
		catch (EtcdException ex) {
			Fate fate = (ex.getOutcome() == EtcdOutcome.UNKNOWN) ? Fate.UNKNOWN : Fate.REFUSED;
			add(new Operation(key, value, true, 0, expected, fate, start, System.nanoTime()));
			throw ex;
		}
	}

	private void add(Operation write) {
		this.operations.add(write);
		count("writes " + write.fate());
	}

	@Override
	List<String> check(EtcdHistory history) {
		return RegisterChecker.check(Histories.of(history, Keys.REGISTERS), List.copyOf(this.operations));
	}

	/**
	 * A write that returns its revision: 0 if it is not told, -1 if nothing was written.
	 */
	@FunctionalInterface
	private interface Write {

		long apply(String value);

	}

}
