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

/**
 * Hears of the changes of a watch one by one: after an error only the change that failed
 * is repeated.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdWatchListener#each(EtcdEventListener)
 */
@FunctionalInterface
public interface EtcdEventListener<T> extends EtcdWatchListener<T> {

	/**
	 * A change was made. If this method throws, it is called again with the same change
	 * as the container's back-off says, and after that the error handler decides.
	 * @param event the change
	 * @throws Exception if the change could not be handled
	 */
	void onEvent(EtcdEvent<T> event) throws Exception;

	@Override
	default void onEvents(EtcdWatchBatch<T> batch) throws Exception {
		for (EtcdEvent<T> event : batch.events()) {
			onEvent(event);
		}
	}

}
