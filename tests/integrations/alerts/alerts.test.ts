import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Heartbeat } from "../../../agent/protocol.ts";
import { AlertLab, withMetrics } from "./alert-lab.ts";

let lab: AlertLab;

beforeEach(async () => {
  lab = await AlertLab.start(5);
});

afterEach(() => lab.remove());

/** Only this machine is different. */
const only = (id: string, change: (heartbeat: Heartbeat) => Heartbeat | null) => (heartbeat: Heartbeat) =>
  heartbeat.server_id === id ? change(heartbeat) : heartbeat;
const cpu = (percent: number) => (heartbeat: Heartbeat) => withMetrics(heartbeat, { cpu_percent: percent });
const memory = (percent: number) => (heartbeat: Heartbeat) => withMetrics(heartbeat, { memory_percent: percent });
const silent = () => null;

async function outcome() {
  return { alerts: await lab.alerts(), messages: await lab.messages() };
}

describe("figures", () => {
  it("a processor that is busy for ten minutes is one alert, told at its beginning and its end", async () => {
    await lab.minutes(10, only("m0", cpu(95)));
    await lab.minutes(3);

    expect(await outcome()).toEqual({
      alerts: ["cpu m0.cpu_percent high resolved"],
      messages: ["opened Processor of m0 at 95 %", "resolved Processor of m0 at 95 %"],
    });
  });

  it("a spike of a minute is none", async () => {
    await lab.minutes(1, only("m0", cpu(99)));
    await lab.minutes(5);

    expect(await outcome()).toEqual({ alerts: [], messages: [] });
  });

  it("memory that fills up escalates in place", async () => {
    await lab.minutes(5, only("m0", memory(90)));
    await lab.minutes(5, only("m0", memory(97)));
    await lab.minutes(3);

    expect(await outcome()).toEqual({
      alerts: ["memory m0.memory_percent critical resolved"],
      messages: ["opened Memory of m0 at 90 %", "escalated Memory of m0 at 97 %", "resolved Memory of m0 at 97 %"],
    });
  });
});

describe("absence", () => {
  it("a machine that dies is one alert, and it is over when it is back", async () => {
    await lab.minutes(5, only("m0", silent));
    await lab.minutes(2);

    expect(await outcome()).toEqual({
      alerts: ["offline m0 critical resolved"],
      messages: ["opened m0 is offline", "resolved m0 is offline"],
    });
  });

  it("two of five that fall together are two alerts and one message", async () => {
    const bothSilent = (heartbeat: Heartbeat) => (["m0", "m1"].includes(heartbeat.server_id) ? null : heartbeat);
    await lab.minutes(5, bothSilent);
    await lab.minutes(2);

    expect(await outcome()).toEqual({
      alerts: ["offline m0 critical resolved", "offline m1 critical resolved"],
      messages: ["opened 2 machines are offline", "resolved 2 machines are online again"],
    });
  });

  it("when nearly all fall at once it is the network, which speaks for the others", async () => {
    await lab.minutes(5, silent);
    await lab.minutes(2);
    const { alerts, messages } = await outcome();

    expect([alerts.length, messages]).toEqual([
      6,
      ["opened 5 of 5 machines fell silent at once", "resolved 5 of 5 machines fell silent at once"],
    ]);
  });
});

describe("people", () => {
  it("acknowledge an alert, which is then quiet until it becomes worse", async () => {
    await lab.minutes(5, only("m0", memory(90)));
    await lab.hub.call("POST", "/alerts/1/acknowledge");
    await lab.minutes(300, only("m0", memory(90)));
    await lab.minutes(5, only("m0", memory(97)));

    expect(await outcome()).toEqual({
      alerts: ["memory m0.memory_percent critical open"],
      messages: ["opened Memory of m0 at 90 %", "escalated Memory of m0 at 97 %"],
    });
  });

  it("are told again of an alert that nobody acknowledged, after its cooldown", async () => {
    await lab.minutes(4 * 60 + 10, only("m0", memory(90)));

    expect((await outcome()).messages).toEqual(["opened Memory of m0 at 90 %", "reminder Memory of m0 at 90 %"]);
  });

  it("resolve an alert that is still bad, and it comes back only after it was good", async () => {
    await lab.minutes(5, only("m0", memory(90)));
    await lab.hub.call("POST", "/alerts/1/resolve");
    await lab.minutes(10, only("m0", memory(90)));
    await lab.minutes(3);
    await lab.minutes(5, only("m0", memory(90)));

    expect((await outcome()).alerts).toEqual([
      "memory m0.memory_percent high resolved",
      "memory m0.memory_percent high open",
    ]);
  });

  it("silence a machine: nothing opens, and what is still bad at its end does then", async () => {
    await lab.hub.call("POST", "/silences", { machine_id: "m0", minutes: 10 });
    await lab.minutes(9, only("m0", memory(97)));
    const during = await outcome();
    await lab.minutes(5, only("m0", memory(97)));

    expect([during, await outcome()]).toEqual([
      { alerts: [], messages: [] },
      { alerts: ["memory m0.memory_percent critical open"], messages: ["opened Memory of m0 at 97 %"] },
    ]);
  });

  it("remove a machine, and its alerts end without a word", async () => {
    await lab.minutes(5, only("m0", memory(90)));
    await lab.hub.call("DELETE", "/machines/m0");

    expect(await outcome()).toEqual({
      alerts: ["memory m0.memory_percent high resolved"],
      messages: ["opened Memory of m0 at 90 %"],
    });
  });
});

it("a restart of the hub changes nothing", async () => {
  const bothBad = (heartbeat: Heartbeat) => only("m1", cpu(95))(only("m0", memory(90))(heartbeat) as Heartbeat);
  await lab.minutes(5, only("m0", memory(90)));
  await lab.minutes(2, bothBad);
  await lab.restart();
  await lab.minutes(2, bothBad);

  expect(await outcome()).toEqual({
    alerts: ["memory m0.memory_percent high open", "cpu m1.cpu_percent high open"],
    messages: ["opened Memory of m0 at 90 %", "opened Processor of m1 at 95 %"],
  });
});

it("a file system that fills up says how much of it is used", async () => {
  const full = (heartbeat: Heartbeat) => ({
    ...heartbeat,
    filesystems: [{ mount_point: "/", percent: 92, used_bytes: 92 * 1024 ** 3, total_bytes: 100 * 1024 ** 3 }],
  });
  await lab.minutes(1, only("m0", full));
  const { body } = await lab.hub.call<{ alerts: { title: string; message: string }[] }>("GET", "/alerts");

  expect(body.alerts.map(({ title, message }) => [title, message])).toEqual([
    ["Disk / on m0 at 92 %", "92 GiB of 100 GiB are used. Programs that write to it fail when it is full."],
  ]);
});
