import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canBrowse, launchBrowser } from "../support/browser.ts";
import { SimulatedMachine } from "../support/simulated-fleet.ts";
import { TestHub } from "../support/test-hub.ts";

const character = { id: "nas", cpu: 10, memory: 40, memoryGib: 16, cores: 4, model: "test", upDays: 3, traffic: 1000 };

describe.runIf(canBrowse)("alerts in Chromium, on a real hub", () => {
  const complaints: string[] = [];
  let hub: TestHub;
  let browser: Browser;
  let page: Page;

  /** A heartbeat of the machine whose disk is so full. Each is another second, so that none is the same twice. */
  let second = 0;
  async function report(percent: number): Promise<void> {
    const mounts = [["/", "ext4", 229, percent]] as const;
    const heartbeat = new SimulatedMachine({ ...character, mounts }, 0).heartbeat(Date.now() + second * 1000);
    second += 1;
    await hub.call("POST", "/agents/heartbeat", heartbeat);
  }

  beforeAll(async () => {
    hub = await TestHub.start();
    await report(34);
    browser = await launchBrowser();
    page = await browser.newPage();
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    const isRead = page.waitForResponse(/alerts\?status=active/);
    await page.goto(`${hub.url}${hub.platform.welcome.loginPath}`);
    await page.getByRole("link", { name: "nas", exact: true }).waitFor();
    await isRead;
  });

  afterAll(async () => {
    await browser?.close();
    await hub?.remove();
  });

  it("come up on the overview, in the navigation and in the tab without a reload", async () => {
    await report(93);

    await page.getByRole("link", { name: "Disk / on nas at 93 %" }).waitFor();
    await expect.poll(() => page.title()).toBe("(1) Overview · HomelabCmd");
    const news = page.locator("hl-alert-news [role='status']");
    expect(await news.textContent()).toBe("New alert, critical: Disk / on nas at 93 %");
  });

  it("are acknowledged in place, which is quiet then", async () => {
    await page.getByRole("button", { name: "Acknowledge Disk / on nas at 93 %" }).click();

    await page.getByRole("link", { name: "1 acknowledged" }).waitFor();
    const { body } = await hub.call<{ acknowledged_by: string }>("GET", "/alerts/1");
    expect([await page.title(), body.acknowledged_by]).toEqual(["Overview · HomelabCmd", "login link"]);
  });

  it("have a page with a chart that follows them to their end", async () => {
    await page.goto(`${hub.url}/alerts/1`);
    await page.getByRole("heading", { name: "Disk / on nas at 93 %" }).waitFor();
    await report(30);
    await report(30);

    await page.getByText("Resolved", { exact: true }).first().waitFor();
    expect(await page.locator("hl-history-chart canvas").count()).toBe(1);
  });

  it("keep to the content security policy, and say nothing on the console", () => {
    expect(complaints).toEqual([]);
  });
});
