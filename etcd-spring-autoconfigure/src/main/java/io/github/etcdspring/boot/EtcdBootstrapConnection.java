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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.bootstrap.BootstrapContext;
import org.springframework.boot.bootstrap.BootstrapContextClosedEvent;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.system.JavaVersion;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdConnection;

/**
 * A connection for what happens before there is an application context, such as the
 * import of configuration. It is made of the properties that are known at that time, and
 * becomes the connection of the application context, unless that has reasons to make
 * another one: details of its own, customizers, or other properties. Internal to the
 * library.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdBootstrapConnection implements AutoCloseable {

	private static final String BEAN_NAME = "etcdBootstrapConnection";

	private static final Log logger = LogFactory.getLog(EtcdBootstrapConnection.class);

	private final LateObservationRegistry observationRegistry = new LateObservationRegistry();

	private final LateObservationConvention observationConvention = new LateObservationConvention();

	private final LateSslBundles sslBundles;

	private final Map<String, Object> origin;

	private final EtcdConnection connection;

	private EtcdBootstrapConnection(Binder binder) {
		this.origin = origin(binder);
		EtcdProperties properties = binder.bind("etcd", EtcdProperties.class).orElseGet(EtcdProperties::new);
		this.sslBundles = new LateSslBundles(binder, properties.getSsl().getBundle());
		EtcdConnectionConfigurer configurer = new EtcdConnectionConfigurer(properties, List.of(),
				this.observationRegistry, this.observationConvention, callbackExecutor(binder), this.sslBundles);
		this.connection = configurer.connect(new PropertiesEtcdConnectionDetails(properties, this.sslBundles));
	}

	/**
	 * Return the connection of a bootstrap context, and make it if there is none.
	 * @param context the bootstrap context
	 * @param binder knows the properties
	 * @return the connection, which ends with the application context
	 */
	public static EtcdBootstrapConnection get(ConfigurableBootstrapContext context, Binder binder) {
		if (!context.isRegistered(EtcdBootstrapConnection.class)) {
			context.register(EtcdBootstrapConnection.class, InstanceSupplier.of(new EtcdBootstrapConnection(binder)));
			context.addCloseListener(EtcdBootstrapConnection::promote);
		}
		return of(context);
	}

	private static EtcdBootstrapConnection of(BootstrapContext context) {
		EtcdBootstrapConnection connection = context.get(EtcdBootstrapConnection.class);
		Assert.state(connection != null, "There is no connection in the bootstrap context");
		return connection;
	}

	private static void promote(BootstrapContextClosedEvent event) {
		EtcdBootstrapConnection connection = of(event.getBootstrapContext());
		if (event.getApplicationContext().getBeanFactory() instanceof DefaultListableBeanFactory beanFactory) {
			beanFactory.registerSingleton(BEAN_NAME, connection);
			beanFactory.registerDisposableBean(BEAN_NAME, connection::close);
		}
	}

	/**
	 * Return the connection.
	 * @return the connection
	 */
	public EtcdConnection connection() {
		return this.connection;
	}

	/**
	 * Let the application context use the connection if it would make the same.
	 * @param configurer makes the connections of the application context
	 * @param details the details that it would use
	 * @param binder knows the properties by now
	 * @return the connection, or {@code null} if there must be another one
	 */
	@Nullable EtcdConnection share(EtcdConnectionConfigurer configurer, EtcdConnectionDetails details, Binder binder) {
		String reason = reasonAgainst(configurer, details, binder);
		if (reason != null) {
			logger.info("Configuration is imported from etcd by a connection of its own, because " + reason);
			return null;
		}
		this.observationRegistry.delegate(configurer.observationRegistry());
		this.observationConvention.delegate(configurer.observationConvention());
		return this.connection;
	}

	private @Nullable String reasonAgainst(EtcdConnectionConfigurer configurer, EtcdConnectionDetails details,
			Binder binder) {
		if (!(details instanceof PropertiesEtcdConnectionDetails)) {
			return "that of the application has details of its own: " + details.getClass().getSimpleName();
		}
		if (configurer.hasCustomizers()) {
			return "that of the application is customized";
		}
		return (!this.origin.equals(origin(binder)))
				? "properties under 'etcd' or 'spring.ssl.bundle' were other ones when it was imported" : null;
	}

	/**
	 * Let the connection have the keys and certificates that are reloaded from now on.
	 * @param sslBundles those of the application context
	 */
	void follow(SslBundles sslBundles) {
		this.sslBundles.follow(sslBundles);
	}

	@Override
	public void close() {
		this.connection.close();
	}

	private static Map<String, Object> origin(Binder binder) {
		Bindable<Map<String, Object>> map = Bindable.mapOf(String.class, Object.class);
		Map<String, Object> etcd = new HashMap<>(binder.bind("etcd", map).orElse(Map.of()));
		List.of("watch", "config", "observation", "fail-fast").forEach(etcd::remove);
		return Map.of("etcd", etcd, "ssl", binder.bind("spring.ssl.bundle", map).orElse(Map.of()));
	}

	private static @Nullable Executor callbackExecutor(Binder binder) {
		boolean virtual = binder.bind("spring.threads.virtual.enabled", Boolean.class).orElse(false)
				&& JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE);
		return (virtual) ? new VirtualThreadTaskExecutor("etcd-callback-") : null;
	}

}
