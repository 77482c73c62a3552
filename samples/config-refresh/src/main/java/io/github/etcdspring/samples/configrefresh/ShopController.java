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

package io.github.etcdspring.samples.configrefresh;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.core.EtcdOperations;

/**
 * Shows the shop as it is set now. Settings are put to etcd, as anybody could, and come
 * back from there.
 *
 * @author The etcd-spring authors
 */
@RestController
class ShopController {

	private static final String PREFIX = "/config/shop/shop/";

	private final ShopProperties properties;

	private final EtcdOperations etcd;

	ShopController(ShopProperties properties, EtcdOperations etcd) {
		this.properties = properties;
		this.etcd = etcd;
	}

	@GetMapping("/shop")
	Shop shop() {
		return Shop.of(this.properties);
	}

	@PutMapping("/settings/{name}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void put(@PathVariable Setting name, @RequestBody String value) {
		this.etcd.put(PREFIX + name, value);
	}

	@DeleteMapping("/settings/{name}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable Setting name) {
		this.etcd.delete(PREFIX + name);
	}

	@ExceptionHandler
	ProblemDetail etcdFailed(EtcdException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, ex.getMessage());
	}

	/**
	 * The settings that can be changed, by their names.
	 */
	enum Setting {

		// As they stand in the path
		banner, discount, currency

	}

}
