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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Lets a {@link ConfigurationProperties @ConfigurationProperties} bean have the new
 * values when configuration that was imported from etcd has changed:
 *
 * <pre class="code">
 * &#064;EtcdRebind
 * &#064;ConfigurationProperties("shop")
 * class ShopProperties {
 *
 *     private int discount = 5;
 *
 *     // getters and setters
 * }
 * </pre>
 *
 * The class needs a constructor without arguments, and properties with getters and
 * setters. It is bound and validated apart first: if that fails, an error is logged and
 * the bean keeps its values. Otherwise each property is set; one whose key was removed
 * gets the default that the class gives it.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdConfigChangedEvent
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface EtcdRebind {

}
