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

package io.github.etcdspring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What etcd has written, for the diagnosis of a start that failed.
 *
 * @author The etcd-spring authors
 */
final class ServerLog {

	private static final int LAST_LINES = 12;

	private final Path file;

	private long mark;

	ServerLog(Path file) {
		this.file = file;
	}

	Path file() {
		return this.file;
	}

	/**
	 * Look only at what is written from now on.
	 */
	void mark() {
		this.mark = sinceBeginning().length;
	}

	boolean contains(String text) {
		return sinceMark().contains(text);
	}

	/**
	 * The first line and the last ones: where a flag is wrong, etcd writes its help after
	 * the reason.
	 * @return the lines
	 */
	String summary() {
		List<String> lines = sinceMark().lines().toList();
		if (lines.size() <= LAST_LINES + 1) {
			return String.join("\n", lines);
		}
		return lines.get(0) + "\n...\n" + String.join("\n", lines.subList(lines.size() - LAST_LINES, lines.size()));
	}

	private String sinceMark() {
		byte[] bytes = sinceBeginning();
		int start = (int) Math.min(this.mark, bytes.length);
		return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
	}

	private byte[] sinceBeginning() {
		try {
			return (Files.exists(this.file)) ? Files.readAllBytes(this.file) : new byte[0];
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
