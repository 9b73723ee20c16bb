// @ts-check
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes how many tests passed, failed and were skipped, as JSON. A test file that could not run counts as a failure.
 * @param {string} file
 * @returns {import("@web/test-runner-core").Reporter}
 */
export function countReporter(file) {
  return {
    onTestRunFinished({ sessions }) {
      const counts = { passed: 0, failed: 0, skipped: 0 };
      for (const session of sessions) {
        const tests = session.testResults ? testsOf(session.testResults) : [];
        for (const test of tests) counts[test.skipped ? "skipped" : test.passed ? "passed" : "failed"] += 1;
        if (!session.passed && tests.every((test) => test.passed || test.skipped)) counts.failed += 1;
      }
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify(counts)}\n`);
    },
  };
}

/**
 * @param {import("@web/test-runner-core").TestSuiteResult} suite
 * @returns {import("@web/test-runner-core").TestResult[]}
 */
function testsOf(suite) {
  return [...suite.tests, ...suite.suites.flatMap(testsOf)];
}
