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

package io.github.etcdspring.maintenance;

import java.nio.file.Path;

import io.github.etcdspring.ResponseHeader;

/**
 * A snapshot of the database of one member, saved to a file that etcd's own tools can
 * restore ({@code etcdutl snapshot restore}).
 *
 * @param header the header of the state that the member told just before
 * @param version the version of the member, such as {@code 3.5.16}
 * @param endpoint the endpoint of the member
 * @param file the file, absolute
 * @param size the size of the file in bytes, its checksum of 32 bytes included
 * @param checksum the SHA-256 checksum of the database, 64 lower-case hexadecimal digits;
 * it has been verified and is the end of the file
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see <a href="https://etcd.io/docs/latest/op-guide/recovery/">Disaster recovery</a>
 */
public record EtcdSnapshot(ResponseHeader header, String version, String endpoint, Path file, long size,
		String checksum) {

	/**
	 * Return the revision of the member just before the snapshot. The file holds it, and
	 * maybe a few newer ones.
	 * @return the revision
	 */
	public long revision() {
		return this.header.revision();
	}

}
