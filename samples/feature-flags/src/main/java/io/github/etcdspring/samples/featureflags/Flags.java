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

package io.github.etcdspring.samples.featureflags;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import io.github.etcdspring.core.EtcdOperations;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.RangeResult;
import io.github.etcdspring.mirror.EtcdMirror;

/**
 * The flags in etcd: one key for each, with JSON as its value.
 *
 * @author The etcd-spring authors
 */
@Component
class Flags {

	static final String PREFIX = "/flags/";

	private final EtcdOperations etcd;

	private final EtcdMirror<Flag> mirror;

	private final Instances instances;

	Flags(EtcdOperations etcd, EtcdMirror<Flag> mirror, Instances instances) {
		this.etcd = etcd;
		this.mirror = mirror;
		this.instances = instances;
	}

	/**
	 * Return whether a flag is on, without asking etcd, and so also while it is away.
	 * @param name the name
	 * @return whether there is such a flag and it is on
	 */
	boolean isEnabled(String name) {
		Flag flag = this.mirror.get(key(name));
		return flag != null && flag.enabled();
	}

	/**
	 * Read all flags.
	 * @return the flags as they were at one revision
	 */
	RangeResult<Flag> all() {
		return this.etcd.range(KeyRange.prefix(PREFIX), Flag.class);
	}

	@Nullable FlagEntry find(String name) {
		EtcdEntry<Flag> entry = this.etcd.getEntry(key(name), Flag.class);
		return (entry != null) ? FlagEntry.of(entry) : null;
	}

	boolean create(String name, Flag flag) {
		return this.etcd.putIfAbsent(key(name), flag.changedBy(this.instances.self()));
	}

	long put(String name, Flag flag) {
		return this.etcd.put(key(name), flag.changedBy(this.instances.self())).revision();
	}

	boolean delete(String name) {
		return this.etcd.delete(key(name));
	}

	static String name(String key) {
		return key.substring(PREFIX.length());
	}

	private static String key(String name) {
		return PREFIX + name;
	}

}
