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

import java.util.List;

import com.google.protobuf.ByteString;
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
 * @param origin where it comes from
 * @param revision the revision that made it, or at which it was found
 * @author The etcd-spring authors
 */
record RawEvent(Event message, EtcdEvent.Origin origin, long revision) {

	static RawEvent change(Event message) {
		return new RawEvent(message, EtcdEvent.Origin.CHANGE, message.getKv().getModRevision());
	}

	static RawEvent found(KeyValue entry, EtcdEvent.Origin origin, long revision) {
		return new RawEvent(Event.newBuilder().setKv(entry).build(), origin, revision);
	}

	static RawEvent deleted(ByteString key, long revision) {
		KeyValue entry = KeyValue.newBuilder().setKey(key).setModRevision(revision).build();
		return new RawEvent(Event.newBuilder().setType(Event.EventType.DELETE).setKv(entry).build(),
				EtcdEvent.Origin.RESYNC, revision);
	}

	EtcdEvent.Type type() {
		return (this.message.getType() == Event.EventType.DELETE) ? EtcdEvent.Type.DELETE : EtcdEvent.Type.PUT;
	}

	ByteString key() {
		return this.message.getKv().getKey();
	}

	long modRevision() {
		return this.message.getKv().getModRevision();
	}

	// Whether there was something before the change that the server did not send.
	boolean lacksPrevious() {
		KeyValue entry = this.message.getKv();
		boolean created = type() == EtcdEvent.Type.PUT && entry.getCreateRevision() == entry.getModRevision();
		return this.origin == EtcdEvent.Origin.CHANGE && !created && !this.message.hasPrevKv();
	}

	RawEvent withPrevious(KeyValue previous) {
		return new RawEvent(this.message.toBuilder().setPrevKv(previous).build(), this.origin, this.revision);
	}

	int bytes() {
		return this.message.getSerializedSize();
	}

	static long bytes(List<RawEvent> events) {
		long bytes = 0;
		for (int i = 0; i < events.size(); i++) {
			bytes += events.get(i).bytes();
		}
		return bytes;
	}

	<T> EtcdEvent<T> convert(EtcdValueConverter converter, ResolvableType type) {
		boolean delete = type() == EtcdEvent.Type.DELETE;
		return new EtcdEvent<>(type(), entry(this.message.getKv(), (delete) ? null : converter, type),
				(this.message.hasPrevKv()) ? entry(this.message.getPrevKv(), converter, type) : null, this.origin,
				this.revision);
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
		return "RawEvent[revision=%d]".formatted(this.revision);
	}

}
