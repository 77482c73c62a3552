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

package io.github.etcdspring.watch;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthRoleGrantPermissionRequest;
import io.etcd.jetcd.api.AuthRoleRevokePermissionRequest;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.Permission;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;

import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.connection.EtcdRpc;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;

/**
 * A real etcd, a connection to it, a container of watches, and writes.
 *
 * @author The etcd-spring authors
 */
final class WatchedEtcd implements AutoCloseable {

	private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(20);

	final EtcdServer server;

	final EtcdConnection connection;

	final EtcdWatchContainer container;

	private final EtcdConnection writes;

	WatchedEtcd(EtcdServer server, Consumer<ClientBuilder> client, Consumer<EtcdWatchSettings.Builder> settings) {
		this(server, client, (builder) -> {
		}, settings);
	}

	WatchedEtcd(EtcdServer server, Consumer<ClientBuilder> client, Consumer<ClientBuilder> writesClient,
			Consumer<EtcdWatchSettings.Builder> settings) {
		this.server = server;
		this.connection = connect(server, client);
		this.writes = connect(server, writesClient);
		EtcdWatchSettings.Builder watchSettings = EtcdWatchSettings.builder();
		settings.accept(watchSettings);
		this.container = new EtcdWatchContainer(this.connection, EtcdValueConverter.create(), watchSettings.build());
	}

	static WatchedEtcd start() {
		WatchedEtcd etcd = new WatchedEtcd(EtcdServer.start(), (builder) -> {
		}, (settings) -> {
		});
		etcd.container.start();
		return etcd;
	}

	static EtcdConnection connect(EtcdServer server, Consumer<ClientBuilder> client) {
		ClientBuilder builder = Client.builder()
			.endpoints(URI.create(server.endpoint()))
			.connectTimeout(Duration.ofSeconds(1))
			.keepaliveTime(Duration.ofSeconds(10))
			.keepaliveTimeout(Duration.ofSeconds(3))
			.keepaliveWithoutCalls(false);
		client.accept(builder);
		// What is too large shall be refused by the server, if at all
		return new EtcdConnection(builder,
				EtcdConnectionSettings.builder().maxRequestSize(DataSize.ofMegabytes(64)).build());
	}

	static void put(EtcdConnection connection, String key, String value) {
		connection.calls()
			.call(EtcdRpc.write("kv.put", KVGrpc.getPutMethod()), putRequest(key, value),
					EtcdCallSpec.of(null, WRITE_TIMEOUT), (response) -> response);
	}

	long put(String key, String value) {
		return write(EtcdRpc.write("kv.put", KVGrpc.getPutMethod()), putRequest(key, value)).getHeader().getRevision();
	}

	CompletableFuture<?> putAsync(String key, String value) {
		return this.writes.calls()
			.callAsync(EtcdRpc.write("kv.put", KVGrpc.getPutMethod()), putRequest(key, value),
					EtcdCallSpec.of(null, WRITE_TIMEOUT), (response) -> response);
	}

	long put(Map<String, String> values) {
		TxnRequest.Builder txn = TxnRequest.newBuilder();
		values.forEach(
				(key, value) -> txn.addSuccess(RequestOp.newBuilder().setRequestPut(putRequest(key, value)).build()));
		return write(EtcdRpc.write("kv.txn", KVGrpc.getTxnMethod()), txn.build()).getHeader().getRevision();
	}

	long delete(String key) {
		return write(EtcdRpc.write("kv.delete", KVGrpc.getDeleteRangeMethod()),
				DeleteRangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build())
			.getHeader()
			.getRevision();
	}

	void compact(long revision) {
		write(EtcdRpc.write("kv.compact", KVGrpc.getCompactMethod()),
				CompactionRequest.newBuilder().setRevision(revision).setPhysical(true).build());
	}

	void grant(String role, String prefix) {
		Permission permission = Permission.newBuilder()
			.setPermType(Permission.Type.READ)
			.setKey(ByteString.copyFromUtf8(prefix))
			.setRangeEnd(ByteString.copyFrom(KeyRange.prefix(prefix).rangeEndBytes()))
			.build();
		write(EtcdRpc.write("auth.grant", AuthGrpc.getRoleGrantPermissionMethod()),
				AuthRoleGrantPermissionRequest.newBuilder().setName(role).setPerm(permission).build());
	}

	void revoke(String role, String prefix) {
		write(EtcdRpc.write("auth.revoke", AuthGrpc.getRoleRevokePermissionMethod()),
				AuthRoleRevokePermissionRequest.newBuilder()
					.setRole(role)
					.setKey(ByteString.copyFromUtf8(prefix))
					.setRangeEnd(ByteString.copyFrom(KeyRange.prefix(prefix).rangeEndBytes()))
					.build());
	}

	/**
	 * Return a figure of the server's own metrics.
	 * @param name the name of the metric
	 * @return the value
	 */
	double serverMetric(String name) {
		return Metrics.read(this.server.endpoint(), name);
	}

	private <Q, R> R write(EtcdRpc<Q, R> rpc, Q request) {
		return this.writes.calls().call(rpc, request, EtcdCallSpec.of(null, WRITE_TIMEOUT), (response) -> response);
	}

	static PutRequest putRequest(String key, String value) {
		return PutRequest.newBuilder()
			.setKey(ByteString.copyFromUtf8(key))
			.setValue(ByteString.copyFrom(value, StandardCharsets.UTF_8))
			.build();
	}

	/**
	 * Replace the server by one without data at the same address.
	 */
	void startFromNothing() {
		this.server.kill();
		FileSystemUtils.deleteRecursively(this.server.dataDirectory().toFile());
		this.server.restart();
	}

	@Override
	public void close() {
		this.container.close();
		this.connection.close();
		this.writes.close();
		this.server.close();
	}

}
