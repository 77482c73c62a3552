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

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.kv.KeyRange;

/**
 * Keeps the position of a watch where it outlives the process. Applications get one from
 * {@code EtcdCursors}; everything but the name is internal to the library.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdWatchSpec#cursor(EtcdWatchCursor)
 */
public interface EtcdWatchCursor {

	/**
	 * Return the name.
	 * @return the name, unique among the watches of the cluster
	 */
	String name();

	/**
	 * Return the keys that cursors themselves use.
	 * @return the keys, which are never delivered to a watch that has a cursor
	 */
	KeyRange keys();

	/**
	 * Begin to keep the position of a watch.
	 * @param context the watch
	 * @return the session, for this watch alone
	 */
	Session open(Context context);

	/**
	 * A watch and what its cursor needs.
	 *
	 * @param watch the id
	 * @param range the keys
	 * @param events the changes that the listener is told
	 * @param onCompaction what happens if the stored position cannot be relied on
	 * @param calls the calls to the cluster of the watch
	 * @param onEnd ends the watch
	 * @param group the group, or {@code null} if the watch belongs to none
	 */
	record Context(String watch, KeyRange range, Set<EtcdEvent.Type> events, EtcdWatchSpec.OnCompaction onCompaction,
			EtcdCalls calls, Consumer<EtcdException> onEnd, @Nullable Group group) {
	}

	/**
	 * The group of a watch.
	 *
	 * @param name the name
	 * @param connection the connection on whose session lease the ownership depends
	 * @param fromNow whether the watch begins with what changes from now on if no
	 * position is stored
	 * @param onStandBy hears that somebody else owns the group, and that whoever owns it
	 * later misses nothing that changes from now on
	 * @param onLost hears that the group is not owned any more
	 */
	record Group(String name, EtcdConnection connection, boolean fromNow, Runnable onStandBy, Runnable onLost) {
	}

	/**
	 * The position of one watch. The methods that may block are called one at a time,
	 * where the listener is called.
	 */
	interface Session {

		/**
		 * Read the stored position, as soon as the group of the watch is owned.
		 * @return the stored position, or why the call failed
		 */
		CompletableFuture<Stored> load();

		/**
		 * Return whether the group of the watch is owned, as far as is known here.
		 * @return whether it is, {@code false} if there is no group
		 */
		boolean isOwner();

		/**
		 * Take the cursor over from whoever has it, with a position to go on from.
		 * @param position the position
		 * @return {@code false} if somebody has moved the cursor since it was loaded
		 */
		CompletableFuture<Boolean> claim(Position position);

		/**
		 * The listener is going to be called.
		 * @param after the position once it has handled the call
		 * @return {@code false} if it must not be called, as others may be
		 */
		boolean calling(Position after);

		/**
		 * The listener has returned or thrown. May block if it took part in a transaction
		 * of its own.
		 * @return what has become of the position
		 * @throws EtcdException if this cannot be found out now
		 */
		Outcome called();

		/**
		 * Everything up to a position has been dealt with.
		 * @param position the position
		 * @param events whether events were: the position is stored soon
		 */
		void passed(Position position, boolean events);

		/**
		 * Go on at a position that does not follow from the one before. Blocks.
		 * @param position the position
		 * @return {@link Outcome#STORED} or {@link Outcome#OVER}
		 * @throws EtcdException if the position cannot be stored now
		 */
		Outcome restart(Position position);

		/**
		 * Store the position, if it is not.
		 * @return a future that completes soon, whatever happens
		 */
		CompletableFuture<?> save();

		/**
		 * The listener is not called any more until the position has been loaded again:
		 * let others have the group.
		 * @return a future that completes when the group is not owned for the sake of
		 * this watch any more
		 */
		CompletableFuture<?> leave();

	}

	/**
	 * What is stored.
	 *
	 * @param position the position, or {@code null} if there is none
	 * @param doubt why the position cannot be relied on, or {@code null} if it can
	 */
	record Stored(@Nullable Position position, @Nullable String doubt) {
	}

	/**
	 * How far a watch has come.
	 *
	 * @param revision the revision of the events to come
	 * @param phase what these events are
	 * @param ordinal how many of them have been handled
	 */
	record Position(long revision, Phase phase, int ordinal) implements Comparable<Position> {

		private static final Comparator<Position> ORDER = Comparator.comparingLong(Position::revision)
			.thenComparing(Position::phase)
			.thenComparingInt(Position::ordinal);

		static Position live(long revision) {
			return new Position(revision, Phase.LIVE, 0);
		}

		@Override
		public int compareTo(Position other) {
			return ORDER.compare(this, other);
		}

	}

	/**
	 * What the events at a position are. The order is that of the letters by which they
	 * are stored.
	 */
	enum Phase {

		/**
		 * Not even known yet.
		 */
		BEGINNING,

		/**
		 * Lost: the keys have to be read again before anything else.
		 */
		DOUBTFUL,

		/**
		 * Changes.
		 */
		LIVE,

		/**
		 * The differences that were found after a compaction.
		 */
		RESYNC,

		/**
		 * The keys that are there, in their order.
		 */
		SNAPSHOT

	}

	/**
	 * What has become of a position.
	 */
	enum Outcome {

		/**
		 * The new position is stored.
		 */
		STORED,

		/**
		 * The new position is not stored, and nobody has tried to.
		 */
		NOT_STORED,

		/**
		 * It is not known whether the effects of the call were made, as the position was
		 * lost and has been stored again, or none of them can have been, as the group
		 * belongs to somebody else: the events have not been handled, and are told again
		 * once the listener may be called, here or by the next owner.
		 */
		REPEAT,

		/**
		 * The cursor belongs to somebody else: the watch ends.
		 */
		OVER

	}

}
