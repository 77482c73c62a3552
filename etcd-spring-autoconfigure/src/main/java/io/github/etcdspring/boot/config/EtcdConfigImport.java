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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.springframework.boot.bootstrap.BootstrapContext;
import org.springframework.boot.bootstrap.BootstrapContextClosedEvent;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.env.PropertySource;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdAuthenticationException;
import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.boot.EtcdBootstrapConnection;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.kv.RangeResult;

/**
 * What one start of an application imports: everything at the revision of the first read.
 * Used by one thread until the application context has it.
 *
 * @author The etcd-spring authors
 */
final class EtcdConfigImport {

	private static final String BEAN_NAME = "etcdConfigImport";

	private final Map<EtcdConfigDataResource, EtcdConfigContent> contents = new LinkedHashMap<>();

	private final EtcdConnection connection;

	private final EtcdConfigReader reader;

	private final Log logger;

	private long revision;

	private boolean away;

	private boolean outdated;

	private EtcdConfigImport(EtcdConnection connection, Log logger) {
		this.connection = connection;
		this.reader = new EtcdConfigReader(connection);
		this.logger = logger;
	}

	static void register(ConfigurableBootstrapContext context, Binder binder, DeferredLogFactory logFactory) {
		if (!context.isRegistered(EtcdConfigImport.class)) {
			EtcdConnection connection = EtcdBootstrapConnection.get(context, binder).connection();
			context.register(EtcdConfigImport.class,
					InstanceSupplier.of(new EtcdConfigImport(connection, logFactory.getLog(EtcdConfigImport.class))));
			context.addCloseListener(EtcdConfigImport::promote);
		}
	}

	private static void promote(BootstrapContextClosedEvent event) {
		event.getApplicationContext().getBeanFactory().registerSingleton(BEAN_NAME, of(event.getBootstrapContext()));
	}

	static EtcdConfigImport of(BootstrapContext context) {
		EtcdConfigImport configImport = context.get(EtcdConfigImport.class);
		Assert.state(configImport != null, "There is no import in the bootstrap context");
		return configImport;
	}

	/**
	 * Load a resource.
	 * @param resource the resource
	 * @return its property sources, at least one, with nothing in it if there is nothing
	 * yet: its place in the environment is needed when there is
	 */
	List<? extends PropertySource<?>> load(EtcdConfigDataResource resource) {
		EtcdConfigContent content = read(resource);
		this.contents.put(resource, content);
		return content.documents();
	}

	private EtcdConfigContent read(EtcdConfigDataResource resource) {
		if (resource.isOptional() && this.away) {
			return nothing(resource);
		}
		try {
			RangeResult<byte[]> result = readAtRevision(resource);
			if (result.entries().isEmpty()) {
				checkSpelling(resource);
			}
			return EtcdConfigReader.parse(resource, result);
		}
		catch (EtcdException ex) {
			if (!resource.isOptional() || !ex.isTransient()) {
				throw failure(resource, ex);
			}
			this.away = true;
			this.logger.warn("Configuration cannot be imported from '%s': %s. The application starts without it, "
				.formatted(resource.location(), withoutFullStop(ex)) + "and without that of other optional locations");
			return nothing(resource);
		}
	}

	private void checkSpelling(EtcdConfigDataResource resource) {
		EtcdConfigDataResource other = this.reader.otherSpelling(resource);
		if (other == null) {
			return;
		}
		String message = "There is no key %s in etcd to import by '%s', but there is %s.".formatted(resource.describe(),
				resource.location(), ((other.extension() != null) ? "" : "one ") + other.describe());
		String action = "If you mean that, import it by '%s': the slash at the beginning belongs to the key."
			.formatted(other.location());
		if (resource.isRequired()) {
			throw new EtcdConfigImportException(message, action, null);
		}
		this.logger.warn(message + " " + action);
	}

	private RangeResult<byte[]> readAtRevision(EtcdConfigDataResource resource) {
		RangeResult<byte[]> result;
		try {
			result = readOnce(resource);
		}
		catch (EtcdCompactedException ex) {
			// What was loaded before is read again when the application has started
			this.outdated = true;
			this.revision = 0;
			result = readOnce(resource);
		}
		if (this.revision == 0) {
			this.revision = result.header().revision();
		}
		return result;
	}

	private RangeResult<byte[]> readOnce(EtcdConfigDataResource resource) {
		return (resource.isOptional()) ? this.reader.readUnlessAway(resource, this.revision)
				: this.reader.read(resource, this.revision);
	}

	private static EtcdConfigContent nothing(EtcdConfigDataResource resource) {
		return EtcdConfigParser.parse(resource, List.of());
	}

	private static EtcdConfigImportException failure(EtcdConfigDataResource resource, EtcdException cause) {
		return new EtcdConfigImportException("Configuration cannot be imported from '%s': %s."
			.formatted(resource.location(), withoutFullStop(cause)), action(resource, cause), cause);
	}

	private static String action(EtcdConfigDataResource resource, EtcdException cause) {
		String visible = " The import sees only properties that are set outside of profile-specific files and of beans, "
				+ "and those of application files only if 'spring.config.import' is set there, too.";
		if (cause instanceof EtcdAuthenticationException) {
			return "Check 'etcd.username' and 'etcd.password', and whether authentication is enabled on the cluster."
					+ visible;
		}
		if (cause instanceof EtcdPermissionDeniedException) {
			return "Grant the user of 'etcd.username' a role that may read %s, or use another user."
				.formatted(resource.range());
		}
		return "Check that etcd is running at the addresses of 'etcd.endpoints', and that their scheme, "
				+ "'etcd.ssl.bundle' and the cluster agree about TLS." + visible
				+ " To start without this configuration, import it by 'optional:%s'.".formatted(resource.location());
	}

	private static String withoutFullStop(EtcdException failure) {
		String message = String.valueOf(failure.getMessage());
		return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
	}

	EtcdConnection connection() {
		return this.connection;
	}

	EtcdConfigReader reader() {
		return this.reader;
	}

	/**
	 * Return what was imported.
	 * @return the state, without a revision if not all of it is of one
	 */
	EtcdConfigState state() {
		return new EtcdConfigState((this.away || this.outdated) ? 0 : this.revision,
				new LinkedHashMap<>(this.contents));
	}

}
