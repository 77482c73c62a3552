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
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a Spring test an etcd of its own, for as long as its application context lives:
 * test classes which share a cached context share the etcd, too.
 *
 * <pre class="code">
 * &#064;SpringBootTest
 * &#064;EmbeddedEtcd
 * class FlagTests {
 *     // etcd.endpoints points to the etcd
 * }
 * </pre>
 *
 * <p>
 * The {@link EtcdServer} is a bean of the context, so that a test can have it injected,
 * and stop it, for instance.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface EmbeddedEtcd {

	/**
	 * The wanted version ({@code 3.5.30}) or line of versions ({@code 3.5}); any, if
	 * empty.
	 * @return the version
	 */
	String version() default "";

	/**
	 * How many members the etcd has. With more than one, the bean is an
	 * {@link EtcdCluster}.
	 * @return the number of members
	 */
	int members() default 1;

	/**
	 * Flags of the command line of etcd, such as {@code --auth-token-ttl=3}.
	 * @return the flags
	 */
	String[] flags() default {};

	/**
	 * The property which gets the comma-separated addresses of the etcd. It takes
	 * precedence over all other sources of properties.
	 * @return the name of the property
	 */
	String endpointsProperty() default "etcd.endpoints";

}
