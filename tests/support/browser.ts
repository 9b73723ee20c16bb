import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Debian's Chromium, or the one that HOMELABCMD_CHROMIUM names. */
export const chromiumPath = process.env["HOMELABCMD_CHROMIUM"] ?? "/usr/bin/chromium";

/** Whether browser tests can run. Under CI they always do: a missing browser is a failure there. */
export const canBrowse = process.env["CI"] !== undefined || existsSync(chromiumPath);

/** Starts Chromium without a window and without talking to anybody but the test. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
