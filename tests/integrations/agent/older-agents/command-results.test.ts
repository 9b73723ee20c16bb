import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HeartbeatAnswer } from "../../../../agent/protocol.ts";
import type { IntegrationContext } from "../../../../core/sdk/index.ts";
import type { AgentConfig } from "../../../../integrations/agent/config.ts";
import { CommandResults } from "../../../../integrations/agent/older-agents/command-results.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";
import { TestHub } from "../../../support/test-hub.ts";

let hub: TestHub;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  hub = await TestHub.start({ clock });
});

afterEach(() => hub.remove());

const result = {
  action_id: 7,
  exit_code: 0,
  stdout: "restarted\n",
  stderr: "",
  executed_at: "2026-01-15T11:59:58.123456",
  completed_at: "2026-01-15T13:00:00+01:00",
};

const send = (command_results: unknown) =>
  hub.call<HeartbeatAnswer>("POST", "/agents/heartbeat", {
    ...sampleHeartbeat({ timestamp: new Date(clock.now()).toISOString() }),
    command_results,
  });

const sendOne = (body: object, headers?: Record<string, string>) =>
  hub.call("POST", "/agents/command-result", body, headers);

async function kept(): Promise<readonly Record<string, unknown>[]> {
  const { body } = await hub.call<{ command_results: Record<string, unknown>[] }>("GET", "/agents/command-results");
  return body.command_results;
}

describe("results of commands", () => {
  it("in a heartbeat are recorded and acknowledged by id", async () => {
    const { status, body } = await send([result, { ...result, action_id: 8, exit_code: null, stdout: null }]);

    expect([status, body.results_acknowledged, await kept()]).toEqual([
      200,
      [7, 8],
      [
        expect.objectContaining({ action_id: 8, exit_code: null, stdout: null }),
        {
          server_id: "mediaserver",
          action_id: 7,
          exit_code: 0,
          stdout: "restarted\n",
          stderr: "",
          is_cut: false,
          executed_at: "2026-01-15T11:59:58.123Z",
          completed_at: "2026-01-15T12:00:00.000Z",
          received_at: "2026-01-15T12:00:00.000Z",
        },
      ],
    ]);
  });

  it("by themselves are recorded and acknowledged too, also before the machine's first heartbeat", async () => {
    const { status, body } = await sendOne({ server_id: "nas", ...result });

    expect([status, body, (await kept()).map(({ server_id }) => server_id)]).toEqual([
      200,
      { status: "ok", received: true, results_acknowledged: [7] },
      ["nas"],
    ]);
  });

  it("are events that others can hear, once each", async () => {
    await send([result]);
    await send([result]);
    const { body } = await hub.call<{ events: { data: unknown }[] }>(
      "GET",
      "/events?type=agent.command_result_received",
    );

    expect([body.events.map(({ data }) => data), (await kept()).length]).toEqual([
      [{ server_id: "mediaserver", action_id: 7, exit_code: 0 }],
      1,
    ]);
  });

  it("are still there after a restart", async () => {
    await send([result]);
    const before = await kept();
    await hub.stop();
    hub = await TestHub.start({ clock, dataFolder: hub.dataFolder });

    expect(await kept()).toEqual(before);
  });

  it("are kept to the end of their output, and not without end", async () => {
    const long = `${"\u0000".repeat(5000)}the end`;
    await send([{ ...result, stdout: long, stderr: '</script><img src=x onerror="alert(1)">' }]);
    const [one] = await kept();
    for (let from = 0; from < 300; from += 100) {
      await send(Array.from({ length: 100 }, (_, index) => ({ ...result, action_id: from + index, stdout: long })));
    }
    const all = await kept();

    expect([
      String(one?.["stdout"]).length,
      String(one?.["stdout"]).endsWith("the end"),
      one?.["is_cut"],
      one?.["stderr"],
      all.length <= 200 && JSON.stringify(all).length < 1_000_000,
      all[0]?.["action_id"],
    ]).toEqual([4000, true, true, '</script><img src=x onerror="alert(1)">', true, 299]);
  });

  it("of a whole batch are written once, however many they are", async () => {
    const writes: unknown[] = [];
    const storage = { get: async () => undefined, set: async (_: string, value: unknown) => void writes.push(value) };
    const context = { clock, storage, emit: () => {} } as unknown as IntegrationContext<AgentConfig>;
    const results = new CommandResults(context);
    const ids = [1, 2, 2].map((action_id) => results.add("nas", [{ ...result, action_id }]));
    await results.stored();
    await results.stored();

    expect([ids, writes]).toEqual([
      [[1], [2], [2]],
      [[expect.objectContaining({ action_id: 1 }), expect.objectContaining({ action_id: 2 })]],
    ]);
  });

  it("that the disk does not take are written with the next ones", async () => {
    const writes = [Promise.reject(new Error("full")), Promise.resolve()];
    const kept: unknown[] = [];
    const set = (_: string, value: unknown) => {
      kept.push(value);
      return writes[kept.length - 1];
    };
    const storage = { get: async () => undefined, set };
    const context = { clock, storage, emit: () => {} } as unknown as IntegrationContext<AgentConfig>;
    const results = new CommandResults(context);
    results.add("nas", [result]);
    const refused = await results.stored().catch((error: Error) => error.message);
    await results.stored();

    expect([refused, kept.length, kept[1]]).toEqual(["full", 2, kept[0]]);
  });

  it("of a token are that machine's, whatever they say", async () => {
    const { body } = await hub.call("POST", "/auth/keys", { name: "agents", scope: "agent" });
    await send([]);
    const headers = { "X-API-Key": String(body["key"]), "X-Server-GUID": "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d" };
    await sendOne({ server_id: "nas", ...result }, headers);

    expect((await kept()).map(({ server_id }) => server_id)).toEqual(["mediaserver"]);
  });

  it.each([
    ["without an id", { exit_code: 0 }, "action_id"],
    ["with a text for an id", { ...result, action_id: "7" }, "action_id"],
    ["with an endless output", { ...result, stdout: "x".repeat(1_048_577) }, "stdout"],
    ["of a machine that cannot be", { ...result, server_id: "../nas" }, "server_id"],
  ])("%s are refused, and the field is named", async (_, body, field) => {
    const answer = await sendOne({ server_id: "nas", ...body });

    expect([answer.status, answer.body["detail"]]).toEqual([
      422,
      expect.objectContaining({ code: "VALIDATION_ERROR", field }),
    ]);
  });

  it("are nothing that a viewer may read", async () => {
    const { body } = await hub.call("POST", "/auth/keys", { name: "viewer", scope: "viewer" });

    expect(
      (await hub.call("GET", "/agents/command-results", undefined, { "X-API-Key": String(body["key"]) })).status,
    ).toBe(403);
  });
});
