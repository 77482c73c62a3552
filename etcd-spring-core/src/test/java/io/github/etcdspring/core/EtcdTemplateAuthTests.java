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

package io.github.etcdspring.core;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.etcd.jetcd.ByteSequence;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdAuthenticationException;
import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.auth.AsyncEtcdAuthOperations;
import io.github.etcdspring.auth.EtcdAuthOperations;
import io.github.etcdspring.auth.EtcdPermission;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link EtcdTemplate#auth()}.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateAuthTests {

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final EtcdAuthOperations auth = etcd.template().auth();

	@Test
	void usersComeAndGo() {
		this.auth.addUser("alice", "secret");
		this.auth.addUserWithoutPassword("bob");
		this.auth.changePassword("alice", "other");
		assertThat(this.auth.users()).contains("alice", "bob");
		assertThat(this.auth.rolesOf("alice")).isEmpty();
		assertThatExceptionOfType(EtcdInvalidRequestException.class)
			.isThrownBy(() -> this.auth.addUser("alice", "hunter2"))
			.withMessageContaining("user 'alice'")
			.withMessageNotContaining("hunter2");
		this.auth.deleteUser("alice");
		this.auth.deleteUser("bob");
		assertThat(this.auth.users()).doesNotContain("alice", "bob");
		assertThatExceptionOfType(EtcdInvalidRequestException.class).isThrownBy(() -> this.auth.deleteUser("alice"))
			.withMessageContaining("user 'alice'");
	}

	@Test
	void rolesHavePermissionsForRanges() {
		this.auth.addRole("reader");
		KeyRange prefix = KeyRange.prefix("/reader/");
		this.auth.grantPermission("reader", EtcdPermission.read(prefix));
		this.auth.grantPermission("reader", EtcdPermission.write(KeyRange.key("/one")));
		this.auth.grantPermission("reader", EtcdPermission.readWrite(KeyRange.from("/z")));
		assertThat(this.auth.roles()).contains("reader");
		assertThat(this.auth.permissionsOf("reader")).containsExactlyInAnyOrder(EtcdPermission.read(prefix),
				EtcdPermission.write(KeyRange.key("/one")), EtcdPermission.readWrite(KeyRange.from("/z")));
		this.auth.grantPermission("reader", EtcdPermission.readWrite(prefix));
		this.auth.revokePermission("reader", KeyRange.key("/one"));
		this.auth.revokePermission("reader", KeyRange.from("/z"));
		assertThat(this.auth.permissionsOf("reader")).containsExactly(EtcdPermission.readWrite(prefix));
		this.auth.deleteRole("reader");
		assertThatExceptionOfType(EtcdInvalidRequestException.class).isThrownBy(() -> this.auth.permissionsOf("reader"))
			.withMessageContaining("role 'reader'");
	}

	@Test
	void usersHaveRoles() {
		this.auth.addUser("carol", "secret");
		this.auth.addRole("writer");
		this.auth.grantRole("carol", "writer");
		assertThat(this.auth.rolesOf("carol")).containsExactly("writer");
		this.auth.revokeRole("carol", "writer");
		assertThat(this.auth.rolesOf("carol")).isEmpty();
		assertThatExceptionOfType(EtcdInvalidRequestException.class)
			.isThrownBy(() -> this.auth.revokeRole("carol", "writer"));
		this.auth.deleteUser("carol");
		this.auth.deleteRole("writer");
	}

	@Test
	void onlyWhatIsSaidToBeIdempotentMayBeRepeated() {
		this.auth.addUser("frank", "secret");
		this.auth.addRole("clerk");
		for (int i = 0; i < 2; i++) {
			this.auth.disable();
			this.auth.changePassword("frank", "other");
			this.auth.grantRole("frank", "clerk");
			this.auth.grantPermission("clerk", EtcdPermission.read(KeyRange.key("/a")));
		}
		assertThat(this.auth.rolesOf("frank")).containsExactly("clerk");
		assertThat(this.auth.permissionsOf("clerk")).containsExactly(EtcdPermission.read(KeyRange.key("/a")));
		this.auth.revokePermission("clerk", KeyRange.key("/a"));
		this.auth.revokeRole("frank", "clerk");
		Stream
			.<ThrowingCallable>of(() -> this.auth.addRole("clerk"), () -> this.auth.addUserWithoutPassword("frank"),
					() -> this.auth.revokePermission("clerk", KeyRange.key("/a")),
					() -> this.auth.revokeRole("frank", "clerk"), () -> this.auth.grantRole("frank", "nothing"),
					() -> this.auth.grantRole("nobody", "clerk"), () -> this.auth.changePassword("nobody", "other"),
					() -> this.auth.rolesOf("nobody"), () -> this.auth.deleteRole("nothing"),
					() -> this.auth.grantPermission("nothing", EtcdPermission.read(KeyRange.all())))
			.forEach((call) -> assertThatExceptionOfType(EtcdInvalidRequestException.class).isThrownBy(call)
				.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.REFUSED)));
		this.auth.deleteRole("clerk");
		this.auth.deleteUser("frank");
	}

	@Test
	void enabledAuthenticationHoldsUsersToTheirPermissions() {
		this.auth.addUser("root", "root-secret");
		this.auth.grantRole("root", "root");
		this.auth.addUser("app", "app-secret");
		this.auth.addRole("app");
		this.auth.grantRole("app", "app");
		this.auth.grantPermission("app", EtcdPermission.readWrite(KeyRange.prefix("/app/")));
		this.auth.enable();
		try (EtcdConnection root = connect("root", "root-secret"); EtcdConnection app = connect("app", "app-secret")) {
			EtcdTemplate user = new EtcdTemplate(app, EtcdValueConverter.create());
			user.put("/app/a", "1");
			assertThat(user.get("/app/a")).isEqualTo("1");
			assertThatExceptionOfType(EtcdPermissionDeniedException.class).isThrownBy(() -> user.get("/other"))
				.withMessageContaining("/other");
			assertThatExceptionOfType(EtcdPermissionDeniedException.class).isThrownBy(() -> user.auth().addRole("x"));
			assertThat(user.auth().rolesOf("app")).containsExactly("app");
			assertThat(user.auth().permissionsOf("app")).hasSize(1);
			assertThatExceptionOfType(EtcdPermissionDeniedException.class)
				.isThrownBy(() -> user.auth().rolesOf("root"));
			assertThatExceptionOfType(EtcdAuthenticationException.class).isThrownBy(() -> etcd.template().get("/app/a"))
				.withMessageContaining("etcd.username");
			EtcdAuthOperations administration = new EtcdTemplate(root, EtcdValueConverter.create()).auth();
			administration.enable();
			administration.disable();
		}
		assertThat(etcd.template().get("/app/a")).isEqualTo("1");
	}

	@Test
	@DisabledIf("isOlderThanAuthStatus")
	void statusTellsWhetherAuthenticationIsEnabled() {
		long before = this.auth.status().authRevision();
		this.auth.addRole("other");
		assertThat(this.auth.status().authRevision()).isGreaterThan(before);
		assertThat(this.auth.status().enabled()).isFalse();
		assertThat(this.auth.status().header().clusterId()).isNotZero();
		this.auth.deleteRole("other");
	}

	@Test
	void everyOperationHasAFuture() throws Exception {
		AsyncEtcdAuthOperations async = etcd.template().async().auth();
		join(async.addUser("dave", "secret"));
		join(async.addRole("guest"));
		join(async.grantRole("dave", "guest"));
		join(async.grantPermission("guest", EtcdPermission.read(KeyRange.all())));
		assertThat(join(async.permissionsOf("guest"))).containsExactly(EtcdPermission.read(KeyRange.all()));
		assertThat(join(async.rolesOf("dave"))).containsExactly("guest");
		assertThat(join(async.users())).contains("dave");
		assertThat(join(async.roles())).contains("guest");
		join(async.revokePermission("guest", KeyRange.all()));
		join(async.revokeRole("dave", "guest"));
		join(async.changePassword("dave", "other"));
		join(async.deleteUser("dave"));
		join(async.deleteRole("guest"));
	}

	@Test
	void wrongArgumentsAreRefusedByNameBeforeAnythingIsSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.auth.addUser("", "secret"))
			.withMessage("'user' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.auth.addUser("erin", null))
			.withMessage("'password' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.auth.grantRole("erin", ""))
			.withMessage("'role' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.auth.grantPermission("x", null))
			.withMessage("'permission' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.auth.revokePermission("x", null))
			.withMessage("'range' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> EtcdPermission.read(null))
			.withMessage("'range' must not be null");
	}

	static boolean isOlderThanAuthStatus() {
		return etcd.server().version().startsWith("3.4.");
	}

	private static EtcdConnection connect(String user, String password) {
		return etcd.connect((builder) -> builder.user(ByteSequence.from(user, StandardCharsets.UTF_8))
			.password(ByteSequence.from(password, StandardCharsets.UTF_8)));
	}

	private static <T> T join(CompletableFuture<T> future) throws Exception {
		return future.get(10, TimeUnit.SECONDS);
	}

}
