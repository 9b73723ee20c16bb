import { assert } from "chai";
import type { AlertDetail } from "../../../../frontend/pages/alerts/alert-detail.ts";
import { chartPath, planChart } from "../../../../frontend/pages/alerts/chart-plan.ts";
import { alertOf } from "../../support/alerts.ts";
import { sampleTime } from "../../support/samples.ts";

const hour = 3_600_000;
const iso = (hoursAgo: number) => new Date(sampleTime - hoursAgo * hour).toISOString();

function detailOf(changes: Partial<AlertDetail>): AlertDetail {
  return { ...alertOf(1, { since: iso(2), created_at: iso(2) }), events: [], ...changes };
}

describe("what the chart of an alert shows", () => {
  it("is its value with the threshold, from an hour before until now", () => {
    const plan = planChart(detailOf({}));

    assert.deepEqual(plan && [plan.lines, plan.guides.levels, plan.maximum, chartPath(plan)], [
      [{ entityId: "nas.filesystem_percent./", label: "Value", colour: "--storage" }],
      [{ value: 80, label: "threshold 80.0\u00a0%", colour: "--high" }],
      100,
      "/history?entity_id=nas.filesystem_percent.%2F&from=2025-01-01T09%3A00%3A00.000Z&points=240",
    ]);
  });

  it("shows of what lasted for long both ends, and marks what happened", () => {
    const events = (["opened", "notified", "escalated", "resolved"] as const).map((kind, index) => {
      return { kind, at: iso(50 - index * 10), by: null, note: null };
    });
    const over = { status: "resolved", since: iso(50), created_at: iso(50), resolved_at: iso(20) } as const;

    const plan = planChart(detailOf({ ...over, events }));

    assert.deepEqual(
      plan && [(sampleTime - plan.from) / hour, (sampleTime - (plan.until ?? 0)) / hour, plan.guides.moments],
      [
        53,
        17,
        [
          { time: sampleTime - 50 * hour, label: "opened", colour: "--high" },
          { time: sampleTime - 30 * hour, label: "worse", colour: "--crit" },
          { time: sampleTime - 20 * hour, label: "resolved", colour: "--ok" },
        ],
      ],
    );
  });

  it("is how the machine did where there is no number, and nothing where there is no machine", () => {
    const offline = { subject: "nas", actual_value: null, threshold_value: null, unit: null };

    const plan = planChart(detailOf(offline));

    assert.deepEqual(
      [plan?.lines.map(({ entityId }) => entityId), planChart(detailOf({ ...offline, server_id: null }))],
      [["nas.cpu_percent", "nas.memory_percent"], null],
    );
  });
});
