// @ts-check
import { readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** A step without tests of its own counts as one. @param {number} exitCode @returns {Counts} */
export function countStep(exitCode) {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/**
 * What a test runner reported. A runner that failed without naming a failed test (a file that does not load, a crash)
 * counts as one failure, so that nothing broken adds up to success.
 * @param {number} exitCode
 * @param {Counts | undefined} reported
 * @returns {Counts}
 */
export function countTests(exitCode, reported) {
  const counts = reported ?? { passed: 0, failed: 0, skipped: 0 };
  const isSilentFailure = counts.failed === 0 && (exitCode !== 0 || !reported);
  return isSilentFailure ? { ...counts, failed: 1 } : counts;
}

/** Reads vitest's JSON report; `undefined` when there is none. @param {string} file @returns {Counts | undefined} */
export function readVitestCounts(file) {
  const report = readJson(file);
  if (!report) return undefined;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Reads the counts that the frontend's tests leave; `undefined` when there are none. @param {string} file @returns {Counts | undefined} */
export function readFrontendCounts(file) {
  return readJson(file);
}

/** @param {readonly Counts[]} all @returns {Counts} */
export function addCounts(all) {
  return {
    passed: all.reduce((sum, counts) => sum + counts.passed, 0),
    failed: all.reduce((sum, counts) => sum + counts.failed, 0),
    skipped: all.reduce((sum, counts) => sum + counts.skipped, 0),
  };
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
