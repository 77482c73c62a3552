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

package io.github.etcdspring.boot.actuate;

import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import io.github.etcdspring.boot.actuate.EtcdEndpoint.WatchDescriptor;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link EtcdEndpoint}, which
 * answers with the status of HTTP if there is no such watch.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = EtcdEndpoint.class)
public class EtcdEndpointWebExtension {

	private final EtcdEndpoint delegate;

	/**
	 * Create the extension.
	 * @param delegate the endpoint
	 */
	public EtcdEndpointWebExtension(EtcdEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Pause or resume a watch.
	 * @param part {@code watches}
	 * @param id the id of the watch
	 * @param paused whether the watch shall be paused
	 * @return the watch, or 404 if there is no such watch
	 */
	@WriteOperation
	public WebEndpointResponse<WatchDescriptor> pauseOrResume(@Selector String part, @Selector String id,
			boolean paused) {
		WatchDescriptor watch = this.delegate.pauseOrResume(part, id, paused);
		return (watch != null) ? new WebEndpointResponse<>(watch)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
