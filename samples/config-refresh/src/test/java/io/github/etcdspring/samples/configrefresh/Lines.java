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

package io.github.etcdspring.samples.configrefresh;

import java.util.List;
import java.util.concurrent.Flow;

/**
 * Keeps the lines of a stream.
 *
 * @author The etcd-spring authors
 */
record Lines(List<String> lines) implements Flow.Subscriber<String> {

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(String line) {
		this.lines.add(line);
	}

	@Override
	public void onError(Throwable problem) {
		this.lines.add(problem.toString());
	}

	@Override
	public void onComplete() {
		this.lines.add("");
	}

}
