import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { ChannelStub } from "../support/channel-stub.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { homeFleet, SimulatedMachine } from "../support/simulated-fleet.ts";
import { TestHub } from "../support/test-hub.ts";
import { liveThroughUpdates, withAgentSide } from "./screenshot-agents.ts";
import { makeSilences, withTrouble } from "./screenshot-alerts.ts";

/*
 * Takes the pictures in docs/images: `npm run screenshots`. A real hub lives through an hour of a simulated home on fake time,
 * then real Chromium looks at it.
 */

const images = path.resolve(import.meta.dirname, "../../docs/images");
const minute = 60_000;
const hour = 60 * minute;

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const themes = ["dark", "light"] as const;
const pages = {
  overview: "/",
  machine: "/machines/omv-mediaserver",
  alerts: "/alerts",
  silences: "/alerts/silences",
  rules: "/alerts/rules",
  "add-machine": "/add-machine",
  agents: "/settings/agents",
  enrolment: "/settings/enrolment",
  notifications: "/settings/notifications",
  "api-keys": "/settings/keys",
};

/** Lets the home live for an hour that ends now; one machine falls silent four minutes before. */
async function liveAnHour(hub: TestHub, clock: FakeClock): Promise<void> {
  const machines = homeFleet.map((character, number) => new SimulatedMachine(character, number));
  for (let passed = 0; passed <= hour; passed += minute) {
    const isSilent = (number: number) => number === 1 && passed > hour - 5 * minute;
    const heartbeats = machines.map((one, number) => {
      return withAgentSide(withTrouble(one.heartbeat(clock.now()), number, hour - passed), number);
    });
    const sent = heartbeats.filter((_, number) => !isSilent(number));
    await Promise.all(sent.map((heartbeat) => hub.call("POST", "/agents/heartbeat", heartbeat)));
    if (passed < hour) await clock.advance(minute);
  }
  await liveThroughUpdates({ hub, clock, machines });
}

/** What a user of some weeks has made. */
async function makeAccess(hub: TestHub): Promise<void> {
  await hub.call("POST", "/auth/keys", { name: "backup script", scope: "viewer" });
  await hub.call("POST", "/auth/keys", { name: "tablet", scope: "operator", expires_at: "2030-01-01T00:00:00Z" });
  const image = { name: "golden image of the lab", expiry_minutes: 43_200, max_uses: 20 };
  await hub.call("POST", "/agents/register/tokens", image);
}

/** Lets the user turn Slack on when the hour is over, so that nothing of it is told there. */
async function makeChannel(hub: TestHub, slack: ChannelStub): Promise<void> {
  await hub.call("PUT", "/config/notifications", { slack_webhook_url: slack.url });
}

async function logIn(browser: Browser, hub: TestHub, theme: "dark" | "light", size: keyof typeof sizes): Promise<Page> {
  const look = { viewport: sizes[size], colorScheme: theme, reducedMotion: "reduce", locale: "en-GB" } as const;
  const context = await browser.newContext(look);
  const answer = await hub.call("POST", "/auth/login", { key: "test-admin-key-0123456789" });
  const [name = "", value = ""] = (answer.headers.get("set-cookie")?.split(";")[0] ?? "").split("=");
  await context.addCookies([{ name, value, url: hub.url }]);
  return context.newPage();
}

const clock = new FakeClock(Date.now() - hour - 20_000);
const hub = await TestHub.start({ clock });
const slack = await ChannelStub.start();
const browser = await launchBrowser();
await mkdir(images, { recursive: true });
try {
  await liveAnHour(hub, clock);
  await makeAccess(hub);
  await makeChannel(hub, slack);
  const pictured = { ...pages, alert: await makeSilences(hub) };
  for (const theme of themes) {
    for (const size of Object.keys(sizes) as (keyof typeof sizes)[]) {
      const page = await logIn(browser, hub, theme, size);
      for (const [name, address] of Object.entries(pictured)) {
        await page.goto(`${hub.url}${address}`);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.waitForLoadState("load");
        await page.waitForTimeout(1500);
        const file = path.join(images, `${name}-${size}-${theme}.png`);
        await page.screenshot({ path: file });
        console.log(path.relative(process.cwd(), file));
      }
      await page.context().close();
    }
  }
} finally {
  await browser.close();
  await hub.remove();
  await slack.stop();
}
