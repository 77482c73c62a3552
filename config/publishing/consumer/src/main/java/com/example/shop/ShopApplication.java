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

package com.example.shop;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.watch.EtcdEvent;

@SpringBootApplication
public class ShopApplication {

	private final EtcdTemplate etcd;

	private final Set<String> seen = ConcurrentHashMap.newKeySet();

	public ShopApplication(EtcdTemplate etcd) {
		this.etcd = etcd;
	}

	public static void main(String[] args) {
		SpringApplication.run(ShopApplication.class, args);
	}

	void switchOn(String name) {
		this.etcd.put("/flags/" + name, new Flag(true));
	}

	@EtcdWatch(key = "/flags/", prefix = true)
	void onFlag(EtcdEvent<Flag> event) {
		this.seen.add(event.key() + " " + event.value());
	}

	Set<String> seen() {
		return this.seen;
	}

	record Flag(boolean enabled) {

	}

}
