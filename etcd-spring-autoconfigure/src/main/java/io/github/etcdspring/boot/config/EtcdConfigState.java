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

package io.github.etcdspring.boot.config;

import java.util.Map;

import org.springframework.util.Assert;

/**
 * All that is imported, as it was at one revision.
 *
 * @param revision the revision of the store, or 0 if it could not be read yet
 * @param contents the contents in the order of import
 * @author The etcd-spring authors
 */
record EtcdConfigState(long revision, Map<EtcdConfigDataResource, EtcdConfigContent> contents) {

	EtcdConfigContent content(EtcdConfigDataResource resource) {
		EtcdConfigContent content = this.contents.get(resource);
		Assert.state(content != null, () -> "'%s' was not imported".formatted(resource));
		return content;
	}

}
