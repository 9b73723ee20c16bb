import { afterEach, beforeEach, expect, it } from "vitest";
import type { IntegrationContext } from "../../../core/sdk/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { largeFleet, SimulatedMachine } from "../../support/simulated-fleet.ts";
import { TestHub } from "../../support/test-hub.ts";
import { type StubAnswer, WebhookStub } from "../../support/webhook-stub.ts";

const machines = 50;
/** Everything that Slack does when it does not take a message, but for the last: then it takes none before the user says so. */
const troubles: readonly StubAnswer[] = [
  { status: 429, body: "rate_limited", headers: { "Retry-After": "30" } },
  { status: 500, body: "rollup_error" },
  "hang",
  "drop",
  { status: 410, body: "channel_is_archived" },
];

let clock: FakeClock;
let stub: WebhookStub;
let hub: TestHub;
let fleet: readonly SimulatedMachine[];

beforeEach(async () => {
  clock = new FakeClock();
  stub = await WebhookStub.start();
  const config = `integrations:\n  agent: { local: false }\n  slack: { webhook_url: "${stub.url}/secret" }\n`;
  hub = await TestHub.start({ clock, config, wrapContext: holdAnswers });
  fleet = largeFleet(machines).map(
    (character, number) => new SimulatedMachine({ ...character, cpu: 20, mounts: [["/", "ext4", 229, 41]] }, number),
  );
  await minutes(1, 40);
});

afterEach(async () => {
  await hub.remove();
  await stub.stop();
});

/** Time stands still while Slack answers; when it will not answer, the time goes on. */
function holdAnswers(context: IntegrationContext): IntegrationContext {
  const held = clock.holdFor({ fetch: context.fetch });
  const fetch: IntegrationContext["fetch"] = (url, request) => {
    return (stub.answers[0] === "hang" ? context.fetch : held.fetch)(url, request);
  };
  return new Proxy(context, {
    get: (target, name) => (name === "fetch" ? fetch : (Reflect.get(target, name, target) as unknown)),
  });
}

/** Minutes pass in which every machine says how full its disk is, in percent. */
async function minutes(count: number, percent: number): Promise<void> {
  for (let passed = 0; passed < count; passed++) {
    for (let second = 0; second < 60; second++) {
      await clock.advance(1000);
      // Time for the disk, which does not go by this clock.
      await hub.call("GET", "/channels");
    }
    const heartbeats = fleet.map((machine) => {
      const heartbeat = machine.heartbeat(clock.now());
      return { ...heartbeat, filesystems: heartbeat.filesystems?.map((one) => ({ ...one, percent })) };
    });
    await hub.call("POST", "/agents/heartbeat", heartbeats);
  }
}

it("Slack that does everything to lose messages loses none, mixes none up, and gets only those twice that it left unanswered", async () => {
  stub.answers.push(...troubles);
  await minutes(10, 95);
  // The user has put the webhook right.
  await hub.call("POST", "/channels/slack/test");
  await minutes(5, 95);
  await minutes(5, 40);
  const headers = stub
    .messages<{ blocks: readonly { text: { text: string } }[] }>()
    .map(({ blocks }) => blocks[0]?.text.text ?? "");
  const taken = headers.slice(troubles.length).filter((header) => header.includes("Disk"));
  const order = taken.map((header) => header.includes("Resolved"));

  expect({ received: headers.length, different: new Set(taken).size, order }).toEqual({
    received: troubles.length + 1 + 2 * machines,
    different: 2 * machines,
    order: order.toSorted(),
  });
});
