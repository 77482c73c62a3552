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

package io.github.etcdspring.connection;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.test.relay.TcpRelay;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which endpoint serves which call: three ways to one etcd.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class EndpointPickerTests {

	@RegisterExtension
	static final EtcdExtension etcd = new EtcdExtension();

	private final TestContext context = new TestContext();

	private List<TcpRelay> relays;

	@BeforeEach
	void openWays() {
		this.relays = Stream.generate(() -> TcpRelay.to(etcd.endpoint())).limit(3).toList();
	}

	@AfterEach
	void close() {
		this.context.close();
		this.relays.forEach(TcpRelay::close);
	}

	@Test
	void roundRobinTakesTurns() {
		connect(EtcdLoadBalancingPolicy.ROUND_ROBIN);
		assertThat(choose(300).values()).containsExactly(100L, 100L, 100L);
	}

	@Test
	void turnOfOneThatIsAwayFallsToTheOthersEqually() {
		connect(EtcdLoadBalancingPolicy.ROUND_ROBIN);
		lose(0);
		Map<String, Long> chosen = choose(300);
		assertThat(chosen).doesNotContainKey(this.relays.get(0).endpoint());
		assertThat(chosen.values()).hasSize(2).allSatisfy((count) -> assertThat(count).isBetween(130L, 170L));
	}

	@Test
	void pickFirstStaysWithTheFirstThatIsThere() {
		connect(EtcdLoadBalancingPolicy.PICK_FIRST);
		assertThat(choose(50)).containsOnlyKeys(this.relays.get(0).endpoint());
		lose(0);
		assertThat(choose(50)).containsOnlyKeys(this.relays.get(1).endpoint());
		this.relays.get(0).heal();
		Awaitility.await().until(() -> this.context.connected() == 3);
		assertThat(choose(50)).containsOnlyKeys(this.relays.get(0).endpoint());
	}

	@Test
	void randomStaysWithOneWhichIsNotTheSameForEachProcess() {
		connect(EtcdLoadBalancingPolicy.RANDOM);
		Map<String, Long> chosen = choose(50);
		assertThat(chosen).hasSize(1);
		List<Endpoint> endpoints = this.context.get().endpoints().all();
		assertThat(IntStream.range(0, 50).mapToObj((i) -> {
			EndpointPicker picker = new EndpointPicker(EtcdLoadBalancingPolicy.RANDOM);
			picker.candidates(endpoints);
			return picker.choose(Set.of()).uri();
		}).distinct()).hasSize(3);
	}

	@Test
	void randomStaysWithOneWhenOthersComeAndGo() {
		connect(EtcdLoadBalancingPolicy.RANDOM);
		List<Endpoint> endpoints = this.context.get().endpoints().all();
		EndpointPicker picker = new EndpointPicker(EtcdLoadBalancingPolicy.RANDOM);
		picker.candidates(endpoints.subList(0, 2));
		Endpoint last = Set.copyOf(endpoints.subList(0, 2))
			.stream()
			.filter((each) -> each != picker.choose(Set.of()))
			.findFirst()
			.orElseThrow();
		Endpoint chosen = picker.choose(Set.of());
		picker.candidates(List.of(chosen, endpoints.get(2)));
		picker.candidates(endpoints);
		assertThat(picker.choose(Set.of(endpoints.get(2).uri(), last.uri()))).isSameAs(chosen);
	}

	@Test
	void suspectServesOnlyIfThereIsNoOther() {
		connect(EtcdLoadBalancingPolicy.PICK_FIRST);
		List<Endpoint> endpoints = this.context.get().endpoints().all();
		endpoints.get(0).suspect();
		assertThat(choose(10)).containsOnlyKeys(endpoints.get(1).uri());
		assertThat(this.context.get().endpoints().hasEqual(endpoints.get(0))).isTrue();
		endpoints.get(1).suspect();
		endpoints.get(2).suspect();
		assertThat(choose(10)).containsOnlyKeys(endpoints.get(0).uri());
		assertThat(this.context.get().endpoints().hasEqual(endpoints.get(0))).isTrue();
		endpoints.get(0).trust();
		assertThat(this.context.get().endpoints().hasEqual(endpoints.get(0))).isFalse();
	}

	private void connect(EtcdLoadBalancingPolicy policy) {
		this.context.calls(TestConnections.builder(this.relays.stream().map(TcpRelay::endpoint).toList()),
				EtcdConnectionSettings.builder().loadBalancingPolicy(policy).build());
		Awaitility.await().until(() -> this.context.connected() == 3);
	}

	private void lose(int index) {
		this.relays.get(index).refuse();
		Awaitility.await().until(() -> this.context.connected() == 2);
	}

	private Map<String, Long> choose(int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> this.context.get().endpoints().choose(Set.of()).uri())
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
	}

}
