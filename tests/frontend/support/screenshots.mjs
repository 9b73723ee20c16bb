// @ts-check
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { fakeKey, startFakeHub } from "./fake-hub.mjs";

/*
 * Takes pictures of the built dashboard against the made-up hub: node tests/frontend/support/screenshots.mjs <folder>
 * Fails when the browser's console says anything, such as a breach of the content security policy.
 */

const sizes = [
  { name: "desktop", viewport: { width: 1440, height: 900 } },
  { name: "phone", viewport: { width: 390, height: 844 } },
];
const folder = fileURLToPath(new URL("../../../dist/frontend", import.meta.url));
const target = process.argv[2] ?? "screenshots";
const only = process.argv[3] ?? "";
/** @type {string[]} */
const complaints = [];

mkdirSync(target, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
});
for (const { name, viewport } of sizes) {
  for (const colorScheme of /** @type {const} */ (["dark", "light"])) {
    const label = `${name}-${colorScheme}`;
    if (!label.includes(only)) continue;
    const context = await browser.newContext({ viewport, colorScheme, locale: "en-GB", timezoneId: "Europe/London" });
    await takePictures(context, label);
    await context.close();
  }
}
await browser.close();
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;

/** @param {import("playwright-core").BrowserContext} context @param {string} label */
async function takePictures(context, label) {
  const hub = await startFakeHub({ folder });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && complaints.push(`${label}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`${label}: ${error.message}`));
  const shoot = (/** @type {string} */ name, fullPage = false) =>
    page.screenshot({ path: join(target, `${name}-${label}.png`), fullPage });

  await page.goto(`${hub.url}/machines/omv-mediaserver`);
  await page.getByLabel("API key").waitFor();
  await shoot("login");
  await page.getByLabel("API key").fill(fakeKey);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.locator("canvas").first().waitFor();
  await page.waitForTimeout(600);
  await shoot("machine");
  await shoot("machine-full", true);
  await page.locator("canvas").first().hover();
  await shoot("machine-hover");
  for (const id of ["omv-backupserver", "new-nas", "gone"]) {
    await page.goto(`${hub.url}/machines/${id}`);
    await page.waitForTimeout(700);
    await shoot(`machine-${id}`, true);
  }
  await page.goto(`${hub.url}/`);
  await page.locator("hl-machine-card").first().waitFor();
  await page.waitForTimeout(700);
  await shoot("overview");
  await shoot("overview-full", true);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (overflow > 0) complaints.push(`${label}: the overview is ${overflow} px too wide`);
  await page.goto(`${hub.url}/integrations`);
  await page.waitForTimeout(400);
  await shoot("integrations");
  await page.keyboard.press("?");
  await shoot("keys");
  await page.goto(`${hub.url}/`);
  await page.locator("hl-machine-card").first().waitFor();
  const heard = complaints.length;
  hub.setDown(true);
  await page.getByText("Reconnecting").first().waitFor({ timeout: 20_000 });
  await shoot("lost");
  hub.setDown(false);
  await page.getByText("Reconnecting").first().waitFor({ state: "detached", timeout: 20_000 });
  complaints.length = heard; // A lost connection is meant to show in the console.
  await page.goto("about:blank");
  hub.close();
  for (const machines of [1, 0]) {
    const small = await startFakeHub({ folder, machines, isOpen: true });
    await page.goto(small.url);
    await page.waitForTimeout(800);
    await shoot(`overview-${machines}`);
    await page.goto("about:blank");
    small.close();
  }
}
