import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canBrowse, launchBrowser } from "../support/browser.ts";
import { TestHub } from "../support/test-hub.ts";

const config = "integrations:\n  agent:\n    local_interval_seconds: 1\n";

describe.runIf(canBrowse)("the dashboard in Chromium, on a real hub with its real agent", () => {
  let hub: TestHub;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    hub = await TestHub.start({ config });
    browser = await launchBrowser();
    page = await browser.newPage();
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
  });

  afterAll(async () => {
    await browser?.close();
    await hub?.remove();
  });

  it("logs in by the one-time link, which leaves no trace in the address bar", async () => {
    await page.goto(`${hub.url}${hub.platform.welcome.loginPath}`);
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    expect([new URL(page.url()).pathname, new URL(page.url()).hash]).toEqual(["/", ""]);
  });

  it("shows this machine, and sees its figures change without a reload", async () => {
    const { body } = await hub.call<{ machines: { id: string }[] }>("GET", "/machines");
    const id = body.machines[0]?.id ?? "";
    await page.getByRole("link", { name: id, exact: true }).first().click();
    await page.waitForURL(`**/machines/${id}`);
    await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
    const figures = async () => (await page.locator("hl-figure .value").allInnerTexts()).join(" ");
    await expect.poll(figures).toMatch(/\d+ ?%.*\d/s);
    const before = await figures();
    await expect.poll(figures, { timeout: 20_000 }).not.toBe(before);
    expect(await page.evaluate(() => "notReloaded" in globalThis)).toBe(true);
  });

  it("keeps to the content security policy, and says nothing on the console", () => {
    expect(complaints).toEqual([]);
  });

  it("asks for a login when there is none, and refuses a wrong key with a reason", async () => {
    const stranger = await browser.newPage();
    await stranger.goto(`${hub.url}/`);
    await stranger.waitForURL("**/login");
    await stranger.getByLabel(/key/i).first().fill("hlc_wrong");
    await stranger.keyboard.press("Enter");
    await stranger.getByText(/does not know this key/i).waitFor();
    await stranger.close();
  });
});
