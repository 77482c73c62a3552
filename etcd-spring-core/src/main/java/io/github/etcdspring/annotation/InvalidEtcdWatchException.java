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

import java.lang.reflect.Method;

/**
 * An {@link EtcdWatch} annotation, or the method that it is on, cannot work. Thrown when
 * the application starts, or when a bean is created that is not a singleton.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@SuppressWarnings("serial")
public class InvalidEtcdWatchException extends IllegalStateException {

	private final String method;

	private final String reason;

	/**
	 * Create a new exception.
	 * @param beanName the name of the bean
	 * @param method the annotated method
	 * @param reason what is wrong with it
	 * @param cause the underlying error
	 */
	public InvalidEtcdWatchException(String beanName, Method method, String reason, Throwable cause) {
		super("@EtcdWatch method '%s' of bean '%s' is not valid: %s".formatted(method.toGenericString(), beanName,
				reason), cause);
		this.method = method.toGenericString();
		this.reason = reason;
	}

	/**
	 * Return the annotated method.
	 * @return the method with its class and its parameters
	 */
	public String getMethod() {
		return this.method;
	}

	/**
	 * Return what is wrong with the annotation or the method.
	 * @return the reason, with what would be allowed
	 */
	public String getReason() {
		return this.reason;
	}

}
