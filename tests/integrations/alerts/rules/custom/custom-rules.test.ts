import { afterEach, describe, expect, it } from "vitest";
import type { Heartbeat } from "../../../../../agent/protocol.ts";
import { AlertLab, withMetrics } from "../../alert-lab.ts";

let lab: AlertLab;

afterEach(() => lab.remove());

const withRule = async (...lines: readonly string[]) => {
  const [first = "", ...rest] = lines;
  const rule = [`      - ${first}`, ...rest.map((line) => `        ${line}`)].join("\n");
  lab = await AlertLab.start(2, `  alerts:\n    notify_on: { medium: true }\n    rules:\n${rule}\n`);
};
const first = (change: (heartbeat: Heartbeat) => Heartbeat) => (heartbeat: Heartbeat) =>
  heartbeat.server_id === "m0" ? change(heartbeat) : heartbeat;
const cpu = (percent: number) => first((heartbeat) => withMetrics(heartbeat, { cpu_percent: percent }));

describe("a rule of the user's own", () => {
  it("opens an alert after its time, in its words, and ends it where it says", async () => {
    await withRule(
      "name: warm",
      'entity: "*.cpu_percent"',
      "when: { above: 60 }",
      "for: 5m",
      "clear: { below: 40, for: 5m }",
      'message: "{{ machine.name }} works hard: {{ value }} of {{ threshold }}"',
    );
    await lab.minutes(7, cpu(70));
    await lab.minutes(7, cpu(50));
    await lab.minutes(4, cpu(30));
    const before = await lab.alerts();
    await lab.minutes(4, cpu(30));

    expect([before, await lab.alerts(), await lab.messages()]).toEqual([
      ["custom m0.cpu_percent medium open"],
      ["custom m0.cpu_percent medium resolved"],
      ["opened m0 works hard: 70 % of 60 %", "resolved m0 works hard: 70 % of 60 %"],
    ]);
  });

  it("is for the machines that it names only", async () => {
    await withRule("name: warm", 'entity: "*.cpu_percent"', "machines: [m1]", "when: { above: 60 }");
    await lab.minutes(3, cpu(70));

    expect(await lab.alerts()).toEqual([]);
  });

  it("may keep quiet", async () => {
    await withRule(
      "name: warm",
      "entity: m0.cpu_percent",
      "when: { above: 60 }",
      "severity: critical",
      "notify: false",
    );
    await lab.minutes(3, cpu(70));

    expect([await lab.alerts(), await lab.messages()]).toEqual([["custom m0.cpu_percent critical open"], []]);
  });

  it("sees a value that changes, also over a restart", async () => {
    await withRule("name: reboot", 'entity: "*.boot_time"', "when: { changes: true }");
    const boot = first((heartbeat) => withMetrics(heartbeat, { boot_time: "2026-01-15T11:00:00Z" }));
    await lab.minutes(15, boot);
    const before = await lab.alerts();
    await lab.restart();
    const again = first((heartbeat) => withMetrics(heartbeat, { boot_time: "2026-01-15T12:04:00Z" }));
    await lab.minutes(1, again);
    const open = await lab.alerts();
    await lab.minutes(2, again);

    expect([before.length, open.slice(before.length), (await lab.alerts()).slice(before.length)]).toEqual([
      before.length,
      ["custom m0.boot_time medium open"],
      ["custom m0.boot_time medium resolved"],
    ]);
  });

  it("sees what is read no more, and not what the hub itself slept through", async () => {
    await withRule("name: gone", "entity: m0.cpu_percent", "when: { absent: 10m }");
    await lab.restart();
    await lab.minutes(5, (heartbeat) => (heartbeat.server_id === "m0" ? null : heartbeat));
    const early = await lab.alerts();
    await lab.minutes(8, (heartbeat) => (heartbeat.server_id === "m0" ? null : heartbeat));
    const late = await lab.alerts();
    await lab.minutes(2);
    const custom = (alerts: readonly string[]) => alerts.filter((alert) => alert.startsWith("custom"));

    expect([early, late, await lab.alerts()].map(custom)).toEqual([
      [],
      ["custom m0.cpu_percent medium open"],
      ["custom m0.cpu_percent medium resolved"],
    ]);
  });

  it("sees what grows too fast", async () => {
    await withRule("name: grows", 'entity: "*.memory_percent"', "when: { rate: { above: 20, per: 10m } }");
    const memory = (percent: number) => first((heartbeat) => withMetrics(heartbeat, { memory_percent: percent }));
    for (let percent = 43; percent < 73; percent += 3) await lab.minutes(1, memory(percent));

    expect(await lab.alerts()).toEqual(["custom m0.memory_percent medium open"]);
  });

  it("that judges nothing is a problem until it judges something", async () => {
    await withRule("name: typo", 'entity: "*.cpu_precent"', "when: { above: 60 }");
    await lab.minutes(6);
    const { body } = await lab.hub.call<{ problems: { title: string }[] }>("GET", "/problems");

    expect(body.problems.map(({ title }) => title)).toEqual(['The alert rule "typo" matches nothing']);
  });

  it("ends its alerts when it is taken out of the configuration", async () => {
    await withRule("name: warm", 'entity: "*.cpu_percent"', "when: { above: 60 }");
    await lab.minutes(3, cpu(70));
    await lab.hub.call("PUT", "/integrations/alerts/config", { config: { rules: [] } });
    await lab.minutes(1, cpu(70));

    expect(await lab.alerts()).toEqual(["custom m0.cpu_percent medium resolved"]);
  });
});
