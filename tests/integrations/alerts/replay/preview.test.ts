import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Heartbeat } from "../../../../agent/protocol.ts";
import { AlertLab, withMetrics } from "../alert-lab.ts";

let lab: AlertLab;

beforeEach(async () => {
  lab = await AlertLab.start(2);
});

afterEach(() => lab.remove());

/** The processor of m0 at a level. */
const cpu = (percent: number) => (heartbeat: Heartbeat) =>
  heartbeat.server_id === "m0" ? withMetrics(heartbeat, { cpu_percent: percent }) : heartbeat;

/** Two spells that count, two hours apart, and one that is too short. */
async function twoSpells(): Promise<void> {
  await lab.minutes(10, cpu(95));
  await lab.minutes(30);
  await lab.minutes(2, cpu(97));
  await lab.minutes(90);
  await lab.minutes(6, cpu(99));
  await lab.minutes(5);
}

interface Preview {
  readonly would_have_fired: number;
  readonly incomplete: boolean;
  readonly evaluated_samples: number;
  readonly alerts: readonly Record<string, unknown>[];
}

const preview = async (body: object) => lab.hub.call<Preview>("POST", "/alerts/rules/preview", body);

describe("a rule that is tried out", () => {
  it("finds the alerts that there were", async () => {
    await twoSpells();
    const { body } = await preview({ type: "cpu" });
    const live = await lab.hub.call<{ alerts: Record<string, unknown>[] }>("GET", "/alerts?type=cpu");

    expect(live.body.alerts).toHaveLength(2);
    expect(body.alerts.map(({ subject, severity, since, until }) => ({ subject, severity, since, until }))).toEqual(
      live.body.alerts.map(({ subject, severity, since, resolved_at: until }) => ({ subject, severity, since, until })),
    );
  });

  it("says how bad it was, and of how much it says so", async () => {
    await twoSpells();
    const { body } = await preview({ type: "cpu", machine_ids: ["m0"] });

    expect([body.would_have_fired, body.incomplete, body.evaluated_samples, body.alerts[0]?.["worst_value"]]).toEqual([
      2,
      false,
      144,
      99,
    ]);
  });

  it("may have other thresholds than the ones in use", async () => {
    await twoSpells();
    const stricter = await preview({ type: "cpu", thresholds: { sustained_seconds: 0 } });
    const milder = await preview({ type: "cpu", thresholds: { high_percent: 98, sustained_seconds: 600 } });

    expect([stricter.body.would_have_fired, milder.body.would_have_fired]).toEqual([3, 0]);
  });

  it("may be one that does not exist yet", async () => {
    await twoSpells();
    const rule = { name: "try", entity: "*.cpu_percent", when: { above: 98 }, for: "2m", severity: "critical" };
    const { body } = await preview({ rule, days: 1 });

    expect(body.alerts.map(({ server_id, severity, worst_value }) => [server_id, severity, worst_value])).toEqual([
      ["m0", "critical", 99],
    ]);
  });

  it.each([
    [{}, "Say either rule or type"],
    [{ type: "offline" }, "There is no rule offline that could be tried out"],
    [{ type: "smart", thresholds: { high_percent: 5 } }, "Only cpu, memory and disk have thresholds"],
    [{ rule: { name: "a", entity: "*.cpu_percent", when: {} } }, "rule.when must say exactly one of"],
    [{ type: "cpu", days: 31 }, "days must be <= 30"],
  ])("is refused when it says %j", async (body, message) => {
    const answer = await lab.hub.call<{ detail: { message: string } }>("POST", "/alerts/rules/preview", body);

    expect([answer.status, answer.body.detail.message]).toEqual([422, expect.stringContaining(message)]);
  });
});

describe("the rules", () => {
  it("are listed with their thresholds, what they judge, and what is open", async () => {
    await lab.minutes(5, cpu(95));
    const { body } = await lab.hub.call<{ rules: Record<string, unknown>[] }>("GET", "/alerts/rules");

    expect(body.rules.map(({ name }) => name)).toEqual([
      "offline",
      "network",
      "cpu",
      "memory",
      "disk",
      "update_available",
      "smart",
      "container_unhealthy",
      "container_restarting",
      "service_down",
      "disk_forecast",
    ]);
    expect(body.rules.find(({ name }) => name === "cpu")).toEqual({
      name: "cpu",
      kind: "built_in",
      type: "cpu",
      entity: "*.cpu_percent",
      judges: "value",
      levels: [{ severity: "high", condition: "above", threshold: 90, values: null, for_seconds: 180, readings: 2 }],
      unit: "%",
      subjects: 2,
      open_alerts: 1,
      rule: null,
    });
  });
});
