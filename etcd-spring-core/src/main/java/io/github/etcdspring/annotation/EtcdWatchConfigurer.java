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

package io.github.etcdspring.annotation;

import io.github.etcdspring.watch.EtcdWatchContainer;

/**
 * Registers watches by code, before the container starts: a bean of this type is called
 * once all singletons have been created, after the watches of annotated methods have been
 * registered.
 *
 * <pre class="code">
 * &#064;Bean
 * EtcdWatchConfigurer tenantWatches(TenantProperties tenants, FlagService flags) {
 *     return (container) -&gt; tenants.names()
 *         .forEach((tenant) -&gt; container.register(KeyRange.prefix("/flags/" + tenant + "/"), Flag.class,
 *                 flags.listenerOf(tenant), (spec) -&gt; spec.id("flags-" + tenant)));
 * }
 * </pre>
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EnableEtcdWatch
 */
@FunctionalInterface
public interface EtcdWatchConfigurer {

	/**
	 * Register watches.
	 * @param container the only or the primary container
	 */
	void configureWatches(EtcdWatchContainer container);

}
