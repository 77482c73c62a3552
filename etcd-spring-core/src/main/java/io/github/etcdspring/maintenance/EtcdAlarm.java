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

package io.github.etcdspring.maintenance;

/**
 * An alarm that a member has raised, and that stays until it is disarmed.
 *
 * @param memberId the id of the member, an unsigned 64-bit number
 * @param type what is wrong
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record EtcdAlarm(long memberId, Type type) {

	@Override
	public String toString() {
		return "EtcdAlarm[memberId=%s, type=%s]".formatted(Long.toHexString(this.memberId), this.type);
	}

	/**
	 * The types of alarms.
	 */
	public enum Type {

		/**
		 * The database is at its quota: the cluster takes only reads and deletes.
		 */
		NO_SPACE,

		/**
		 * The data of the member differs from that of the others.
		 */
		CORRUPT

	}

}
