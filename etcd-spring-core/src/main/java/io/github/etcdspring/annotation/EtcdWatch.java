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

package io.github.etcdspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchSpec;

/**
 * Calls the annotated method whenever a key changes, or a key that begins with a prefix,
 * from the start of the application on. Calls come one at a time, in revision order, on
 * the watch executor; a method may block without delaying any other. Nothing is missed or
 * repeated while the process lives, however often the connection breaks.
 * <p>
 * The method returns nothing and takes any of these, in any order:
 * <ul>
 * <li>{@link EtcdEvent EtcdEvent&lt;T&gt;}: the event, with a value of type {@code T}
 * </li>
 * <li>any other type: the value, converted; {@code null} when the key was deleted</li>
 * <li>{@link EtcdKey @EtcdKey} {@code String}: the key</li>
 * <li>{@link io.github.etcdspring.watch.EtcdEvent.Type EtcdEvent.Type}: what happened
 * </li>
 * </ul>
 * or else {@code List<EtcdEvent<T>>} or {@link io.github.etcdspring.watch.EtcdWatchBatch
 * EtcdWatchBatch&lt;T&gt;}: all events of one revision at once. A method without
 * parameters is called once for each revision.
 * <p>
 * If the method throws, it is called again with the same event three times, with growing
 * pauses; then the event is logged and the {@link #errorHandler()} decides. A value that
 * cannot be converted is logged and goes to the error handler at once.
 * <p>
 * {@code ${...}} and {@code #{...}} are resolved in all attributes that are strings.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EnableEtcdWatch
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(EtcdWatches.class)
public @interface EtcdWatch {

	/**
	 * The key to watch, or the prefix of the keys to watch.
	 * @return the key, not empty
	 */
	@AliasFor("key")
	String value() default "";

	/**
	 * The key to watch, or the prefix of the keys to watch.
	 * @return the key, not empty
	 */
	@AliasFor("value")
	String key() default "";

	/**
	 * Whether to watch all keys that begin with {@link #key()}.
	 * @return whether the key is a prefix
	 */
	boolean prefix() default false;

	/**
	 * The id by which logs, metrics and the container know the watch.
	 * @return the id, unique in the container; by default the name of the bean and that
	 * of the method
	 */
	String id() default "";

	/**
	 * The name of the container that keeps the watch, for applications with several
	 * clusters.
	 * @return the name of a bean; by default the only or the primary container
	 */
	String container() default "";

	/**
	 * Which changes the server sends.
	 * @return the types of changes, all by default
	 */
	EtcdEvent.Type[] events() default { EtcdEvent.Type.PUT, EtcdEvent.Type.DELETE };

	/**
	 * Whether events carry the {@linkplain EtcdEvent#previous() previous entry}, at the
	 * cost of a read for each change on the server.
	 * @return whether to ask for it
	 */
	boolean prevKv() default false;

	/**
	 * The revision with whose changes the watch begins.
	 * @return a revision, {@code EARLIEST} for the oldest one that the server has not
	 * compacted away, or an expression for one of them; empty for now
	 */
	String startRevision() default "";

	/**
	 * What the method is told first.
	 * @return {@code SNAPSHOT} for the keys that are there, {@code NONE} for nothing
	 * @see EtcdEvent#origin()
	 */
	EtcdWatchSpec.Initial initial() default EtcdWatchSpec.Initial.NONE;

	/**
	 * What happens if changes were compacted away before the server could send them.
	 * @return whether to find out what is different, to go on without, or to stop
	 * @see EtcdEvent#origin()
	 */
	EtcdWatchSpec.OnCompaction onCompaction() default EtcdWatchSpec.OnCompaction.RESYNC;

	/**
	 * What becomes of events that the method could not handle.
	 * @return the name of a bean of type
	 * {@link io.github.etcdspring.watch.EtcdWatchErrorHandler EtcdWatchErrorHandler}, or
	 * an expression for its name or itself; empty to skip them
	 */
	String errorHandler() default "";

	/**
	 * Whether the watch starts with its container.
	 * @return {@code true}, {@code false}, or an expression for one of them
	 */
	String autoStartup() default "true";

}
