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

package io.github.etcdspring.test.security;

import java.nio.file.Path;

/**
 * A certificate and its private key in PEM files, as etcd and Spring Boot's SSL bundles
 * read them.
 *
 * @param certificate the file of the certificate
 * @param key the file of the private key (PKCS #8, without a password)
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record KeyAndCertificate(Path certificate, Path key) {

}
