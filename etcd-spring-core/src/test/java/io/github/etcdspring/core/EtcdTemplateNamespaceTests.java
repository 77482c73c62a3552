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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.api.CampaignRequest;
import io.etcd.jetcd.api.CampaignResponse;
import io.etcd.jetcd.api.ElectionGrpc;
import io.etcd.jetcd.api.LeaderRequest;
import io.etcd.jetcd.api.LeaderResponse;
import io.etcd.jetcd.api.ProclaimRequest;
import io.etcd.jetcd.api.ResignRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdRpc;
import io.github.etcdspring.connection.EtcdStream;
import io.github.etcdspring.connection.EtcdStreamListener;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.kv.TxnResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link EtcdTemplate} below a namespace, beside keys that are not in it.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateNamespaceTests {

	private static final String NAMESPACE = "app/";

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final EtcdTemplate whole = etcd.template();

	private EtcdConnection connection;

	private EtcdTemplate inside;

	@BeforeEach
	void connect() {
		this.whole.delete(KeyRange.all());
		this.whole.put("a", "outside");
		this.whole.put("app", "outside");
		this.whole.put("app0", "outside");
		this.whole.put("z", "outside");
		this.connection = etcd
			.connect((builder) -> builder.namespace(ByteSequence.from(NAMESPACE, StandardCharsets.UTF_8)));
		this.inside = new EtcdTemplate(this.connection, EtcdValueConverter.create());
	}

	@AfterEach
	void close() {
		this.connection.close();
	}

	@Test
	void everyKeyIsBelowTheNamespace() {
		this.inside.put("a", "1");
		assertThat(this.whole.get("app/a")).isEqualTo("1");
		assertThat(this.whole.get("a")).isEqualTo("outside");
		assertThat(this.inside.get("a")).isEqualTo("1");
		assertThat(this.inside.getEntry("a").key()).isEqualTo("a");
		assertThat(this.inside.put("a", "2", (put) -> put.returnPrevious(String.class)).previous().key())
			.isEqualTo("a");
		assertThat(this.inside.delete("a")).isTrue();
		assertThat(this.whole.get("a")).isEqualTo("outside");
	}

	@Test
	void everyRangeEndsWithTheNamespace() {
		List.of("a", "b", "b/1", "c").forEach((key) -> this.inside.put(key, key));
		assertThat(this.inside.keys(KeyRange.all())).containsExactly("a", "b", "b/1", "c");
		assertThat(this.inside.keys(KeyRange.from("b"))).containsExactly("b", "b/1", "c");
		assertThat(this.inside.keys(KeyRange.prefix("b"))).containsExactly("b", "b/1");
		assertThat(this.inside.keys(KeyRange.of("a", "b/1"))).containsExactly("a", "b");
		assertThat(this.inside.delete(KeyRange.from("b"), (delete) -> delete.returnPrevious(String.class)).previous())
			.extracting(EtcdEntry::key)
			.containsExactly("b", "b/1", "c");
		assertThat(this.inside.delete(KeyRange.all()).deleted()).isEqualTo(1);
		assertThat(this.whole.keys(KeyRange.all())).containsExactly("a", "app", "app0", "z");
	}

	@Test
	void transactionsStayBelowTheNamespace() {
		TxnOperation<EtcdEntry<String>> read = TxnOperation.get("n");
		TxnOperation<TxnResult> inner = TxnOperation
			.txn((txn) -> txn.when(EtcdCondition.absent("a")).then(TxnOperation.put("n", "1"), read));
		TxnOperation<Boolean> delete = TxnOperation.delete("z");
		TxnResult result = this.inside.txn((txn) -> txn.when(EtcdCondition.absent(KeyRange.all())).then(inner, delete));
		assertThat(result.succeeded()).isTrue();
		assertThat(result.get(inner).get(read).key()).isEqualTo("n");
		assertThat(result.get(delete)).isFalse();
		assertThat(this.whole.keys(KeyRange.prefix(NAMESPACE))).containsExactly("app/n");
		assertThat(this.inside.update("n", Integer.class, (number) -> number + 1)).isEqualTo(2);
		assertThat(this.inside.txn((txn) -> txn.otherwise(read).when(EtcdCondition.absent("n"))).get(read).key())
			.isEqualTo("n");
	}

	@Test
	void leasesTellOnlyKeysOfTheNamespace() {
		long lease = this.whole.leases().grantOnly(Duration.ofMinutes(1)).id();
		this.whole.put("outside", "1", (put) -> put.lease(lease));
		this.inside.put("inside", "1", (put) -> put.lease(lease));
		assertThat(this.inside.leases().timeToLive(lease, true).keys()).containsExactly("inside");
		assertThat(this.whole.leases().timeToLive(lease, true).keys()).containsExactlyInAnyOrder("outside",
				"app/inside");
	}

	@Test
	void locksAreBelowTheNamespace() {
		long lease = this.whole.leases().grantOnly(Duration.ofMinutes(1)).id();
		String key = this.inside.locks().lock("lock", lease);
		assertThat(key).startsWith("lock/");
		assertThat(this.inside.getEntry(key).leaseId()).isEqualTo(lease);
		assertThat(this.whole.getEntry(NAMESPACE + key)).isNotNull();
		this.inside.locks().unlock(key);
		assertThat(this.whole.getEntry(NAMESPACE + key)).isNull();
	}

	@Test
	void electionsAreBelowTheNamespace() {
		long lease = this.whole.leases().grantOnly(Duration.ofMinutes(1)).id();
		CampaignResponse won = call(EtcdRpc.write("election.campaign", ElectionGrpc.getCampaignMethod()),
				CampaignRequest.newBuilder().setName(text("leader")).setLease(lease).setValue(text("me")).build());
		assertThat(won.getLeader().getName()).isEqualTo(text("leader"));
		assertThat(won.getLeader().getKey().toStringUtf8()).startsWith("leader/");
		call(EtcdRpc.write("election.proclaim", ElectionGrpc.getProclaimMethod()),
				ProclaimRequest.newBuilder().setLeader(won.getLeader()).setValue(text("still me")).build());
		LeaderResponse leader = call(EtcdRpc.read("election.leader", ElectionGrpc.getLeaderMethod()),
				LeaderRequest.newBuilder().setName(text("leader")).build());
		assertThat(leader.getKv().getKey()).isEqualTo(won.getLeader().getKey());
		assertThat(leader.getKv().getValue()).isEqualTo(text("still me"));
		assertThat(this.whole.keys(KeyRange.prefix("app/leader/"))).hasSize(1);
		call(EtcdRpc.write("election.resign", ElectionGrpc.getResignMethod()),
				ResignRequest.newBuilder().setLeader(won.getLeader()).build());
		assertThat(this.whole.keys(KeyRange.prefix("app/leader/"))).isEmpty();
	}

	@Test
	void watchesAreBelowTheNamespace() throws Exception {
		BlockingQueue<WatchResponse> responses = new LinkedBlockingQueue<>();
		CountDownLatch opened = new CountDownLatch(1);
		EtcdStream<WatchRequest> stream = this.connection.calls()
			.open(EtcdRpc.read("watch", WatchGrpc.getWatchMethod()), Set.of(), false, new EtcdStreamListener<>() {

				@Override
				public void onOpen() {
					opened.countDown();
				}

				@Override
				public void onNext(WatchResponse response) {
					responses.add(response);
				}

				@Override
				public void onClosed(EtcdException reason) {
				}

			});
		assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
		stream.send(WatchRequest.newBuilder()
			.setCreateRequest(WatchCreateRequest.newBuilder()
				.setKey(ByteString.copyFrom(KeyRange.all().keyBytes()))
				.setRangeEnd(ByteString.copyFrom(KeyRange.all().rangeEndBytes()))
				.setPrevKv(true))
			.build());
		assertThat(responses.poll(10, TimeUnit.SECONDS).getCreated()).isTrue();
		this.whole.put("a", "outside");
		this.whole.put("app/a", "1");
		assertThat(responses.poll(10, TimeUnit.SECONDS).getEvents(0).getKv().getKey()).isEqualTo(text("a"));
		this.inside.delete("a");
		assertThat(responses.poll(10, TimeUnit.SECONDS).getEvents(0)).satisfies((event) -> {
			assertThat(event.getKv().getKey()).isEqualTo(text("a"));
			assertThat(event.getPrevKv().getKey()).isEqualTo(text("a"));
		});
		stream.cancel();
	}

	@Test
	void namespaceOfBytesMayEndWith255() {
		byte[] namespace = { 'x', -1 };
		try (EtcdConnection binary = etcd.connect((builder) -> builder.namespace(ByteSequence.from(namespace)))) {
			EtcdTemplate template = new EtcdTemplate(binary, EtcdValueConverter.create());
			template.put("a", Map.of("k", 1));
			this.whole.put("y", "outside");
			assertThat(template.keys(KeyRange.all())).containsExactly("a");
			assertThat(template.delete(KeyRange.from("a")).deleted()).isEqualTo(1);
		}
	}

	private <Q, R> R call(EtcdRpc<Q, R> rpc, Q request) {
		return this.connection.calls().call(rpc, request, EtcdCallSpec.DEFAULT, (response) -> response);
	}

	private static ByteString text(String text) {
		return ByteString.copyFromUtf8(text);
	}

}
