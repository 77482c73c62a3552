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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Writes one line to the log for all watches to which the same happens at about the same
 * time. Belongs to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchLog {

	private static final Log logger = LogFactory.getLog(EtcdWatchContainer.class);

	/**
	 * How long watches are gathered before the line is written.
	 */
	private static final long GATHER_MILLIS = 300;

	private final WatchEngine engine;

	/**
	 * What has happened since the last line of its kind.
	 */
	private final Map<Object, Entry> unwritten = new LinkedHashMap<>();

	WatchLog(WatchEngine engine) {
		this.engine = engine;
	}

	// Warn in one line of all that is told with the same words, with %s for the watches.
	void warn(Watch watch, String words) {
		add(words, watch, words, logger::warn);
	}

	// Warn in one line of all that is told of the same kind.
	// words: the line of the first
	void warn(Object kind, Watch watch, String words) {
		add(kind, watch, words, logger::warn);
	}

	void info(Watch watch, String words) {
		add(words, watch, words, logger::info);
	}

	private void add(Object kind, Watch watch, String words, Consumer<Object> level) {
		Entry entry = this.unwritten.get(kind);
		if (entry == null) {
			entry = new Entry(words, level, new ArrayList<>());
			this.unwritten.put(kind, entry);
			this.engine.later(GATHER_MILLIS, () -> write(kind));
		}
		entry.watches.add(watch);
	}

	private void write(Object kind) {
		Entry entry = this.unwritten.remove(kind);
		if (entry != null) {
			int place = entry.words.indexOf("%s");
			entry.level.accept(entry.words.substring(0, place) + describe(entry.watches)
					+ entry.words.substring(place + "%s".length()));
		}
	}

	// Write at once what has not been written.
	void flush() {
		List.copyOf(this.unwritten.keySet()).forEach(this::write);
	}

	private static String describe(List<Watch> watches) {
		return (watches.size() == 1) ? watches.get(0).toString()
				: "%d watches, among them %s,".formatted(watches.size(), watches.get(0));
	}

	/**
	 * A line to be written.
	 *
	 * @param words the line, without the watches
	 * @param level where to write it
	 * @param watches the watches
	 */
	private record Entry(String words, Consumer<Object> level, List<Watch> watches) {
	}

}
