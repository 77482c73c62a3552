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

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.JsonEtcdValueConverter;

/**
 * Conversion of values, by the application's mapper if there is one.
 *
 * @author The etcd-spring authors
 */
class EtcdValueConverterConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	static class Json {

		@Bean
		@ConditionalOnMissingBean(EtcdValueConverter.class)
		@ConditionalOnSingleCandidate(JsonMapper.class)
		JsonEtcdValueConverter etcdValueConverter(JsonMapper mapper) {
			return new JsonEtcdValueConverter(mapper);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Default {

		@Bean
		@ConditionalOnMissingBean
		EtcdValueConverter etcdValueConverter() {
			return EtcdValueConverter.create();
		}

	}

}
