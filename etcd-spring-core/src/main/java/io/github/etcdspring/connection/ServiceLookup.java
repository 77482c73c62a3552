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

package io.github.etcdspring.connection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

import org.jspecify.annotations.Nullable;

/**
 * Finds the targets of service records. A name that is not that of a service is a domain
 * whose members are published as etcd itself expects it, under {@code _etcd-client._tcp}
 * or {@code _etcd-client-ssl._tcp}, or else directly.
 *
 * @author The etcd-spring authors
 */
final class ServiceLookup implements AddressLookup {

	private static final String RECORD_TYPE = "SRV";

	private static final Pattern HOST = Pattern.compile("[a-z0-9_.-]+");

	private final Hashtable<String, String> environment = new Hashtable<>();

	private final List<String> names;

	/**
	 * Create a lookup.
	 * @param server the name server with or without its port, or {@code null} for that of
	 * the machine
	 * @param name the service or the domain
	 * @param tls whether to look for endpoints with TLS in a domain
	 */
	ServiceLookup(@Nullable String server, String name, boolean tls) {
		this.environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
		this.environment.put(Context.PROVIDER_URL, (server != null) ? "dns://" + server : "dns:");
		this.environment.put("com.sun.jndi.dns.timeout.initial", "1000");
		this.environment.put("com.sun.jndi.dns.timeout.retries", "3");
		this.names = name.startsWith("_") ? List.of(name)
				: List.of(((tls) ? "_etcd-client-ssl._tcp." : "_etcd-client._tcp.") + name, name);
	}

	@Override
	public List<EndpointAddress> lookUp() throws FailedException {
		for (String name : this.names) {
			List<EndpointAddress> found = lookUp(name);
			if (!found.isEmpty()) {
				return found;
			}
		}
		throw new FailedException("no service records of " + String.join(" or ", this.names));
	}

	private List<EndpointAddress> lookUp(String name) throws FailedException {
		try {
			DirContext context = new InitialDirContext(this.environment);
			try {
				return addresses(context.getAttributes(name, new String[] { RECORD_TYPE }));
			}
			finally {
				context.close();
			}
		}
		catch (NameNotFoundException ex) {
			return List.of();
		}
		catch (NamingException | RuntimeException ex) {
			throw new FailedException("the service records of " + name + " cannot be looked up: " + ex.getMessage(),
					ex);
		}
	}

	private static List<EndpointAddress> addresses(Attributes attributes) throws NamingException {
		Attribute records = attributes.get(RECORD_TYPE);
		if (records == null) {
			return List.of();
		}
		List<ServiceRecord> services = new ArrayList<>();
		for (Object record : Collections.list(records.getAll())) {
			services.add(ServiceRecord.parse(record.toString()));
		}
		return services.stream()
			.filter(ServiceRecord::isOffered)
			.sorted(ServiceRecord.ORDER)
			.map((service) -> EndpointAddress.of(service.host() + ":" + service.port()))
			.toList();
	}

	/**
	 * One service record. Weights have no meaning for members that are all alike.
	 *
	 * @param priority the lower the earlier
	 * @param host the host that offers the service
	 * @param port its port
	 */
	private record ServiceRecord(int priority, String host, int port) {

		static final Comparator<ServiceRecord> ORDER = Comparator.comparingInt(ServiceRecord::priority)
			.thenComparing(ServiceRecord::host)
			.thenComparingInt(ServiceRecord::port);

		static ServiceRecord parse(String record) {
			String[] fields = record.trim().split("\\s+");
			String host = fields[3].toLowerCase(Locale.ROOT);
			return new ServiceRecord(Integer.parseInt(fields[0]),
					(host.endsWith(".")) ? host.substring(0, host.length() - 1) : host, Integer.parseInt(fields[2]));
		}

		// A lone dot says that the service is decidedly not available
		boolean isOffered() {
			return HOST.matcher(this.host).matches();
		}

	}

}
