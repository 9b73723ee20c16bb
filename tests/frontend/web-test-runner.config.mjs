// @ts-check
import { fileURLToPath } from "node:url";
import { esbuildPlugin } from "@web/dev-server-esbuild";
import { defaultReporter } from "@web/test-runner";
import { playwrightLauncher } from "@web/test-runner-playwright";
import { countReporter } from "./support/count-reporter.mjs";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** Runs the dashboard's tests in a real Chromium: `wtr --config tests/frontend/web-test-runner.config.mjs`. */
export default {
  rootDir: here("../.."),
  files: [here("./**/*.test.ts")],
  nodeResolve: { exportConditions: ["development"] },
  concurrency: 2,
  browserStartTimeout: 60_000,
  testsFinishTimeout: 120_000,
  testFramework: { config: { ui: "bdd", timeout: 10_000 } },
  plugins: [esbuildPlugin({ ts: true, tsconfig: here("../../frontend/tsconfig.json"), target: "es2022" })],
  browsers: [
    playwrightLauncher({
      product: "chromium",
      launchOptions: {
        executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
        args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
      },
      createBrowserContext: ({ browser }) =>
        browser.newContext({ locale: "en-GB", timezoneId: "Europe/London", viewport: { width: 1280, height: 900 } }),
    }),
  ],
  reporters: [defaultReporter(), countReporter(here("../../.verify/frontend.json"))],
};
