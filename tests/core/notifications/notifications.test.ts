import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Notifications } from "../../../core/notifications/notifications.ts";
import { type Route, toEveryChannel } from "../../../core/notifications/routing.ts";
import type { Problem } from "../../../core/sdk/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { TestDatabase } from "../../support/test-database.ts";
import { FakeChannel, messageOf } from "./fake-channel.ts";

let store: TestDatabase;
let clock: FakeClock;
let log: LogSpy;
let notifications: Notifications;
let channel: FakeChannel;
let problems: Map<string, Problem>;
let removeChannel: () => Promise<void>;

async function start(plan: Route = toEveryChannel.plan): Promise<void> {
  const report = (id: string, problem: Problem) => {
    problems.set(id, problem);
    return () => void problems.delete(id);
  };
  notifications = new Notifications({
    database: clock.holdFor(store.database),
    clock,
    log,
    routing: { plan, named: [] },
    hubUrl: () => "http://hub",
    report,
  });
  await notifications.load();
  removeChannel = await notifications.addChannel(channel, "slack");
}

/** What became of each message, oldest first: its id, state, tries and reason. */
async function deliveries() {
  const { deliveries: list } = await notifications.list({ limit: 100, offset: 0 });
  return list
    .map(({ notification, state, attempts, reason }) => [notification.id, state, attempts, reason])
    .toReversed();
}

beforeEach(async () => {
  [store, clock, log] = [await TestDatabase.open(), new FakeClock(), new LogSpy()];
  [channel, problems] = [new FakeChannel(), new Map()];
  await start();
});

afterEach(async () => {
  await removeChannel();
  await store.remove();
});

/** Lets what is due happen, and the database answer. */
const pass = (seconds: number) => clock.advance(seconds * 1000);

describe("a message", () => {
  it("is sent once, also when it is given twice", async () => {
    await notifications.send(messageOf("a"));
    await notifications.send(messageOf("a"));
    await pass(60);

    expect([channel.tried, await deliveries()]).toEqual([["a"], [["a", "sent", 1, null]]]);
  });

  it("waits while its channel is away, with back-off, and goes out when it is back", async () => {
    channel.outcomes.push({ kind: "later", reason: "503" }, { kind: "later", reason: "503" });
    await notifications.send(messageOf("a"));
    await pass(4);
    const early = [...channel.tried];
    await pass(2);
    const retried = [...channel.tried];
    await pass(11);

    expect([early, retried, channel.tried, await deliveries()]).toEqual([
      ["a"],
      ["a", "a"],
      ["a", "a", "a"],
      [["a", "sent", 3, null]],
    ]);
  });

  it("waits for as long as the other side asks", async () => {
    channel.outcomes.push({ kind: "later", reason: "429", retryAfterSeconds: 90 });
    await notifications.send(messageOf("a"));
    await pass(89);
    const early = channel.tried.length;
    await pass(2);

    expect([early, channel.tried.length]).toEqual([1, 2]);
  });

  it("is tried again when the channel throws, or hangs for half a minute", async () => {
    channel.outcomes.push("throw", "hang");
    await notifications.send(messageOf("a"));
    await pass(6);
    await pass(31);
    await pass(11);

    expect(await deliveries()).toEqual([["a", "sent", 3, null]]);
  });

  it("that is refused is dead with the reason, holds up nobody, and can be sent again", async () => {
    channel.outcomes.push({ kind: "refused", reason: "invalid_blocks" });
    await notifications.send(messageOf("a"));
    await notifications.send(messageOf("b"));
    await pass(1);
    const before = await deliveries();
    const { deliveries: dead } = await notifications.list({ state: "dead", limit: 10, offset: 0 });
    await notifications.retry("slack", dead[0]?.sequence ?? -1);
    await pass(1);

    expect([before, await deliveries()]).toEqual([
      [
        ["a", "dead", 1, "invalid_blocks"],
        ["b", "sent", 1, null],
      ],
      [
        ["a", "sent", 2, null],
        ["b", "sent", 1, null],
      ],
    ]);
  });

  it("is given up after three days, and not before", async () => {
    channel.outcomes.push(...Array.from({ length: 2000 }, () => ({ kind: "later", reason: "timeout" }) as const));
    await notifications.send(messageOf("a"));
    for (let hour = 0; hour < 71; hour++) await pass(3600);
    const [before] = await deliveries();
    await pass(2 * 3600);
    const [after] = await deliveries();

    expect([before?.[1], after?.[1], after?.[3]]).toEqual(["waiting", "dead", "Given up after three days: timeout"]);
  });
});

describe("a channel", () => {
  it("gets messages of one subject in their order, and others past one that has to wait", async () => {
    const later = clock.now() + 3_600_000;
    const route: Route = ({ id }, channels, now) =>
      channels.map((name) => ({ channel: name, notBefore: id === "a1" ? later : now }));
    await removeChannel();
    await start(route);
    for (const [id, subject] of [
      ["a1", "a"],
      ["a2", "a"],
      ["b1", "b"],
    ] as const)
      await notifications.send({ ...messageOf(id, subject), kind: "result" });
    await pass(60);
    const before = [...channel.tried];
    await pass(3600);

    expect([before, channel.tried]).toEqual([["b1"], ["b1", "a1", "a2"]]);
  });

  it("keeps its distance between messages", async () => {
    await removeChannel();
    channel = new FakeChannel("pager", 10);
    await start();
    for (const id of ["a", "b", "c"]) await notifications.send(messageOf(id));
    await pass(1);
    const first = [...channel.tried];
    await pass(10);

    expect([first, channel.tried]).toEqual([["a"], ["a", "b"]]);
  });

  it("that is broken stands still with a problem, until a test goes through", async () => {
    channel.outcomes.push({ kind: "broken", reason: "channel_is_archived" });
    for (const id of ["a", "b"]) await notifications.send(messageOf(id));
    await pass(3600);
    const broken = [[...channel.tried], [...problems.keys()], (await notifications.channels())[0]?.state];
    await notifications.test("slack");
    await pass(1);

    expect([broken, channel.tried.slice(2), [...problems.keys()]]).toEqual([
      [["a"], ["channel slack"], "broken"],
      ["a", "b"],
      [],
    ]);
  });

  it("says why it did not take a test", async () => {
    channel.outcomes.push({ kind: "refused", reason: "no_text" });

    await expect(notifications.test("slack")).rejects.toMatchObject({ code: "UPSTREAM_ERROR" });
  });

  it("gets what came while its integration was restarted, and while the hub was", async () => {
    await removeChannel();
    await notifications.send(messageOf("a"));
    store = await store.restart();
    await start();
    await pass(1);

    expect(channel.tried).toEqual(["a"]);
  });

  it("that left the configuration leaves its messages dead, with the reason, and gets none any more", async () => {
    await removeChannel();
    await notifications.send(messageOf("a"));
    await notifications.keepOnly(["agent"]);
    await notifications.send(messageOf("b"));

    expect([await deliveries(), await notifications.channels()]).toEqual([
      [["a", "dead", 0, "The channel was removed from the configuration"]],
      [],
    ]);
  });

  it("cannot take the name of another integration's", async () => {
    await expect(notifications.addChannel(new FakeChannel("slack"), "mail")).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});

it("messages are forgotten after three months, but for those that wait", async () => {
  await notifications.send(messageOf("old"));
  await pass(1);
  await removeChannel();
  await notifications.send(messageOf("waits"));
  for (let day = 0; day < 91; day++) await pass(24 * 3600);
  await notifications.prune();

  expect((await deliveries()).map(([id]) => id)).toEqual(["waits"]);
});
