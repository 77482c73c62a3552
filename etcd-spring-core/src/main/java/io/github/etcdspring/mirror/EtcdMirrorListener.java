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

package io.github.etcdspring.mirror;

import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.kv.EtcdEntry;

/**
 * Hears of the changes of a mirror, after readers can see them. All methods are called
 * one at a time, in the order of the revisions and within a revision in that of the keys.
 * They come from the thread that keeps the mirror up to date, which waits for them: what
 * takes long belongs elsewhere. An exception is logged and has no other effect.
 * <p>
 * Several changes of one key may be told as one after a resync.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdMirror#addListener
 */
public interface EtcdMirrorListener<T> {

	/**
	 * A key was not there before, or could not be converted before.
	 * @param entry the key with its value
	 */
	default void onAdded(EtcdEntry<T> entry) {
	}

	/**
	 * A key was put again.
	 * @param entry the key with its value
	 * @param previous the key with its value before
	 */
	default void onChanged(EtcdEntry<T> entry, EtcdEntry<T> previous) {
	}

	/**
	 * A key was deleted, or has got a value that cannot be converted.
	 * @param previous the key with its value before
	 */
	default void onRemoved(EtcdEntry<T> previous) {
	}

	/**
	 * A key has got a value that cannot be converted.
	 * @param key the key, as text
	 * @param reason why
	 */
	default void onUndecodable(String key, EtcdConversionException reason) {
	}

}
