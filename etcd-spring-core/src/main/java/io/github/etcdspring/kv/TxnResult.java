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

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.ResponseHeader;

/**
 * What a transaction did.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class TxnResult {

	private final ResponseHeader header;

	private final boolean succeeded;

	private final List<TxnOperation<?>> done;

	private final List<Supplier<?>> results;

	private final List<TxnOperation<?>> notDone;

	TxnResult(ResponseHeader header, boolean succeeded, List<TxnOperation<?>> done, List<Supplier<?>> results,
			List<TxnOperation<?>> notDone) {
		this.header = header;
		this.succeeded = succeeded;
		this.done = done;
		this.results = results;
		this.notDone = notDone;
	}

	/**
	 * Return the header of the answer.
	 * @return the header
	 */
	public ResponseHeader header() {
		return this.header;
	}

	/**
	 * Return the revision of the store after the transaction: that of the transaction
	 * itself if it changed anything.
	 * @return the revision
	 */
	public long revision() {
		return this.header.revision();
	}

	/**
	 * Return whether all conditions held.
	 * @return whether they did
	 */
	public boolean succeeded() {
		return this.succeeded;
	}

	/**
	 * Return the result of an operation.
	 * @param <R> the result
	 * @param operation the very object that was given to the transaction
	 * @return the result
	 * @throws IllegalStateException if the operation was not done, because of the
	 * conditions
	 * @throws IllegalArgumentException if the operation is not part of the transaction;
	 * one of a transaction within this one is part of that only
	 * @throws io.github.etcdspring.EtcdConversionException if a value is not of the type
	 * that was asked for; the transaction was applied all the same
	 */
	@SuppressWarnings("unchecked")
	public <R extends @Nullable Object> R get(TxnOperation<R> operation) {
		for (int i = 0; i < this.done.size(); i++) {
			if (this.done.get(i) == operation) {
				return (R) this.results.get(i).get();
			}
		}
		for (TxnOperation<?> other : this.notDone) {
			if (other == operation) {
				throw new IllegalStateException("The %s was not done: the conditions of the transaction %s"
					.formatted(operation, (this.succeeded) ? "held" : "did not hold"));
			}
		}
		throw new IllegalArgumentException("'operation' must be part of the transaction, but is " + operation);
	}

	@Override
	public String toString() {
		return "TxnResult[header=%s, succeeded=%s, done=%s]".formatted(this.header, this.succeeded, this.done);
	}

}
