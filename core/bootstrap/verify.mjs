// @ts-check
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { buildIfStale } from "./build.mjs";
import { ensureChromium } from "./chromium.mjs";
import { addCounts, countStep, countTests, readFrontendCounts, readVitestCounts } from "./counts.mjs";
import { inProject } from "./project.mjs";
import { BootstrapError, say } from "./terminal.mjs";
import { chromiumAdvice, runTool } from "./tool.mjs";

/** @typedef {import("./counts.mjs").Counts} Counts */
/** @typedef {{ title: string, run: () => Promise<Counts> }} Step */

const reportFolder = inProject(".verify");
const vitestReport = inProject(".verify", "vitest.json");
const frontendReport = inProject(".verify", "frontend.json");
const summaryFile = inProject(".verify", "summary.txt");

/**
 * Checks everything: style, types, builds, server tests, browser tests. Every step runs, whatever became of those before
 * it; the last line, also in .verify/summary.txt, sums them up.
 */
export async function verify() {
  rmSync(reportFolder, { recursive: true, force: true });
  mkdirSync(reportFolder, { recursive: true });
  const chromium = await ensureChromium();
  /** @type {Counts[]} */
  const results = [];
  for (const step of steps(chromium)) results.push(await runStep(step));
  const total = addCounts(results);
  const summary = `${total.passed} passed, ${total.failed} failed`;
  writeFileSync(summaryFile, `${summary}\n`);
  if (!chromium) say(`\nThere is no Chromium here, so the browser tests were left out. ${chromiumAdvice}`);
  if (total.skipped > 0) say(`\n${total.skipped} skipped`);
  say(`\n${summary}`);
  return total.failed === 0 ? 0 : 1;
}

/** The build comes before the tests: end-to-end tests start what it leaves in dist/. @param {string | undefined} chromium @returns {Step[]} */
function steps(chromium) {
  /** @type {Record<string, string>} */
  const browser = chromium ? { HOMELABCMD_CHROMIUM: chromium } : {};
  return [
    { title: "Lint", run: async () => countStep(await runTool("biome", ["check"])) },
    { title: "Types of hub, agent and tests", run: async () => countStep(await runTool("tsc", ["-p", "."])) },
    { title: "Types of the dashboard", run: async () => countStep(await runTool("tsc", ["-p", "frontend"])) },
    { title: "Build", run: build },
    { title: "Tests of hub and agent", run: () => testServer(browser) },
    ...(chromium || process.env["CI"] ? [{ title: "Tests of the dashboard", run: () => testFrontend(browser) }] : []),
  ];
}

/** @param {Step} step */
async function runStep(step) {
  say(`\n== ${step.title}`);
  const startedAt = performance.now();
  const counts = await step.run();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`== ${step.title}: ${counts.failed === 0 ? "ok" : `${counts.failed} failed`} (${seconds} s)`);
  return counts;
}

async function build() {
  try {
    await buildIfStale();
    return countStep(0);
  } catch (error) {
    console.error(error instanceof BootstrapError ? error.message : error);
    return countStep(1);
  }
}

/** @param {Record<string, string>} browser */
async function testServer(browser) {
  const parameters = ["run", "--config", "tests/vitest.config.ts", "--reporter=default", "--reporter=json"];
  const code = await runTool("vitest", [...parameters, `--outputFile.json=${vitestReport}`], browser);
  return countTests(code, readVitestCounts(vitestReport));
}

/** @param {Record<string, string>} browser */
async function testFrontend(browser) {
  const code = await runTool("wtr", ["--config", "tests/frontend/web-test-runner.config.mjs"], browser);
  return countTests(code, readFrontendCounts(frontendReport));
}
