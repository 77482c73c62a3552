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

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchSpec;

/**
 * Calls the annotated method whenever a key changes, or a key that begins with a prefix,
 * from the start of the application on. Calls come one at a time, in revision order, on
 * the watch executor; a method may block without delaying any other. Nothing is missed or
 * repeated while the process lives, however often the connection breaks.
 *
 * <pre class="code">
 * &#064;EtcdWatch(key = "/flags/", prefix = true)
 * void onFlag(&#064;EtcdKey(relative = true) String name, &#064;Nullable Flag flag) { ... }
 * </pre>
 * <p>
 * The method returns nothing and takes any of these, in any order:
 * <ul>
 * <li>{@link EtcdEvent EtcdEvent&lt;T&gt;}: the event, with a value of type {@code T}
 * </li>
 * <li>any other type: the value, converted; {@code null} when the key was deleted, so
 * that it cannot be primitive unless {@link #events()} is {@code PUT}</li>
 * <li>{@link EtcdPrevious @EtcdPrevious}: the value before the change, or an
 * {@link io.github.etcdspring.kv.EtcdEntry EtcdEntry&lt;T&gt;} with it; only with
 * {@link #prevKv()}</li>
 * <li>{@link EtcdKey @EtcdKey} {@code String}: the key, or what follows the prefix</li>
 * <li>{@link io.github.etcdspring.watch.EtcdEvent.Type EtcdEvent.Type}: what happened,
 * and {@link io.github.etcdspring.watch.EtcdEvent.Origin EtcdEvent.Origin}: why it is
 * told</li>
 * </ul>
 * or else {@code List<EtcdEvent<T>>} or {@link io.github.etcdspring.watch.EtcdWatchBatch
 * EtcdWatchBatch&lt;T&gt;}: all events of one revision at once. A method without any of
 * these is called once for each revision. All methods may take in addition:
 * <ul>
 * <li>{@link EtcdRevision @EtcdRevision} {@code long}: the revision of the change</li>
 * <li>{@link io.github.etcdspring.ResponseHeader ResponseHeader}: the header of the
 * answer that brought the change</li>
 * <li>{@link io.github.etcdspring.consumer.EtcdCursor EtcdCursor}: the durable position;
 * only with {@link #cursor()}</li>
 * </ul>
 * Whether all of this fits together is checked when the application starts, see
 * {@link InvalidEtcdWatchException}.
 * <p>
 * If the method throws, it is called again with the same event three times, with growing
 * pauses; then the event is logged and the {@link #errorHandler()} decides. A value that
 * cannot be converted is logged and goes to the error handler at once.
 * <p>
 * {@code ${...}} and {@code #{...}} are resolved in all attributes that are strings. The
 * annotation can be repeated, and be put on an annotation of one's own, whose attributes
 * may override its own:
 *
 * <pre class="code">
 * &#064;Target(ElementType.METHOD)
 * &#064;Retention(RetentionPolicy.RUNTIME)
 * &#064;EtcdWatch(prefix = true, initial = Initial.SNAPSHOT)
 * public &#064;interface WatchTenant {
 *
 *     &#064;AliasFor(annotation = EtcdWatch.class, attribute = "key")
 *     String value();
 *
 * }
 * </pre>
 * <p>
 * The method is called through the proxy of its bean, if there is one, and so with its
 * transactions and the like: it must then be neither private nor final, and, behind a
 * proxy of interfaces, be declared by one of them. It must never be static.
 * <p>
 * A watch begins when its bean has been created, and ends when the bean is destroyed. A
 * lazy bean thus watches nothing until somebody asks for it. Each instance of a bean in a
 * scope has watches of its own, which end with it. Nobody destroys beans of the scope
 * <em>prototype</em>: their watches, and with them the beans, live until
 * {@link io.github.etcdspring.watch.EtcdWatchContainer#cancel(Object)
 * container.cancel(bean)} or the end of the application.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EnableEtcdWatch
 * @see EtcdWatchConfigurer
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(EtcdWatches.class)
@Reflective(EtcdWatchReflectiveProcessor.class)
public @interface EtcdWatch {

	/**
	 * The key to watch, or the prefix of the keys to watch, such as
	 * {@code @EtcdWatch("/leader")}.
	 * @return the key, not empty
	 */
	@AliasFor("key")
	String value() default "";

	/**
	 * The key to watch, or the prefix of the keys to watch, such as
	 * {@code key = "/flags/", prefix = true}.
	 * @return the key, not empty
	 */
	@AliasFor("value")
	String key() default "";

	/**
	 * Whether to watch all keys that begin with {@link #key()}. End the key with a
	 * separator, or {@code /flags} matches {@code /flagships}, too.
	 * @return whether the key is a prefix
	 */
	boolean prefix() default false;

	/**
	 * The id by which logs, metrics and the container know the watch:
	 * {@code container.registration("flags").pause()} after {@code id = "flags"}. Not for
	 * beans of which there may be several.
	 * @return the id, unique in the container; by default the name of the bean and that
	 * of the method, with a number if there are several
	 */
	String id() default "";

	/**
	 * The name of the container that keeps the watch, for applications with several
	 * clusters, such as {@code container = "ordersWatchContainer"}.
	 * @return the name of a bean; by default the only or the primary container
	 */
	String container() default "";

	/**
	 * Which changes the method is told, such as {@code events = Type.DELETE}.
	 * @return the types of changes, all by default
	 */
	EtcdEvent.Type[] events() default { EtcdEvent.Type.PUT, EtcdEvent.Type.DELETE };

	/**
	 * Whether events carry the {@linkplain EtcdEvent#previous() previous entry}, at the
	 * cost of a read for each change on the server: with {@code prevKv = true}, a method
	 * may take {@link EtcdPrevious @EtcdPrevious Flag before}.
	 * @return whether to ask for it
	 */
	boolean prevKv() default false;

	/**
	 * The revision with whose changes the watch begins, such as
	 * {@code startRevision = "EARLIEST"} or {@code startRevision = "${flags.since}"}.
	 * With a {@link #cursor()}, for the first start alone.
	 * @return a revision, {@code EARLIEST} for the oldest one that the server has not
	 * compacted away, or an expression for one of them; empty for now
	 */
	String startRevision() default "";

	/**
	 * What the method is told first, such as {@code initial = Initial.SNAPSHOT}. With a
	 * {@link #cursor()}, for the first start alone.
	 * @return {@code SNAPSHOT} for the keys that are there, {@code NONE} for nothing
	 * @see EtcdEvent#origin()
	 */
	EtcdWatchSpec.Initial initial() default EtcdWatchSpec.Initial.NONE;

	/**
	 * What happens if changes were compacted away before the server could send them, such
	 * as {@code onCompaction = OnCompaction.STOP}.
	 * @return whether to find out what is different, to go on without, or to stop
	 * @see EtcdEvent#origin()
	 */
	EtcdWatchSpec.OnCompaction onCompaction() default EtcdWatchSpec.OnCompaction.RESYNC;

	/**
	 * The name of a durable cursor, such as {@code cursor = "billing"}: when the
	 * application is started again, the watch goes on after the last event that was
	 * handled, <em>at least once</em>, and <em>exactly once</em> for effects that are
	 * made with {@link io.github.etcdspring.consumer.EtcdCursor#advance()
	 * EtcdCursor.advance()}. If the stored position is of no use any more,
	 * {@link #onCompaction()} decides; {@code RESYNC} then tells all keys that are there,
	 * as {@link io.github.etcdspring.watch.EtcdEvent.Origin#RESET RESET}.
	 * @return the name, the same each time that the application is started, and different
	 * for each watch of the cluster; empty for none
	 */
	String cursor() default "";

	/**
	 * The name of a group, such as {@code group = "billing"}: of all instances with this
	 * group one handles events at a time, by all its methods of the group. When it stops,
	 * or loses the session lease of its connection, another one takes over with the
	 * {@link #cursor()}, which is needed.
	 * <p>
	 * No call begins once the session lease has ended here, which is before it ends on
	 * the server; one that runs at that time may overlap with the next owner. Only
	 * effects that are made with
	 * {@link io.github.etcdspring.consumer.EtcdCursor#advance() EtcdCursor.advance()} are
	 * exclusive, and made once; others are made at least once.
	 * @return the name, the same in all instances; empty for none
	 * @see io.github.etcdspring.watch.EtcdWatchRegistration.State#STANDBY
	 */
	String group() default "";

	/**
	 * What becomes of events that the method could not handle, such as
	 * {@code errorHandler = "deadLetters"}.
	 * @return the name of a bean of type
	 * {@link io.github.etcdspring.watch.EtcdWatchErrorHandler EtcdWatchErrorHandler}, or
	 * an expression for its name or itself; empty to skip them
	 */
	String errorHandler() default "";

	/**
	 * Whether the watch starts with its container. With {@code autoStartup =
	 * "${flags.watch:false}"}, it waits for
	 * {@link io.github.etcdspring.watch.EtcdWatchRegistration#resume() resume()}.
	 * @return {@code true}, {@code false}, or an expression for one of them
	 */
	String autoStartup() default "true";

}
