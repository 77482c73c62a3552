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

package io.github.etcdspring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

import io.github.etcdspring.test.binary.EtcdBinary;

/**
 * A test that runs once for each version of etcd which {@link EtcdBinary#forTests()}
 * lists. Its first parameter is the {@link EtcdBinary}.
 *
 * <pre class="code">
 * &#064;ForEachEtcdVersion
 * void works(EtcdBinary binary) {
 *     try (EtcdServer etcd = EtcdServer.builder().binary(binary).start()) {
 *     }
 * }
 * </pre>
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ParameterizedTest(name = "{0}")
@ArgumentsSource(EtcdVersions.class)
public @interface ForEachEtcdVersion {

}
