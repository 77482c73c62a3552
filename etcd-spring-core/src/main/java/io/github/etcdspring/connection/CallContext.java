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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

import io.github.etcdspring.connection.TokenSource.Token;

/**
 * What all calls of a connection share.
 *
 * @author The etcd-spring authors
 */
final class CallContext {

	private static final EtcdRpc<AuthenticateRequest, AuthenticateResponse> AUTHENTICATE = EtcdRpc
		.read("auth.authenticate", AuthGrpc.getAuthenticateMethod())
		.withoutLeader();

	private static final CompletableFuture<Token> NO_TOKEN = CompletableFuture.completedFuture(new Token(null));

	private final EtcdConnectionSettings settings;

	private final ChannelFactory channels;

	private final EndpointGroup endpoints;

	private final ConnectionThreads threads;

	private final EtcdRequestLimits limits;

	private final Deadlines deadlines;

	private final TokenSource tokens;

	private final ExponentialBackOff backOff;

	private final Set<CallWait> waiting = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	CallContext(EtcdConnectionSettings settings, ClientBuilder builder, ChannelFactory channels,
			EndpointGroup endpoints, ConnectionThreads threads) {
		this.settings = settings;
		this.channels = channels;
		this.endpoints = endpoints;
		this.threads = threads;
		this.limits = limits(settings, builder);
		this.deadlines = new Deadlines(threads.scheduler());
		this.tokens = tokens(builder);
		this.backOff = backOff(settings.retry());
	}

	EtcdConnectionSettings settings() {
		return this.settings;
	}

	EndpointGroup endpoints() {
		return this.endpoints;
	}

	ConnectionThreads threads() {
		return this.threads;
	}

	EtcdRequestLimits limits() {
		return this.limits;
	}

	Deadlines deadlines() {
		return this.deadlines;
	}

	TokenSource tokens() {
		return this.tokens;
	}

	/**
	 * The calls that have no answer of the transport to wait for, so that closing must
	 * tell them.
	 * @return the calls, live
	 */
	Set<CallWait> waiting() {
		return this.waiting;
	}

	boolean isClosed() {
		return this.closed;
	}

	CompletableFuture<Token> tokenFor(EtcdRpc<?, ?> rpc) {
		return (rpc != AUTHENTICATE) ? this.tokens.get() : NO_TOKEN;
	}

	boolean canRenewToken(EtcdRpc<?, ?> rpc) {
		return rpc != AUTHENTICATE && this.tokens.isRenewable();
	}

	Channel channelFor(EtcdRpc<?, ?> rpc, Endpoint endpoint) {
		return (rpc != AUTHENTICATE) ? endpoint.channel()
				: ClientInterceptors.intercept(endpoint.channel(), this.channels.authenticationInterceptors());
	}

	BackOffExecution newBackOff() {
		return this.backOff.start();
	}

	Future<?> schedule(Runnable task, long delayMillis) {
		return this.threads.scheduler().schedule(task, delayMillis, TimeUnit.MILLISECONDS);
	}

	void close() {
		this.closed = true;
		this.waiting.forEach(CallWait::closed);
	}

	private static EtcdRequestLimits limits(EtcdConnectionSettings settings, ClientBuilder builder) {
		ByteSequence user = builder.user();
		return new EtcdRequestLimits(settings, (user != null) ? user.size() : 0);
	}

	private TokenSource tokens(ClientBuilder builder) {
		ByteSequence user = builder.user();
		ByteSequence password = builder.password();
		if (user == null || password == null) {
			return new TokenSource(null, (task, delay) -> schedule(task, delay.toMillis()));
		}
		AuthenticateRequest request = AuthenticateRequest.newBuilder()
			.setNameBytes(ByteString.copyFrom(user.toString(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
			.setPasswordBytes(ByteString.copyFrom(password.toString(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
			.build();
		return new TokenSource(() -> {
			CallExecution<AuthenticateRequest, AuthenticateResponse> execution = new CallExecution<>(this, AUTHENTICATE,
					request, EtcdCallSpec.DEFAULT);
			// All calls share it: it must not end with the gRPC call in which one is made
			Context.ROOT.run(execution::start);
			return execution.result().thenApply(AuthenticateResponse::getToken);
		}, (task, delay) -> schedule(task, delay.toMillis()));
	}

	private static ExponentialBackOff backOff(EtcdRetrySettings retry) {
		ExponentialBackOff backOff = new ExponentialBackOff();
		Duration delay = retry.delay();
		backOff.setInitialInterval(delay.toMillis());
		backOff.setMultiplier(retry.multiplier());
		backOff.setMaxInterval(retry.maxDelay().toMillis());
		backOff.setJitter((long) (delay.toMillis() * retry.jitter()));
		return backOff;
	}

}
