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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.endurance.Operation.Fate;
import io.github.etcdspring.test.oracle.EtcdHistory;
import io.github.etcdspring.test.oracle.WatchedEvent;

/**
 * Checks that calls were linearizable. Etcd says itself in which order they took effect,
 * by their revisions: it remains to be checked that each call saw and did what that order
 * says, and that no call took effect before one that had ended when it began.
 *
 * @author The etcd-spring authors
 */
final class RegisterChecker {

	private final Map<String, TreeMap<Long, WatchedEvent>> registers = new HashMap<>();

	private final Map<String, WatchedEvent> writes = new HashMap<>();

	private final List<String> findings = new ArrayList<>();

	private RegisterChecker(EtcdHistory history) {
		for (WatchedEvent event : history.events()) {
			this.registers.computeIfAbsent(event.key(), (key) -> new TreeMap<>()).put(event.modRevision(), event);
			if (event.value() != null && this.writes.put(event.key() + " " + event.value(), event) != null) {
				this.findings.add("%s was written twice".formatted(event));
			}
		}
	}

	/**
	 * Compare calls with what happened.
	 * @param history what happened to the registers
	 * @param operations the calls, in any order
	 * @return what is wrong
	 */
	static List<String> check(EtcdHistory history, List<Operation> operations) {
		RegisterChecker checker = new RegisterChecker(history);
		operations.forEach((operation) -> {
			if (operation.write()) {
				checker.checkWrite(operation);
			}
			else {
				checker.checkRead(operation);
			}
		});
		checker.checkOrder(operations);
		return checker.findings;
	}

	private void checkWrite(Operation write) {
		WatchedEvent event = event(write);
		if (event == null && write.fate() == Fate.DONE) {
			found(write, "never happened");
		}
		if (event != null && write.fate() == Fate.REFUSED) {
			found(write, "was refused, but happened at " + event.modRevision());
		}
		if (event != null && write.revision() > 0 && write.revision() != event.modRevision()) {
			found(write, "happened at " + event.modRevision());
		}
		if (event != null && write.expected() > 0) {
			Map.@Nullable Entry<Long, WatchedEvent> before = register(write).lowerEntry(event.modRevision());
			if (before == null || before.getKey() != write.expected()) {
				found(write, "replaced " + before);
			}
		}
	}

	private void checkRead(Operation read) {
		Map.@Nullable Entry<Long, WatchedEvent> entry = register(read).floorEntry(read.revision());
		@Nullable String expected = (entry != null) ? entry.getValue().value() : null;
		if (!Objects.equals(expected, read.value())) {
			found(read, "should have seen " + entry);
		}
	}

	private void checkOrder(List<Operation> operations) {
		List<Operation> byEnd = operations.stream()
			.filter((operation) -> operation.fate() == Fate.DONE)
			.sorted(Comparator.comparingLong(Operation::end))
			.toList();
		long ended = 0;
		int next = 0;
		for (Operation operation : operations.stream().sorted(Comparator.comparingLong(Operation::start)).toList()) {
			while (next < byEnd.size() && byEnd.get(next).end() < operation.start()) {
				ended = Math.max(ended, revision(byEnd.get(next++)));
			}
			long revision = revision(operation);
			if (revision > 0 && revision < ended + ((operation.write()) ? 1 : 0)) {
				found(operation, "took effect at %d, though a call at %d had ended".formatted(revision, ended));
			}
		}
	}

	private long revision(Operation operation) {
		@Nullable WatchedEvent event = (operation.write()) ? event(operation) : null;
		return (event != null) ? event.modRevision() : operation.revision();
	}

	private @Nullable WatchedEvent event(Operation write) {
		return this.writes.get(write.key() + " " + write.value());
	}

	private TreeMap<Long, WatchedEvent> register(Operation operation) {
		return this.registers.getOrDefault(operation.key(), new TreeMap<>());
	}

	private void found(Operation operation, String what) {
		this.findings.add("%s %s".formatted(operation, what));
	}

}
