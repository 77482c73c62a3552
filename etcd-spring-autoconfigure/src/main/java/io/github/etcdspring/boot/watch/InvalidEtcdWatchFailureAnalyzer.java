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

package io.github.etcdspring.boot.watch;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.annotation.InvalidEtcdWatchException;

/**
 * Tells what is wrong with an {@link EtcdWatch} annotation or its method.
 *
 * @author The etcd-spring authors
 */
class InvalidEtcdWatchFailureAnalyzer extends AbstractFailureAnalyzer<InvalidEtcdWatchException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidEtcdWatchException cause) {
		return new FailureAnalysis(
				"The @EtcdWatch annotation on%n%n    %s%n%ncannot work: %s".formatted(cause.getMethod(),
						cause.getReason()),
				"Correct the annotation or the signature of the method. The Javadoc of @EtcdWatch lists the attributes "
						+ "and the parameters.",
				cause);
	}

}
