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

import io.etcd.jetcd.ClientBuilder;

/**
 * Callback interface that can be implemented by beans wishing to customize the
 * {@link ClientBuilder} before a connection is made of it, in their order. What they
 * change affects the template, the watches and jetcd's own client alike.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@FunctionalInterface
public interface EtcdClientBuilderCustomizer {

	/**
	 * Customize the builder.
	 * @param builder the builder, to which connection details and properties have been
	 * applied
	 */
	void customize(ClientBuilder builder);

}
