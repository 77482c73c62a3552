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

package io.github.etcdspring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.etcdspring.EtcdAuthenticationException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdNoSpaceException;
import io.github.etcdspring.EtcdPermissionDeniedException;

/**
 * Analyzes failures of calls to etcd that kept the application from starting.
 *
 * @author The etcd-spring authors
 */
class EtcdFailureAnalyzer extends AbstractFailureAnalyzer<EtcdException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, EtcdException cause) {
		String action = getAction(cause);
		return (action != null) ? new FailureAnalysis(cause.getMessage(), action, cause) : null;
	}

	private @Nullable String getAction(EtcdException failure) {
		EtcdException reason = (failure instanceof EtcdStartUpException
				&& failure.getCause() instanceof EtcdException cause) ? cause : failure;
		if (reason instanceof EtcdAuthenticationException) {
			return "Check 'etcd.username' and 'etcd.password', and whether authentication is enabled on the cluster.";
		}
		if (reason instanceof EtcdPermissionDeniedException) {
			return "Grant the user of 'etcd.username' a role with permission for these keys, or use another user.";
		}
		if (reason instanceof EtcdNoSpaceException) {
			return "Free space in the database of etcd, or raise its quota.";
		}
		if (reason.isTransient()) {
			return "Check that etcd is running at the addresses of 'etcd.endpoints', and that their scheme, "
					+ "'etcd.ssl.bundle' and the cluster agree about TLS." + ((failure instanceof EtcdStartUpException)
							? " To start without etcd and connect later, set 'etcd.fail-fast' to false." : "");
		}
		return null;
	}

}
