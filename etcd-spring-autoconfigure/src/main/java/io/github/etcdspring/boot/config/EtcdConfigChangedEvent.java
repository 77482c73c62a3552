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

package io.github.etcdspring.boot.config;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * Configuration that was imported from etcd has changed. By the time of this event the
 * environment has the new values, and beans with {@link EtcdRebind @EtcdRebind} have
 * them, too. All changes of one transaction are one event, and so may be changes that
 * follow each other faster than they are taken over. Published on a thread of its own.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@SuppressWarnings("serial")
public class EtcdConfigChangedEvent extends ApplicationContextEvent {

	private final Set<String> keys;

	private final Set<String> properties;

	private final long revision;

	/**
	 * Create an event.
	 * @param source the context whose environment has changed
	 * @param keys the keys in etcd that were put or deleted
	 * @param properties the names of the properties that were added, changed or removed
	 * @param revision the revision of the store that is imported now
	 */
	public EtcdConfigChangedEvent(ApplicationContext source, Set<String> keys, Set<String> properties, long revision) {
		super(source);
		this.keys = Collections.unmodifiableSet(new TreeSet<>(keys));
		this.properties = Collections.unmodifiableSet(new TreeSet<>(properties));
		this.revision = revision;
	}

	/**
	 * Return the keys in etcd that were put or deleted.
	 * @return the keys, sorted and unmodifiable
	 */
	public Set<String> getKeys() {
		return this.keys;
	}

	/**
	 * Return the names of the properties that were added, changed or removed, whether
	 * another property source hides them or not.
	 * @return the names, sorted and unmodifiable
	 */
	public Set<String> getProperties() {
		return this.properties;
	}

	/**
	 * Return the revision of the store that is imported now.
	 * @return the revision
	 */
	public long getRevision() {
		return this.revision;
	}

	@Override
	public String toString() {
		return "EtcdConfigChangedEvent[revision=%d, keys=%s, properties=%s]".formatted(this.revision, this.keys,
				this.properties);
	}

}
