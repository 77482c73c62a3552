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

package io.github.etcdspring.kv;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;

import io.github.etcdspring.EtcdConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link EtcdValueConverter} and its implementations.
 *
 * @author The etcd-spring authors
 */
class EtcdValueConverterTests {

	private final EtcdValueConverter converter = EtcdValueConverter.create();

	@Test
	void stringIsItsBytes() {
		assertThat(this.converter.toBytes("grün")).isEqualTo("grün".getBytes(StandardCharsets.UTF_8));
		assertThat(read("grün", String.class)).isEqualTo("grün");
	}

	@Test
	void bytesAreUntouched() {
		byte[] bytes = { 0, -1, 5 };
		assertThat(this.converter.toBytes(bytes)).isSameAs(bytes);
		assertThat(this.converter.<byte[]>fromBytes(bytes, ResolvableType.forClass(byte[].class))).isSameAs(bytes);
	}

	@Test
	void everythingElseIsJson() {
		assertThat(this.converter.toBytes(new Flag("a", true))).asString().isEqualTo("{\"name\":\"a\",\"on\":true}");
		assertThat(read("{\"name\":\"a\",\"on\":true}", Flag.class)).isEqualTo(new Flag("a", true));
		assertThat(this.converter.toBytes(42)).asString().isEqualTo("42");
	}

	@Test
	void genericTypesAreKept() {
		ResolvableType type = ResolvableType.forClassWithGenerics(Map.class, String.class, Flag.class);
		Map<String, Flag> flags = this.converter
			.fromBytes("{\"x\":{\"name\":\"a\",\"on\":true}}".getBytes(StandardCharsets.UTF_8), type);
		assertThat(flags).containsEntry("x", new Flag("a", true));
	}

	@Test
	void failureToReadNeverQuotesTheValue() {
		EtcdConversionException ex = catchThrowableOfType(EtcdConversionException.class,
				() -> read("{\"name\":\"a\",\n\"on\":\"hunter2\"}", Flag.class));
		assertThat(ex).hasMessageContaining(Flag.class.getName()).hasMessageContaining("line 2");
		assertThat(print(ex)).doesNotContain("hunter2");
	}

	@Test
	void failureToWriteNeverQuotesTheValue() {
		EtcdConversionException ex = catchThrowableOfType(EtcdConversionException.class,
				() -> this.converter.toBytes(new Broken("hunter2")));
		assertThat(ex).hasMessageContaining(Broken.class.getName());
		assertThat(print(ex)).doesNotContain("hunter2");
	}

	@Test
	void nullLiteralIsNoValue() {
		assertThatExceptionOfType(EtcdConversionException.class).isThrownBy(() -> read("null", Flag.class))
			.withMessageContaining("null");
	}

	@Test
	void withoutJacksonTheErrorSaysWhatToAdd() {
		RawValueConverter raw = new RawValueConverter();
		assertThatExceptionOfType(EtcdConversionException.class).isThrownBy(() -> raw.toBytes(new Flag("a", true)))
			.withMessageContaining(Flag.class.getName())
			.withMessageContaining("spring-boot-starter-jackson");
		assertThatExceptionOfType(EtcdConversionException.class)
			.isThrownBy(() -> raw.fromBytes(new byte[0], ResolvableType.forClass(Flag.class)))
			.withMessageContaining(Flag.class.getName())
			.withMessageContaining("spring-boot-starter-jackson");
		assertThat(raw.toBytes("a")).asString().isEqualTo("a");
	}

	private <T> T read(String stored, Class<T> type) {
		return this.converter.fromBytes(stored.getBytes(StandardCharsets.UTF_8), ResolvableType.forClass(type));
	}

	private static String print(Throwable ex) {
		StringWriter text = new StringWriter();
		ex.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	record Flag(String name, boolean on) {

	}

	record Broken(String password) {

		@Override
		public String password() {
			throw new IllegalStateException(this.password);
		}

	}

}
