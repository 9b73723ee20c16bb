import { existsSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canBrowse, launchBrowser } from "../support/browser.ts";
import { sampleHeartbeat } from "../support/sample-heartbeat.ts";
import { TestHub } from "../support/test-hub.ts";

const config = "hub:\n  base_path: /homelab\nintegrations:\n  agent:\n    local: false\n";
const isBuilt = existsSync(path.resolve(import.meta.dirname, "../../dist/api-pages"));

describe.skipIf(!canBrowse || !isBuilt)("a browser, on a hub below a base path,", () => {
  let hub: TestHub;
  let browser: Browser;
  let page: Page;
  /** Errors of scripts and of the content security policy, and requests that were refused. */
  let complaints: string[];

  beforeAll(async () => {
    hub = await TestHub.start({ config });
    const now = new Date().toISOString();
    await hub.call("POST", "/agents/heartbeat", sampleHeartbeat({ timestamp: now, sent_at: now }));
    browser = await launchBrowser();
    page = await browser.newPage();
    complaints = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on(
      "request",
      (request) => new URL(request.url()).pathname.startsWith("/homelab/") || complaints.push(request.url()),
    );
  });

  afterAll(async () => {
    await browser.close();
    await hub.remove();
  });

  it("shows Swagger UI and ReDoc from the hub alone, without a complaint", async () => {
    await page.goto(`${hub.url}/api/docs`);
    await page.getByText("List the machines with their status").first().waitFor();
    await page.goto(`${hub.url}/api/redoc`);
    await page.getByRole("heading", { name: "List the machines with their status" }).first().waitFor();

    expect(complaints.filter((one) => !one.startsWith("data:") && !one.startsWith("blob:"))).toEqual([]);
  });

  it("finds every page and file of the dashboard, also when it is opened anew", async () => {
    await page.goto(`${hub.url}${hub.platform.welcome.loginPath}`);
    await page.getByRole("link", { name: "mediaserver", exact: true }).click();
    await page.waitForURL(/\/machines\//);
    const followed = new URL(page.url()).pathname;
    await page.reload();
    await page.getByText("192.168.1.21").first().waitFor();
    await page.goto(`${hub.url}/`);
    await page.getByRole("link", { name: "mediaserver", exact: true }).waitFor();
    const cookies = (await page.context().cookies()).map((cookie) => cookie.path);

    expect([followed, new URL(page.url()).pathname, cookies]).toEqual([
      "/homelab/machines/mediaserver",
      "/homelab/",
      ["/homelab"],
    ]);
  });

  it("who came past the proxy is brought below the base path", async () => {
    await page.goto(`${new URL(hub.url).origin}/machines/mediaserver`);
    await page.getByText("192.168.1.21").first().waitFor();

    expect(new URL(page.url()).pathname).toBe("/homelab/machines/mediaserver");
  });
});
