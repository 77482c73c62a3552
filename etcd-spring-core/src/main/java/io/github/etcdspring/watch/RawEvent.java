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

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;

/**
 * An event as it came over the wire, with values that are not converted yet.
 *
 * @param message the message
 * @author The etcd-spring authors
 */
record RawEvent(Event message) {

	long revision() {
		return this.message.getKv().getModRevision();
	}

	int bytes() {
		return this.message.getSerializedSize();
	}

	<T> EtcdEvent<T> convert(EtcdValueConverter converter, ResolvableType type) {
		boolean delete = this.message.getType() == Event.EventType.DELETE;
		return new EtcdEvent<>((delete) ? EtcdEvent.Type.DELETE : EtcdEvent.Type.PUT,
				entry(this.message.getKv(), (delete) ? null : converter, type),
				(this.message.hasPrevKv()) ? entry(this.message.getPrevKv(), converter, type) : null);
	}

	private static <T> EtcdEntry<T> entry(KeyValue pair, @Nullable EtcdValueConverter converter, ResolvableType type) {
		T value = (converter != null) ? converter.fromBytes(pair.getValue().toByteArray(), type) : null;
		return new EtcdEntry<>(pair.getKey().toByteArray(), value, pair.getVersion(), pair.getCreateRevision(),
				pair.getModRevision(), pair.getLease());
	}

	/**
	 * Return what may be shown: neither key nor values.
	 */
	@Override
	public String toString() {
		return "RawEvent[revision=%d]".formatted(revision());
	}

}
