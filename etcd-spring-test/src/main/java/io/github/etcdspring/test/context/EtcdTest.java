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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.env.Environment;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

import io.github.etcdspring.test.EmbeddedEtcd;

/**
 * Annotation for a test that focuses on what an application does with etcd: the template,
 * watches and what the test class adds to them, with an etcd of its own.
 *
 * <pre class="code">
 * &#064;EtcdTest
 * &#064;Import(FlagStore.class)
 * class FlagStoreTests {
 *
 *     &#064;Autowired
 *     FlagStore flags;
 *
 * }
 * </pre>
 *
 * <p>
 * Full auto-configuration is disabled, and components of the application are left out,
 * customizers of the connection and converters of values excepted; JSON and SSL bundles
 * are there. For other settings of the etcd, add {@link EmbeddedEtcd @EmbeddedEtcd} to
 * the class.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(EtcdTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(EtcdTypeExcludeFilter.class)
@ImportAutoConfiguration
@EmbeddedEtcd
public @interface EtcdTest {

	/**
	 * Properties in the form {@code key=value} that are added to the Spring
	 * {@link Environment} before the test runs.
	 * @return the properties
	 */
	String[] properties() default {};

	/**
	 * Whether components of the application are left out by the default filters.
	 * @return whether they are
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Filters that take components in which the default filters leave out.
	 * @return the filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Filters that leave components out.
	 * @return the filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations that are left out.
	 * @return the auto-configurations
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
