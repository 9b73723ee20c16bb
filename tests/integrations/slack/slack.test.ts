import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Heartbeat } from "../../../agent/protocol.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { TestHub } from "../../support/test-hub.ts";
import { WebhookStub } from "../../support/webhook-stub.ts";
import { AlertLab, withMetrics } from "../alerts/alert-lab.ts";

let stub: WebhookStub;
let lab: AlertLab;

beforeEach(async () => {
  stub = await WebhookStub.start();
  lab = await AlertLab.start(1, `  slack:\n    webhook_url: ${stub.url}/services/T0/B0/secret\n`);
});

afterEach(async () => {
  await lab.remove();
  await stub.stop();
});

const busy = (heartbeat: Heartbeat) => withMetrics(heartbeat, { memory_percent: 97 });
const headers = () =>
  stub.messages<{ blocks: { text: { text: string } }[] }>().map(({ blocks }) => blocks[0]?.text.text);

async function channel() {
  const { body } = await lab.hub.call<{ channels: Record<string, unknown>[] }>("GET", "/channels");
  const [slack] = body.channels;
  return { state: slack?.["state"], waiting: slack?.["waiting"], dead: slack?.["dead"] };
}

const critical = "🔴 Critical: Memory of m0 at 97 %";
const resolved = "✅ Resolved: Memory of m0 at 97 %";

describe("Slack", () => {
  it("is told of an alert, and of its end", async () => {
    await lab.minutes(5, busy);
    await lab.minutes(3);

    expect([headers(), stub.received[0]?.method, stub.received[0]?.path]).toEqual([
      [critical, resolved],
      "POST",
      "/services/T0/B0/secret",
    ]);
  });

  it("that is busy is left alone for as long as it asks, and nothing is lost", async () => {
    stub.answers.push({ status: 429, body: "rate_limited", headers: { "Retry-After": "240" } });
    await lab.minutes(5, busy);
    const early = headers();
    await lab.minutes(5, busy);

    expect([early, headers(), await channel()]).toEqual([
      [critical],
      [critical, critical],
      { state: "ok", waiting: 0, dead: 0 },
    ]);
  });

  it("that is away gets everything in its order when it is back", async () => {
    stub.answers.push("drop", { status: 500, body: "rollup_error" }, { status: 200, body: "<html>Log in</html>" });
    await lab.minutes(5, busy);
    await lab.minutes(3);

    expect([headers().slice(-2), stub.received.length, await channel()]).toEqual([
      [critical, resolved],
      5,
      { state: "ok", waiting: 0, dead: 0 },
    ]);
  });

  it("that refuses one message takes the next", async () => {
    stub.answers.push({ status: 400, body: "invalid_blocks" });
    await lab.minutes(5, busy);
    await lab.minutes(3);

    expect([headers(), await channel()]).toEqual([[critical, resolved], { state: "ok", waiting: 0, dead: 1 }]);
  });

  it("whose webhook was removed stands still with a problem, until a test goes through", async () => {
    stub.usual = { status: 410, body: "channel_is_archived" };
    await lab.minutes(5, busy);
    const during = await channel();
    const { body } = await lab.hub.call<{ problems: { title: string }[] }>("GET", "/problems");
    stub.usual = { status: 200, body: "ok" };
    const { status } = await lab.hub.call("POST", "/channels/slack/test");
    await lab.minutes(1, busy);

    expect([during, body.problems.map(({ title }) => title), status, headers().at(-1), await channel()]).toEqual([
      { state: "broken", waiting: 1, dead: 0 },
      [expect.stringContaining("its channel is archived")],
      204,
      critical,
      { state: "ok", waiting: 0, dead: 0 },
    ]);
  });

  it("that leads elsewhere is not followed there", async () => {
    const other = await WebhookStub.start();
    stub.usual = { status: 307, headers: { Location: `${other.url}/` } };
    await lab.minutes(5, busy);
    const { state } = await channel();
    await other.stop();

    expect([state, other.received]).toEqual(["broken", []]);
  });
});

it("Slack that takes a message and never answers is given up after a while, without a word of its address", async () => {
  const clock = new FakeClock();
  const config = `integrations:\n  agent: { local: false }\n  slack: { webhook_url: "${stub.url}/secret" }\n`;
  const hub = await TestHub.start({ clock, config });
  stub.answers.push("hang");
  const before = stub.received.length;
  const asking = hub.call("POST", "/channels/slack/test");
  await expect.poll(() => stub.received.length).toBe(before + 1);
  await clock.advance(15_001);
  const { status, body } = await asking;
  await hub.remove();

  expect([status, body]).toEqual([
    502,
    {
      detail: {
        code: "UPSTREAM_ERROR",
        message: `Slack did not take the test: ${new URL(stub.url).host} did not answer within 15 s`,
      },
    },
  ]);
});
