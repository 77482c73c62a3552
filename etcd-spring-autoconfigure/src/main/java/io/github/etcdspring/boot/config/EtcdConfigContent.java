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

import java.util.List;
import java.util.Map;

import org.springframework.boot.env.OriginTrackedMapPropertySource;

/**
 * What was read for one resource.
 *
 * @param revisions the keys with the revisions at which they were put, none if there are
 * no keys
 * @param documents the documents, the later ones of higher precedence; a tree of keys is
 * one
 * @author The etcd-spring authors
 */
record EtcdConfigContent(Map<String, Long> revisions, List<OriginTrackedMapPropertySource> documents) {

	boolean isEmpty() {
		return this.revisions.isEmpty();
	}

}
