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

package io.github.etcdspring.test.context;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.util.ClassUtils;

/**
 * Leaves components of the application out of an {@link EtcdTest}.
 *
 * @author The etcd-spring authors
 */
class EtcdTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<EtcdTest> {

	private static final String[] KNOWN_INCLUDES = { "io.github.etcdspring.boot.EtcdClientBuilderCustomizer",
			"io.github.etcdspring.kv.EtcdValueConverter" };

	EtcdTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		ClassLoader classLoader = getClass().getClassLoader();
		Set<Class<?>> includes = new LinkedHashSet<>();
		Arrays.stream(KNOWN_INCLUDES)
			.filter((name) -> ClassUtils.isPresent(name, classLoader))
			.forEach((name) -> includes.add(ClassUtils.resolveClassName(name, classLoader)));
		return Collections.unmodifiableSet(includes);
	}

}
