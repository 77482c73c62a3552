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

package io.github.etcdspring.benchmarks.startup;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application that is started, tells what that took, and ends.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class StartupApplication {

	/**
	 * What the line with the figures begins with.
	 */
	static final String ANSWER = "started:";

	private StartupApplication() {
	}

	/**
	 * Start the application.
	 * @param arguments the name of a class with more beans, and arguments of the
	 * application
	 * @throws ClassNotFoundException if there is no such class
	 */
	public static void main(String[] arguments) throws ClassNotFoundException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Empty.class, Class.forName(arguments[0]))
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "logging.level.root=error")
			.run(arguments);
		long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
		long processor = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
		long classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		System.out.printf("%s %d %d %d %d%n", ANSWER, millis, processor, heap, classes);
		System.exit(SpringApplication.exit(context));
	}

	/**
	 * No beans but those of the auto-configuration.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Empty {

	}

}
