import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ChannelStub } from "../../../support/channel-stub.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { TestHub } from "../../../support/test-hub.ts";

let stub: ChannelStub;
let clock: FakeClock;
let hub: TestHub;

beforeEach(async () => {
  stub = await ChannelStub.start();
  clock = new FakeClock();
  hub = await TestHub.start({ clock, config: stub.config, prepare: (folder) => stub.install(folder) });
});

afterEach(async () => {
  await hub.remove();
  await stub.stop();
});

const tell = (id: string, subject = id) => hub.call("POST", "/services/stub/tell", { id, subject });

/** Waits until every message has ended, or waits for another try after so many. */
async function settled(tries = 0): Promise<Record<string, unknown>[]> {
  for (;;) {
    const { body } = await hub.call<{ notifications: Record<string, unknown>[] }>("GET", "/notifications");
    const isTried = ({ state, attempts }: Record<string, unknown>) => state !== "waiting" || Number(attempts) > tries;
    if (body.notifications.every(isTried)) return body.notifications;
  }
}

describe("what people were told", () => {
  it("is listed with what became of it, newest first", async () => {
    await tell("one", "disk");
    await settled();
    stub.status = 400;
    await tell("two", "disk");
    const [two, one] = await settled();

    expect([two, one?.["state"], one?.["ended_at"]]).toEqual([
      {
        sequence: 2,
        channel: "stub",
        id: "two",
        subject: "disk",
        title: "two",
        kind: "result",
        severity: "high",
        type: "test",
        machine_id: null,
        path: null,
        state: "dead",
        attempts: 1,
        reason: "as the test says",
        created_at: "2026-01-15T12:00:00.000Z",
        ended_at: "2026-01-15T12:00:00.000Z",
        next_at: null,
      },
      "sent",
      "2026-01-15T12:00:00.000Z",
    ]);
  });

  it("is found by state, channel and subject, in pages", async () => {
    for (const id of ["one", "two", "three"]) await tell(id, id === "two" ? "disk" : "cpu");
    await settled();
    const found = async (query: string) => {
      const { body } = await hub.call<{ notifications: { id: string }[]; total: number }>(
        "GET",
        `/notifications?${query}`,
      );
      return [body.notifications.map(({ id }) => id), body.total];
    };

    expect([
      await found("subject=disk"),
      await found("state=sent&limit=1&offset=1"),
      await found("channel=slack"),
      await found("state=dead"),
    ]).toEqual([
      [["two"], 1],
      [["two"], 3],
      [[], 0],
      [[], 0],
    ]);
  });

  it("says when a message is tried again", async () => {
    stub.status = 503;
    await tell("one");
    const [one] = await settled();

    expect([one?.["state"], one?.["next_at"]]).toEqual(["waiting", "2026-01-15T12:00:05.000Z"]);
  });

  it("can be sent again where it was refused, by an operator, and only there", async () => {
    stub.status = 400;
    await tell("one");
    await settled();
    stub.status = 200;
    const answers = [
      (await hub.call("POST", "/notifications/stub/1/retry")).status,
      (await settled(1)).map(({ state }) => state),
      (await hub.call("POST", "/notifications/stub/1/retry")).status,
      (await hub.call("POST", "/notifications/slack/1/retry")).status,
    ];

    expect(answers).toEqual([204, ["sent"], 404, 404]);
  });
});

describe("channels", () => {
  it("are listed with how they are, and take a test", async () => {
    stub.status = 410;
    await tell("one");
    await settled();
    const broken = (await hub.call("GET", "/channels")).body;
    const refused = await hub.call<{ detail: { code: string; message: string } }>("POST", "/channels/stub/test");
    stub.status = 200;
    const taken = (await hub.call("POST", "/channels/stub/test")).status;
    const { body } = await hub.call<{ channels: { state: string }[] }>("GET", "/channels");

    expect([broken, refused.status, refused.body.detail, taken, body.channels[0]?.state]).toEqual([
      {
        channels: [{ name: "stub", title: "Stub", state: "broken", waiting: 1, gathered: 0, dead: 0 }],
        total: 1,
      },
      502,
      { code: "UPSTREAM_ERROR", message: "Stub did not take the test: as the test says" },
      204,
      "ok",
    ]);
  });

  it("that do not exist take no test", async () => {
    expect((await hub.call("POST", "/channels/slack/test")).status).toBe(404);
  });

  it("never show where they post to", async () => {
    await stub.stop();
    await tell("one");
    await settled();
    const shown = JSON.stringify([
      (await hub.call("GET", "/notifications")).body,
      (await hub.call("GET", "/channels")).body,
      (await hub.call("POST", "/channels/stub/test")).body,
    ]);

    expect([shown.includes("cannot be reached"), shown.includes("s3cret")]).toEqual([true, false]);
  });
});

it("routes in config.yaml take effect when the file is edited, and need no restart", async () => {
  const file = path.join(hub.dataFolder, "config.yaml");
  await writeFile(file, `${await readFile(file, "utf8")}notifications: { routes: [{ channels: [stup] }] }\n`);
  const { body } = await hub.call("POST", "/config/reload");
  await tell("one");
  const list = (await hub.call("GET", "/notifications")).body;
  const { problems } = (await hub.call<{ problems: { title: string }[] }>("GET", "/problems")).body;

  expect([body["restart_required"], list["total"], problems.map(({ title }) => title)]).toEqual([
    [],
    0,
    [expect.stringContaining("'stup', and there is no such channel; did you mean \"stub\"?")],
  ]);
});
