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

package io.github.etcdspring.watch;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.kv.EtcdEntry;

/**
 * One change of one key. Immutable, apart from the values if their type is mutable.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see <a href="https://etcd.io/docs/latest/learning/api/#events">Events</a>
 */
public final class EtcdEvent<T> {

	private final Type type;

	private final EtcdEntry<T> entry;

	private final @Nullable EtcdEntry<T> previous;

	private final Origin origin;

	private final long revision;

	/**
	 * Create an event.
	 * @param type what happened to the key
	 * @param entry the key after the change; of a deleted key only the key itself and the
	 * revision of the deletion
	 * @param previous the key before the change, or {@code null} if it is not known
	 */
	public EtcdEvent(Type type, EtcdEntry<T> entry, @Nullable EtcdEntry<T> previous) {
		this(type, entry, previous, Origin.CHANGE, entry.modRevision());
	}

	/**
	 * Create an event that did not arrive as a change.
	 * @param type what is told of the key
	 * @param entry the key as it is; of a deleted key only the key itself
	 * @param previous the key before the change, or {@code null} if it is not known
	 * @param origin where the event comes from
	 * @param revision the revision of the store at which this was found
	 */
	public EtcdEvent(Type type, EtcdEntry<T> entry, @Nullable EtcdEntry<T> previous, Origin origin, long revision) {
		Assert.notNull(type, "'type' must not be null");
		Assert.notNull(entry, "'entry' must not be null");
		Assert.notNull(origin, "'origin' must not be null");
		this.type = type;
		this.entry = entry;
		this.previous = previous;
		this.origin = origin;
		this.revision = revision;
	}

	/**
	 * Return what happened to the key.
	 * @return the type
	 */
	public Type type() {
		return this.type;
	}

	/**
	 * Return the key as text.
	 * @return the key, decoded as UTF-8; see {@link EtcdEntry#keyBytes()} for keys that
	 * are not text
	 */
	public String key() {
		return this.entry.key();
	}

	/**
	 * Return the value after the change.
	 * @return the value, or {@code null} if the key was deleted
	 */
	public @Nullable T value() {
		return this.entry.value();
	}

	/**
	 * Return the revision of the store that made the change; for an event that is no
	 * {@linkplain Origin#CHANGE change}, the revision at which it was found. All changes
	 * of one transaction have the same revision.
	 * @return the revision
	 */
	public long revision() {
		return this.revision;
	}

	/**
	 * Return where the event comes from.
	 * @return the origin
	 */
	public Origin origin() {
		return this.origin;
	}

	/**
	 * Return the key with everything that etcd tells about it.
	 * @return the entry; of a deleted key only the key itself and the revision of the
	 * deletion as its {@linkplain EtcdEntry#modRevision() modification}
	 */
	public EtcdEntry<T> entry() {
		return this.entry;
	}

	/**
	 * Return the key before the change.
	 * @return the previous entry, or {@code null} if the key did not exist, if the watch
	 * did not ask for it, or if it has been compacted away
	 * @see EtcdWatchSpec#prevKv()
	 */
	public @Nullable EtcdEntry<T> previous() {
		return this.previous;
	}

	/**
	 * Return whether the key was put and had not existed before.
	 * @return whether the key is new
	 */
	public boolean isCreate() {
		return this.type == Type.PUT && this.entry.createRevision() == this.entry.modRevision();
	}

	/**
	 * Return whether the key was put and had existed before.
	 * @return whether the key was put again
	 */
	public boolean isUpdate() {
		return this.type == Type.PUT && this.entry.createRevision() != this.entry.modRevision();
	}

	/**
	 * Return whether the key was deleted, by a call or with its lease.
	 * @return whether the key is gone
	 */
	public boolean isDelete() {
		return this.type == Type.DELETE;
	}

	/**
	 * Return everything but the values, which may be secrets.
	 */
	@Override
	public String toString() {
		return "EtcdEvent[type=%s, origin=%s, entry=%s]".formatted(this.type, this.origin, this.entry);
	}

	/**
	 * Where an event comes from.
	 */
	public enum Origin {

		/**
		 * The server sent the change.
		 */
		CHANGE,

		/**
		 * The key was there when the watch began.
		 */
		SNAPSHOT,

		/**
		 * The history of changes had been compacted away, so that the keys were read
		 * again. The event stands for one change or several.
		 */
		RESYNC,

		/**
		 * The application was started again, and its cursor was of no use any more: the
		 * history of changes had been compacted away, or the cursor was lost or belongs
		 * to other keys. All keys that are there are told; those that are not told do not
		 * exist.
		 */
		RESET

	}

	/**
	 * What happened to a key.
	 */
	public enum Type {

		/**
		 * The key was created or got a new value.
		 */
		PUT,

		/**
		 * The key was deleted, or its lease ended.
		 */
		DELETE

	}

}
