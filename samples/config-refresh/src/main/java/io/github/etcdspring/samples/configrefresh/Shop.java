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

import java.util.List;

/**
 * What the page shows.
 *
 * @param banner what stands above the products
 * @param discount how much is taken off all prices, in percent
 * @param currency the currency
 * @param products what there is to buy
 * @author The etcd-spring authors
 */
record Shop(String banner, int discount, String currency, List<Product> products) {

	private static final int PERCENT = 100;

	private static final List<Product> PRODUCTS = List.of(new Product("Espresso machine", 42900),
			new Product("Coffee grinder", 18900), new Product("Two cups", 2400));

	static Shop of(ShopProperties properties) {
		return new Shop(properties.getBanner(), properties.getDiscount(), properties.getCurrency(),
				PRODUCTS.stream().map((product) -> product.withDiscount(properties.getDiscount())).toList());
	}

	/**
	 * Something to buy.
	 *
	 * @param name the name
	 * @param cents the price in cents
	 */
	record Product(String name, int cents) {

		Product withDiscount(int discount) {
			return new Product(this.name, this.cents * (PERCENT - discount) / PERCENT);
		}

	}

}
