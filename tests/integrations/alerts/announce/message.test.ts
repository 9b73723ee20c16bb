import { expect, it } from "vitest";
import type { Machine } from "../../../../core/sdk/index.ts";
import type { Alert } from "../../../../integrations/alerts/alert.ts";
import { groupMessage, messageOf } from "../../../../integrations/alerts/announce/message.ts";

/** That a machine is offline. */
function telling(id: number, name: string) {
  const wording = { title: `${name} is offline`, message: null, suggestion: null, causes: [] };
  const measured = { value: null, threshold: null, unit: null, instance: null, since: 0 };
  const alert: Partial<Alert> = { id, type: "offline", severity: "critical", ...wording, ...measured };
  const machine: Partial<Machine> = { id: name, displayName: name.toUpperCase(), tags: ["prod"], facts: {} };
  return { alert: alert as Alert, kind: "opened", machine: machine as Machine, now: 1000, timeZone: "UTC" } as const;
}

it("a message says since when it is so, by the clocks of the hub's zone", () => {
  const since = Date.parse("2026-07-15T12:02:00Z");
  const one = telling(7, "nas");
  const { facts } = messageOf({ ...one, alert: { ...one.alert, since }, timeZone: "Europe/Berlin" });

  expect(facts).toEqual([{ label: "Since", value: "15 Jul, 14:02" }]);
});

it("a message about several machines names the alert and the machine of each, so that routes and ends find them", () => {
  const { title, machine, members } = groupMessage([telling(7, "nas"), telling(8, "pi")]);

  expect([title, machine, members]).toEqual([
    "2 machines are offline",
    null,
    [
      { subject: "alert-7", machine: { id: "nas", name: "NAS", tags: ["prod"] } },
      { subject: "alert-8", machine: { id: "pi", name: "PI", tags: ["prod"] } },
    ],
  ]);
});
