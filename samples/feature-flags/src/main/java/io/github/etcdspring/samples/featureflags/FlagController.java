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

package io.github.etcdspring.samples.featureflags;

import java.util.List;
import java.util.regex.Pattern;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import io.github.etcdspring.EtcdException;

/**
 * Reads and writes flags. The page hears of what it wrote as everybody does: from etcd.
 *
 * @author The etcd-spring authors
 */
@RestController
@RequestMapping("/flags")
class FlagController {

	private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

	private static final int DESCRIPTION_LENGTH = 200;

	private final Flags flags;

	FlagController(Flags flags) {
		this.flags = flags;
	}

	@GetMapping
	List<FlagEntry> all() {
		return this.flags.all().entries().stream().map(FlagEntry::of).toList();
	}

	@GetMapping("/{name}")
	FlagEntry find(@PathVariable String name) {
		FlagEntry entry = this.flags.find(name);
		if (entry == null) {
			throw notFound(name);
		}
		return entry;
	}

	@GetMapping("/{name}/enabled")
	boolean isEnabled(@PathVariable String name) {
		return this.flags.isEnabled(name);
	}

	@PostMapping("/{name}")
	@ResponseStatus(HttpStatus.CREATED)
	void create(@PathVariable String name, @RequestBody Flag flag) {
		validate(name, flag);
		if (!this.flags.create(name, flag)) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "There is a flag '" + name + "' already.");
		}
	}

	@PutMapping("/{name}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void put(@PathVariable String name, @RequestBody Flag flag) {
		validate(name, flag);
		this.flags.put(name, flag);
	}

	@DeleteMapping("/{name}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String name) {
		if (!this.flags.delete(name)) {
			throw notFound(name);
		}
	}

	@ExceptionHandler
	ProblemDetail etcdFailed(EtcdException ex) {
		HttpStatus status = (ex.isTransient()) ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.INTERNAL_SERVER_ERROR;
		return ProblemDetail.forStatusAndDetail(status, ex.getMessage());
	}

	private static void validate(String name, Flag flag) {
		if (!NAME.matcher(name).matches()) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"A name has up to 63 lower-case letters, digits and hyphens, with no hyphen at either end.");
		}
		if (flag.description().length() > DESCRIPTION_LENGTH) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"A description has up to %d characters.".formatted(DESCRIPTION_LENGTH));
		}
	}

	private static ResponseStatusException notFound(String name) {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no flag '" + name + "'.");
	}

}
