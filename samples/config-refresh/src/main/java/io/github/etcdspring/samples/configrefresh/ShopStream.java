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

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import io.github.etcdspring.boot.config.EtcdConfigChangedEvent;

/**
 * Tells browsers when settings have changed: the beans have the new ones by then.
 *
 * @author The etcd-spring authors
 */
@RestController
class ShopStream {

	private static final Duration TIMEOUT = Duration.ofMinutes(30);

	private final ShopProperties properties;

	private final List<SseEmitter> browsers = new CopyOnWriteArrayList<>();

	ShopStream(ShopProperties properties) {
		this.properties = properties;
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter subscribe() {
		SseEmitter browser = new SseEmitter(TIMEOUT.toMillis());
		browser.onCompletion(() -> this.browsers.remove(browser));
		browser.onTimeout(browser::complete);
		this.browsers.add(browser);
		send(browser, "shop", Shop.of(this.properties));
		return browser;
	}

	@EventListener
	void onChange(EtcdConfigChangedEvent event) {
		Change change = new Change(event.getRevision(), event.getProperties(), Instant.now());
		this.browsers.forEach((browser) -> {
			send(browser, "shop", Shop.of(this.properties));
			send(browser, "change", change);
		});
	}

	// A graceful shutdown would wait for streams that never end
	@EventListener(ContextClosedEvent.class)
	void close() {
		this.browsers.forEach(SseEmitter::complete);
	}

	private void send(SseEmitter browser, String event, Object data) {
		try {
			browser.send(SseEmitter.event().name(event).data(data));
		}
		catch (IOException | IllegalStateException ex) {
			this.browsers.remove(browser);
		}
	}

	/**
	 * A change of settings.
	 *
	 * @param revision the revision of etcd
	 * @param properties the names of the properties
	 * @param time when it arrived here
	 */
	record Change(long revision, Set<String> properties, Instant time) {

	}

}
