import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TestHub } from "../../support/test-hub.ts";
import { WebhookStub } from "../../support/webhook-stub.ts";

let stub: WebhookStub;
let folder: string;
let hub: TestHub;

beforeEach(async () => {
  stub = await WebhookStub.start();
  folder = await mkdtemp(path.join(tmpdir(), "homelabcmd-"));
});

afterEach(async () => {
  await hub.remove();
  await stub.stop();
});

/** A hub whose environment names a webhook. */
async function start(slack: string): Promise<void> {
  const config = `# mine\nintegrations:\n  agent: { local: false }\n${slack}`;
  hub = await TestHub.start({ dataFolder: folder, config, variables: { SLACK_WEBHOOK_URL: `${stub.url}/canary` } });
}

const test = async () => (await hub.call("POST", "/channels/slack/test")).status;
const slackConfig = () => hub.call<Record<string, unknown>>("GET", "/integrations/slack/config");

describe("the variable SLACK_WEBHOOK_URL", () => {
  it("is enough for messages to go to Slack", async () => {
    await start("");

    expect([await test(), stub.received.map(({ path: where }) => where)]).toEqual([204, ["/canary"]]);
  });

  it("wins over the file, is not shown, and says why it cannot be edited", async () => {
    await start("  slack: { webhook_url: 'http://127.0.0.1:1/written' }\n");
    const { body } = await slackConfig();
    const edit = { config: { webhook_url: "http://127.0.0.1:1/other", webhooks: [] } };
    const refused = await hub.call<{ detail: { message: string } }>("PUT", "/integrations/slack/config", edit);

    expect([await test(), body["config"], body["origins"], refused.status, refused.body.detail.message]).toEqual([
      204,
      { webhook_url: "[hidden]", webhooks: [] },
      [{ path: "integrations.slack.webhook_url", from: "environment", name: "SLACK_WEBHOOK_URL" }],
      409,
      expect.stringContaining("is set by SLACK_WEBHOOK_URL in the environment, which wins over the file"),
    ]);
    expect(JSON.stringify([body, refused.body])).not.toContain("canary");
  });

  it("leaves the other settings of the block to be edited, also where the file has no block", async () => {
    await start("");
    const webhooks = [{ name: "ops", webhook_url: `${stub.url}/ops` }];
    const edit = { config: { webhook_url: "[hidden]", webhooks } };
    const { status, body } = await hub.call("PUT", "/integrations/slack/config", edit);

    expect([status, body, (await hub.call("POST", "/channels/slack-ops/test")).status]).toEqual([
      200,
      expect.anything(),
      204,
    ]);
  });

  it("does not turn on what the file turns off", async () => {
    await start("  slack: false\n");

    expect(await test()).toBe(404);
  });
});
