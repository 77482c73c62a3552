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

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.test.binary.EtcdBinary;
import io.github.etcdspring.test.security.EtcdTls;
import io.github.etcdspring.test.security.TokenKeys;

/**
 * The settings that a single etcd and a cluster have in common.
 *
 * @param <B> the type of the builder itself
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public abstract sealed class EtcdBuilder<B extends EtcdBuilder<B>> permits EtcdServer.Builder, EtcdCluster.Builder {

	private final Map<String, String> flags = new LinkedHashMap<>();

	private @Nullable String version;

	private @Nullable EtcdBinary binary;

	private @Nullable EtcdTls tls;

	private Duration startTimeout = Duration.ofSeconds(20);

	EtcdBuilder() {
	}

	/**
	 * Ask for a version. By default any will do, and 3.5 is preferred.
	 * @param version a version ({@code 3.5.30}) or a line of versions ({@code 3.5})
	 * @return this builder
	 */
	public B version(String version) {
		this.version = version;
		return self();
	}

	/**
	 * Use a given program.
	 * @param binary the program
	 * @return this builder
	 */
	public B binary(EtcdBinary binary) {
		this.binary = binary;
		return self();
	}

	/**
	 * Set a flag of the command line of etcd. It wins over those that are set anyway.
	 * @param name the name, with or without leading dashes
	 * @param value the value
	 * @return this builder
	 */
	public B flag(String name, String value) {
		this.flags.put(name.replaceFirst("^-+", ""), value);
		return self();
	}

	/**
	 * Set flags of the command line of etcd.
	 * @param flags the flags, such as {@code --auth-token-ttl=3}
	 * @return this builder
	 * @throws IllegalArgumentException if one has no value
	 */
	public B flags(String... flags) {
		Arrays.stream(flags).forEach((flag) -> {
			int separator = flag.indexOf('=');
			if (separator < 1) {
				throw new IllegalArgumentException("The flag '%s' must be like '--name=value'".formatted(flag));
			}
			flag(flag.substring(0, separator), flag.substring(separator + 1));
		});
		return self();
	}

	/**
	 * Serve clients by TLS.
	 * @param tls the certificates
	 * @return this builder
	 */
	public B tls(EtcdTls tls) {
		this.tls = tls;
		return self();
	}

	/**
	 * Let the tokens of authenticated users be JSON web tokens. By default they are
	 * simple ones, which a member forgets when it is restarted.
	 * @param timeToLive how long a token is good for, in whole seconds
	 * @return this builder
	 */
	public B webTokens(Duration timeToLive) {
		return flag("auth-token", TokenKeys.create().flag(timeToLive));
	}

	/**
	 * How long a start may take before it is given up. By default 20 seconds.
	 * @param startTimeout the limit
	 * @return this builder
	 */
	public B startTimeout(Duration startTimeout) {
		this.startTimeout = startTimeout;
		return self();
	}

	ServerSettings settings() {
		EtcdBinary chosen = (this.binary != null) ? this.binary : EtcdBinary.find(this.version);
		return new ServerSettings(chosen, Map.copyOf(this.flags), this.tls, this.startTimeout);
	}

	@SuppressWarnings("unchecked")
	private B self() {
		return (B) this;
	}

}
