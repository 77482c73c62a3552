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

package io.github.etcdspring.test.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The state of a member, and the upkeep of its store.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class MaintenanceCalls {

	private final EtcdGateway gateway;

	MaintenanceCalls(EtcdGateway gateway) {
		this.gateway = gateway;
	}

	/**
	 * The state of the member.
	 * @return the state
	 */
	public Status status() {
		Answer answer = this.gateway.call("/v3/maintenance/status", Map.of());
		return new Status(answer.object("header").id("member_id"), answer.id("leader"), answer.text("version"),
				answer.number("dbSize"), answer.isTrue("isLearner"));
	}

	/**
	 * Forget the history before a revision, and wait until it is gone.
	 * @param revision the oldest revision that can still be read
	 */
	public void compact(long revision) {
		this.gateway.call("/v3/kv/compaction", Map.of("revision", revision, "physical", true));
	}

	/**
	 * Give free space of the store of this member back. It does not serve meanwhile.
	 */
	public void defragment() {
		this.gateway.call("/v3/maintenance/defragment", Map.of());
	}

	/**
	 * Let the cluster refuse writes, as it does when its quota is used up.
	 */
	public void raiseNoSpace() {
		alarm("ACTIVATE", "NOSPACE", status().memberId());
	}

	/**
	 * Raise the alarm that the data of this member differ from those of the others: the
	 * cluster takes neither reads nor writes until it is cleared.
	 */
	public void raiseCorrupt() {
		alarm("ACTIVATE", "CORRUPT", status().memberId());
	}

	/**
	 * The alarms which are raised.
	 * @return their names, such as {@code NOSPACE}
	 */
	public List<String> alarms() {
		return alarm("GET", "NONE", "0").objects("alarms").stream().map((alarm) -> alarm.text("alarm")).toList();
	}

	/**
	 * Clear all alarms: the cluster takes writes again.
	 */
	public void disarm() {
		for (Answer alarm : alarm("GET", "NONE", "0").objects("alarms")) {
			alarm("DEACTIVATE", alarm.text("alarm"), alarm.id("memberID"));
		}
	}

	/**
	 * Hand leadership over. The member must be the leader.
	 * @param memberId the identifier of the next leader
	 */
	public void moveLeader(String memberId) {
		this.gateway.call("/v3/maintenance/transfer-leadership", Map.of("targetID", memberId));
	}

	/**
	 * Save the store of this member.
	 * @param file the file to write
	 * @throws UncheckedIOException if the file cannot be written
	 */
	public void snapshot(Path file) {
		try (Stream<Answer> chunks = this.gateway.stream("/v3/maintenance/snapshot", Map.of());
				OutputStream output = Files.newOutputStream(file)) {
			for (Iterator<Answer> iterator = chunks.iterator(); iterator.hasNext();) {
				output.write(iterator.next().bytes("blob"));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Answer alarm(String action, String alarm, String memberId) {
		return this.gateway.call("/v3/maintenance/alarm",
				Map.of("action", action, "memberID", memberId, "alarm", alarm));
	}

	/**
	 * The state of a member.
	 *
	 * @param memberId its identifier, in decimal digits
	 * @param leaderId the identifier of the leader, 0 if there is none
	 * @param version its version
	 * @param databaseSize the size of its store, in bytes
	 * @param learner whether it has no vote
	 */
	public record Status(String memberId, String leaderId, String version, long databaseSize, boolean learner) {

		/**
		 * Whether the member leads the cluster.
		 * @return whether it leads
		 */
		public boolean isLeader() {
			return this.memberId.equals(this.leaderId);
		}

	}

}
