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

package io.github.etcdspring.benchmarks.lease;

import java.time.Duration;

import com.ibm.etcd.client.EtcdClient;
import com.ibm.etcd.client.lease.LeaseClient;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Lease;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.grpc.stub.StreamObserver;

import io.github.etcdspring.benchmarks.subject.BenchmarkConnection;
import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;

/**
 * A client of etcd whose leases are measured.
 *
 * @author The etcd-spring authors
 */
@FunctionalInterface
interface LeaseSubject {

	/**
	 * Grant a lease and keep it alive from then on.
	 * @param seconds its time to live
	 * @throws Exception if it fails
	 */
	void grantAndKeep(int seconds) throws Exception;

	/**
	 * Connect to a server.
	 * @param kind the client
	 * @param endpoint the server
	 * @return the client
	 */
	static LeaseSubject connect(SubjectKind kind, String endpoint) {
		return switch (kind) {
			case JETCD -> jetcd(endpoint);
			case ETCD_JAVA -> etcdJava(endpoint);
			case ETCD_SPRING -> etcdSpring(endpoint);
			default -> throw kind.unsuitedTo("leases");
		};
	}

	private static LeaseSubject jetcd(String endpoint) {
		Lease leases = Client.builder().endpoints(endpoint).build().getLeaseClient();
		return (seconds) -> leases.keepAlive(leases.grant(seconds).get().getID(), new Renewals());
	}

	private static LeaseSubject etcdJava(String endpoint) {
		LeaseClient leases = EtcdClient.forEndpoints(endpoint).withPlainText().build().getLeaseClient();
		return (seconds) -> leases.maintain().minTtl(seconds).start().get();
	}

	private static LeaseSubject etcdSpring(String endpoint) {
		EtcdTemplate etcd = new EtcdTemplate(BenchmarkConnection.open(endpoint), EtcdValueConverter.create());
		return (seconds) -> etcd.leases().grant(Duration.ofSeconds(seconds));
	}

	/**
	 * Hears of renewals.
	 */
	final class Renewals implements StreamObserver<LeaseKeepAliveResponse> {

		@Override
		public void onNext(LeaseKeepAliveResponse response) {
		}

		@Override
		public void onError(Throwable failure) {
			failure.printStackTrace();
		}

		@Override
		public void onCompleted() {
		}

	}

}
