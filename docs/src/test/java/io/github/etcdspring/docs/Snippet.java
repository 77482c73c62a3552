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

package io.github.etcdspring.docs;

import java.util.List;

/**
 * A fenced block of a page.
 *
 * @param page the path of the page, from the root of the project on
 * @param line the number of the line that opens the block
 * @param language what the block says that it is; empty for nothing
 * @param lines the lines within the fences
 * @author The etcd-spring authors
 */
record Snippet(String page, int line, String language, List<String> lines) {

	/**
	 * Return where the block is.
	 * @return the page and the number of the first line
	 */
	String place() {
		return place(this.line + 1);
	}

	String place(long line) {
		return this.page + ":" + line;
	}

	String text() {
		return String.join("\n", this.lines) + "\n";
	}

}
