import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ChannelStub } from "../../support/channel-stub.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { sampleHeartbeat } from "../../support/sample-heartbeat.ts";
import { TestHub } from "../../support/test-hub.ts";

const text = `# my lab
integrations:
  agent: { local: false }
  alerts:
    thresholds:
      cpu: { high_percent: 70 } # a small one
`;

let hub: TestHub;
afterEach(() => hub.remove());

const written = () => readFile(path.join(hub.dataFolder, "config.yaml"), "utf8");

const thresholds = {
  cpu: { high_percent: 70, critical_percent: null, sustained_seconds: 180 },
  memory: { high_percent: 85, critical_percent: 95, sustained_seconds: 180 },
  disk: { high_percent: 80, critical_percent: 90, sustained_seconds: 0 },
  server_offline_seconds: 180,
};
const notifications = {
  slack_webhook_url: null,
  cooldowns: { critical_minutes: 30, high_minutes: 240 },
  notify_on_critical: true,
  notify_on_high: true,
  notify_on_remediation: true,
  notify_on_action_failure: true,
  notify_on_action_success: true,
  notify_on_auto_resolve: true,
};

describe("thresholds and notifications of the configuration", () => {
  it("are shown with the rest of it, and by themselves", async () => {
    hub = await TestHub.start({ config: text });
    const { body } = await hub.call("GET", "/config");

    expect([
      { thresholds: body["thresholds"], notifications: body["notifications"] },
      (await hub.call("GET", "/config/thresholds")).body,
      (await hub.call("GET", "/config/notifications")).body,
    ]).toEqual([{ thresholds, notifications }, thresholds, notifications]);
  });

  it("are written into config.yaml with its comments, and answer with what is different", async () => {
    hub = await TestHub.start({ config: text });
    const ofThresholds = await hub.call("PUT", "/config/thresholds", {
      cpu: { high_percent: 75, critical_percent: null },
    });
    const ofNotifications = await hub.call("PUT", "/config/notifications", {
      notify_on_high: false,
      notify_on_critical: true,
      cooldowns: { critical_minutes: 10 },
    });

    expect([ofThresholds.body, ofNotifications.body, await written()]).toEqual([
      { updated: ["cpu.high_percent"], thresholds: { ...thresholds, cpu: { ...thresholds.cpu, high_percent: 75 } } },
      {
        updated: ["cooldowns.critical_minutes", "notify_on_high"],
        notifications: {
          ...notifications,
          notify_on_high: false,
          cooldowns: { critical_minutes: 10, high_minutes: 240 },
        },
      },
      `${text.replace("70", "75")}    cooldowns:
      critical_minutes: 10
    notify_on:
      high: false
`,
    ]);
  });

  it("take effect at once: a machine is offline after the new time", async () => {
    const clock = new FakeClock();
    hub = await TestHub.start({ clock, config: text });
    const now = new Date(clock.now()).toISOString();
    await hub.call("POST", "/agents/heartbeat", sampleHeartbeat({ timestamp: now, sent_at: now }));
    const { body } = await hub.call("PUT", "/config/thresholds", { server_offline_seconds: 600 });
    const status = async () => (await hub.call("GET", "/machines/mediaserver")).body["status"];
    await clock.advance(500_000);
    const before = await status();
    await clock.advance(200_000);
    const waiting = (await hub.call("GET", "/config")).body["restart_required"];

    expect([body["updated"], before, await status(), waiting]).toEqual([
      ["server_offline_seconds"],
      "online",
      "offline",
      [],
    ]);
  });

  it.each([
    [{ cpu: { high_percent: 101 } }, "cpu.high_percent"],
    [{ server_offline_seconds: 1 }, "server_offline_seconds"],
  ])("refuse %j and leave the file alone", async (body, field) => {
    hub = await TestHub.start({ config: text });
    const answer = await hub.call<{ detail: object }>("PUT", "/config/thresholds", body);

    expect([answer.status, answer.body.detail, await written()]).toEqual([
      422,
      expect.objectContaining({ code: "VALIDATION_ERROR", field }),
      text,
    ]);
  });

  it("say that no webhook is set when there is none to be tested", async () => {
    hub = await TestHub.start({ config: text });
    const { status, body } = await hub.call("POST", "/config/test-webhook");

    expect([status, body]).toEqual([400, { detail: expect.objectContaining({ code: "INVALID_STATE" }) }]);
  });
});

describe("the Slack webhook of the configuration", () => {
  let slack: ChannelStub;
  beforeEach(async () => {
    slack = await ChannelStub.start();
    hub = await TestHub.start({ config: text });
  });
  afterEach(() => slack.stop());

  const put = (url: string | null) =>
    hub.call<{ updated: string[]; notifications: object }>("PUT", "/config/notifications", { slack_webhook_url: url });

  it("turns Slack on, is never shown, and is tested", async () => {
    const { body } = await put(slack.url);
    const again = await put("[hidden]");
    const tested = await hub.call("POST", "/config/test-webhook");

    expect([body, again.body.updated, tested.body, slack.taken.length]).toEqual([
      { updated: ["slack_webhook_url"], notifications: { ...notifications, slack_webhook_url: "[hidden]" } },
      [],
      { success: true, message: "Slack took the test" },
      1,
    ]);
  });

  it("that is taken away turns Slack off, and one that is set turns it on again", async () => {
    await put(slack.url);
    const { body } = await put(null);
    const off = [await written(), (await hub.call("GET", "/channels")).body["total"]];
    await put(slack.url);

    expect([body.updated, off, (await hub.call("GET", "/channels")).body["total"]]).toEqual([
      ["slack_webhook_url"],
      [`${text}  slack:\n    enabled: false\n`, 0],
      1,
    ]);
  });

  it("says why Slack did not take the test", async () => {
    await put(slack.url);
    slack.status = 410;

    expect((await hub.call("POST", "/config/test-webhook")).status).toBe(502);
  });

  it("that is none is refused", async () => {
    expect([(await put("not an address")).status, await written()]).toEqual([422, text]);
  });
});
