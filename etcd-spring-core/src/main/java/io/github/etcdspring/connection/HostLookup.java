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

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Finds all addresses of a host, each of which becomes an endpoint that is known by the
 * name of the host.
 *
 * @author The etcd-spring authors
 */
final class HostLookup implements AddressLookup {

	private final String authority;

	private final String host;

	private final int port;

	HostLookup(String address) {
		this.authority = ChannelFactory.withPort(address);
		int colon = this.authority.lastIndexOf(':');
		this.host = this.authority.substring(0, colon);
		this.port = Integer.parseInt(this.authority.substring(colon + 1));
	}

	@Override
	public List<EndpointAddress> lookUp() throws FailedException {
		try {
			return Arrays.stream(InetAddress.getAllByName(this.host))
				.map((address) -> (address.getAddress().length > 4) ? "[" + address.getHostAddress() + "]"
						: address.getHostAddress())
				.sorted()
				.map((address) -> new EndpointAddress(address + ":" + this.port, this.authority))
				.toList();
		}
		catch (UnknownHostException ex) {
			throw new FailedException("unknown host", ex);
		}
	}

}
