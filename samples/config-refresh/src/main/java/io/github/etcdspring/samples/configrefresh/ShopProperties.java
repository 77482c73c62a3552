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

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;

import io.github.etcdspring.boot.config.EtcdRebind;

/**
 * The settings of the shop, bound again whenever they change in etcd. A value that cannot
 * be bound leaves those that were there.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@EtcdRebind
@ConfigurationProperties("shop")
public class ShopProperties {

	private static final int MAX_DISCOUNT = 90;

	/**
	 * What stands above the products.
	 */
	private String banner = "Welcome";

	/**
	 * How much is taken off all prices, in percent.
	 */
	private int discount;

	/**
	 * The currency of the prices.
	 */
	private String currency = "EUR";

	public String getBanner() {
		return this.banner;
	}

	public void setBanner(String banner) {
		this.banner = banner;
	}

	public int getDiscount() {
		return this.discount;
	}

	public void setDiscount(int discount) {
		Assert.isTrue(discount >= 0 && discount <= MAX_DISCOUNT,
				() -> "'discount' must be between 0 and %d, but is %d".formatted(MAX_DISCOUNT, discount));
		this.discount = discount;
	}

	public String getCurrency() {
		return this.currency;
	}

	public void setCurrency(String currency) {
		this.currency = currency;
	}

}
