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

package io.github.etcdspring.benchmarks.call;

import java.util.Map;

import io.github.etcdspring.benchmarks.report.Sample;
import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.benchmarks.subject.Workload;

/**
 * What is measured at a time, the same for all subjects.
 *
 * @param workload what a call does
 * @param mode how calls are made
 * @param concurrency how many at a time
 * @author The etcd-spring authors
 */
record Cell(Workload workload, Mode mode, int concurrency) {

	// The blocking calls of the last one are those of the project with its defaults
	boolean suits(SubjectKind subject) {
		return this.mode == Mode.ASYNC || subject != SubjectKind.ETCD_SPRING_DIRECT;
	}

	String scenario() {
		return this.workload.title() + this.mode.callers();
	}

	Sample sample(SubjectKind subject, int round, Map<String, Double> figures) {
		return new Sample(scenario(), this.concurrency, subject.title(), round, figures);
	}

}
