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

package io.github.etcdspring;

/**
 * A bulk of operations failed on its way. The first {@linkplain #getApplied() so many} of
 * them were applied, {@linkplain #getUnknown() so many} after those may have been, and
 * none of the rest was. Repeating the whole bulk is harmless for puts and deletes, unless
 * others have changed the same keys since.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@SuppressWarnings("serial")
public class EtcdBulkException extends EtcdException {

	private final int applied;

	private final int unknown;

	/**
	 * Create a new exception.
	 * @param total the number of operations
	 * @param applied how many of them were applied
	 * @param unknown how many after those may have been applied
	 * @param cause why the next chunk failed
	 */
	public EtcdBulkException(int total, int applied, int unknown, EtcdException cause) {
		super("A bulk of %d operations failed: the first %d were applied, %s. The next chunk: %s".formatted(total,
				applied,
				(unknown > 0) ? "the %d after them may have been, and no others".formatted(unknown) : "and no others",
				cause.getMessage()), (applied > 0) ? EtcdOutcome.UNKNOWN : cause.getOutcome(), cause);
		this.applied = applied;
		this.unknown = unknown;
	}

	/**
	 * Return how many operations were certainly applied: the first so many.
	 * @return the number, a sum of whole chunks
	 */
	public int getApplied() {
		return this.applied;
	}

	/**
	 * Return how many operations after those that were applied may have been applied as
	 * well: all of them at once, or none.
	 * @return the number, 0 if it is known that none was
	 */
	public int getUnknown() {
		return this.unknown;
	}

	/**
	 * Return what is known about the effect of the bulk as a whole.
	 * @return {@link EtcdOutcome#UNKNOWN} as soon as a part of it was applied or may have
	 * been
	 */
	@Override
	public EtcdOutcome getOutcome() {
		return super.getOutcome();
	}

	/**
	 * Return whether the failed chunk may succeed later.
	 * @return what its failure says
	 */
	@Override
	public boolean isTransient() {
		return getCause() instanceof EtcdException cause && cause.isTransient();
	}

}
