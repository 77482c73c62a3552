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

package io.github.etcdspring.test.binary;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks one source after the other for an etcd program, and says what came of it.
 *
 * @author The etcd-spring authors
 */
final class BinaryResolver {

	private static final Log logger = LogFactory.getLog(BinaryResolver.class);

	private static final BinaryResolver INSTANCE = new BinaryResolver(defaultSources());

	private static final List<String> LINES = List.of("3.4", "3.5", "3.6", "3.7");

	private final List<BinarySource> sources;

	private final Map<@Nullable String, EtcdBinary> resolved = new HashMap<>();

	private final ReentrantLock lock = new ReentrantLock();

	BinaryResolver(List<BinarySource> sources) {
		this.sources = List.copyOf(sources);
	}

	static BinaryResolver get() {
		return INSTANCE;
	}

	private static List<BinarySource> defaultSources() {
		BinaryCache cache = BinaryCache.ofUser();
		return List.of(new ConfiguredBinary(), new PathBinary(), cache,
				cache.filledBy(new DistributionPackage(new AptRepositories())), cache.filledBy(new ReleaseArchive()),
				cache.filledBy(new ContainerImage()), cache.filledBy(new GoBuild()));
	}

	EtcdBinary resolve(@Nullable String version) {
		this.lock.lock();
		try {
			return this.resolved.computeIfAbsent(version, this::search);
		}
		finally {
			this.lock.unlock();
		}
	}

	List<EtcdBinary> forTests(@Nullable String versions) {
		if (versions != null && !versions.isBlank()) {
			return Arrays.stream(versions.split(",")).map((version) -> resolve(version.trim())).toList();
		}
		List<EtcdBinary> atHand = LINES.stream().flatMap((line) -> findAtHand(line).stream()).toList();
		return (atHand.isEmpty()) ? List.of(resolve(null)) : atHand;
	}

	private Optional<EtcdBinary> findAtHand(String line) {
		for (BinarySource source : this.sources) {
			try {
				Optional<EtcdBinary> binary = (source.isLocal()) ? source.find(line) : Optional.empty();
				if (binary.isPresent()) {
					return binary;
				}
			}
			catch (IOException ex) {
				logger.debug("No etcd %s from %s: %s".formatted(line, source.description(), ex.getMessage()));
			}
		}
		return Optional.empty();
	}

	private EtcdBinary search(@Nullable String version) {
		String wanted = (version != null) ? "etcd " + version : "etcd";
		List<String> failures = new ArrayList<>();
		for (BinarySource source : this.sources) {
			try {
				Optional<EtcdBinary> binary = source.find(version);
				if (binary.isPresent()) {
					logger.info("Using etcd %s at '%s', from %s".formatted(binary.get().version(), binary.get().path(),
							source.description()));
					return binary.get();
				}
				logger.info("No %s from %s".formatted(wanted, source.description()));
				failures.add("%s: none".formatted(source.description()));
			}
			catch (IOException ex) {
				logger.info("No %s from %s: %s".formatted(wanted, source.description(), ex.getMessage()));
				failures.add("%s: %s".formatted(source.description(), ex.getMessage()));
			}
		}
		throw new IllegalStateException(message(wanted, failures));
	}

	private static String message(String wanted, List<String> failures) {
		return """
				No %s found to run. Do one of these:
				 - install it and put it on the PATH (Debian and Ubuntu: package 'etcd-server'; macOS: formula 'etcd')
				 - unpack a release of etcd, and name the program with -D%s=/path/to/etcd or %s
				 - let Docker run, with an image of etcd pulled, or named with -D%s=... or %s
				What has been tried:
				 - %s""".formatted(wanted, ConfiguredBinary.PROPERTY, ConfiguredBinary.VARIABLE,
				ContainerImage.PROPERTY, ContainerImage.VARIABLE, String.join("\n - ", failures));
	}

}
