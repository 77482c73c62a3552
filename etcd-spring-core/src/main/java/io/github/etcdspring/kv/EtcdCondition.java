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

import org.springframework.util.Assert;

import io.github.etcdspring.kv.CompareCondition.Result;
import io.github.etcdspring.kv.CompareCondition.Target;

/**
 * A condition on which a transaction depends. On a range it holds if it holds for every
 * key there; a range without keys is compared like one key that was never put: with
 * version, revisions and lease 0, and with no value at all.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see TxnSpec#when(EtcdCondition...)
 */
public sealed interface EtcdCondition permits CompareCondition {

	/**
	 * Hold if a key exists.
	 * @param key the key, not empty
	 * @return the condition
	 */
	static EtcdCondition exists(String key) {
		return exists(KeyRange.key(key));
	}

	/**
	 * Hold if a range has at least one key.
	 * @param range the keys
	 * @return the condition
	 */
	static EtcdCondition exists(KeyRange range) {
		return version(range).greaterThan(0);
	}

	/**
	 * Hold if a key does not exist.
	 * @param key the key, not empty
	 * @return the condition
	 */
	static EtcdCondition absent(String key) {
		return absent(KeyRange.key(key));
	}

	/**
	 * Hold if a range has no key.
	 * @param range the keys
	 * @return the condition
	 */
	static EtcdCondition absent(KeyRange range) {
		return version(range).equalTo(0);
	}

	/**
	 * Compare the version of a key.
	 * @param key the key, not empty
	 * @return the comparison to complete
	 */
	static NumberComparison version(String key) {
		return version(KeyRange.key(key));
	}

	/**
	 * Compare the versions of the keys of a range.
	 * @param range the keys
	 * @return the comparison to complete
	 */
	static NumberComparison version(KeyRange range) {
		return new NumberComparison(range, Target.VERSION);
	}

	/**
	 * Compare the revision that created a key.
	 * @param key the key, not empty
	 * @return the comparison to complete
	 */
	static NumberComparison createRevision(String key) {
		return createRevision(KeyRange.key(key));
	}

	/**
	 * Compare the revisions that created the keys of a range.
	 * @param range the keys
	 * @return the comparison to complete
	 */
	static NumberComparison createRevision(KeyRange range) {
		return new NumberComparison(range, Target.CREATE_REVISION);
	}

	/**
	 * Compare the revision that put a key last.
	 * @param key the key, not empty
	 * @return the comparison to complete
	 */
	static NumberComparison modRevision(String key) {
		return modRevision(KeyRange.key(key));
	}

	/**
	 * Compare the revisions that put the keys of a range last.
	 * @param range the keys
	 * @return the comparison to complete
	 */
	static NumberComparison modRevision(KeyRange range) {
		return new NumberComparison(range, Target.MOD_REVISION);
	}

	/**
	 * Compare the lease that a key is attached to, 0 for none.
	 * @param key the key, not empty
	 * @return the comparison to complete
	 */
	static NumberComparison lease(String key) {
		return lease(KeyRange.key(key));
	}

	/**
	 * Compare the leases that the keys of a range are attached to, 0 for none.
	 * @param range the keys
	 * @return the comparison to complete
	 */
	static NumberComparison lease(KeyRange range) {
		return new NumberComparison(range, Target.LEASE);
	}

	/**
	 * Compare the value of a key, byte by byte as it is stored.
	 * @param key the key, not empty
	 * @return the comparison to complete
	 */
	static ValueComparison value(String key) {
		return value(KeyRange.key(key));
	}

	/**
	 * Compare the values of the keys of a range, byte by byte as they are stored.
	 * @param range the keys
	 * @return the comparison to complete
	 */
	static ValueComparison value(KeyRange range) {
		return new ValueComparison(range);
	}

	/**
	 * A comparison of numbers that lacks its operator and its operand.
	 */
	final class NumberComparison {

		private final KeyRange range;

		private final Target target;

		private NumberComparison(KeyRange range, Target target) {
			Assert.notNull(range, "'range' must not be null");
			this.range = range;
			this.target = target;
		}

		/**
		 * Hold if equal.
		 * @param operand the number to compare with
		 * @return the condition
		 */
		public EtcdCondition equalTo(long operand) {
			return new CompareCondition(this.range, this.target, Result.EQUAL, operand);
		}

		/**
		 * Hold if not equal.
		 * @param operand the number to compare with
		 * @return the condition
		 */
		public EtcdCondition notEqualTo(long operand) {
			return new CompareCondition(this.range, this.target, Result.NOT_EQUAL, operand);
		}

		/**
		 * Hold if greater.
		 * @param operand the number to compare with
		 * @return the condition
		 */
		public EtcdCondition greaterThan(long operand) {
			return new CompareCondition(this.range, this.target, Result.GREATER, operand);
		}

		/**
		 * Hold if less.
		 * @param operand the number to compare with
		 * @return the condition
		 */
		public EtcdCondition lessThan(long operand) {
			return new CompareCondition(this.range, this.target, Result.LESS, operand);
		}

	}

	/**
	 * A comparison of values that lacks its operator and its operand.
	 */
	final class ValueComparison {

		private final KeyRange range;

		private ValueComparison(KeyRange range) {
			Assert.notNull(range, "'range' must not be null");
			this.range = range;
		}

		/**
		 * Hold if equal.
		 * @param operand the value to compare with
		 * @return the condition
		 */
		public EtcdCondition equalTo(Object operand) {
			return condition(Result.EQUAL, operand);
		}

		/**
		 * Hold if not equal.
		 * @param operand the value to compare with
		 * @return the condition
		 */
		public EtcdCondition notEqualTo(Object operand) {
			return condition(Result.NOT_EQUAL, operand);
		}

		/**
		 * Hold if greater, byte by byte.
		 * @param operand the value to compare with
		 * @return the condition
		 */
		public EtcdCondition greaterThan(Object operand) {
			return condition(Result.GREATER, operand);
		}

		/**
		 * Hold if less, byte by byte.
		 * @param operand the value to compare with
		 * @return the condition
		 */
		public EtcdCondition lessThan(Object operand) {
			return condition(Result.LESS, operand);
		}

		private EtcdCondition condition(Result result, Object operand) {
			Assert.notNull(operand, "'operand' must not be null");
			return new CompareCondition(this.range, Target.VALUE, result, operand);
		}

	}

}
