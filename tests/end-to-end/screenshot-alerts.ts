import type { Heartbeat } from "../../agent/protocol.ts";
import type { TestHub } from "../support/test-hub.ts";

const minute = 60_000;

/** A machine's heartbeat with what is wrong in the pictured home, by the number of its machine and how long before the end. */
export function withTrouble(heartbeat: Heartbeat, number: number, left: number): Heartbeat {
  const { metrics } = heartbeat;
  if (number === 4 && left < 30 * minute) return { ...heartbeat, updates_available: 12, security_updates: 3 };
  if (number === 5 && left > 20 * minute && left < 40 * minute) {
    return { ...heartbeat, metrics: { ...metrics, cpu_percent: 96 } };
  }
  if (number === 6 && left < 2 * minute) return { ...heartbeat, metrics: { ...metrics, cpu_percent: 97 } };
  if (number !== 8 || left > 30 * minute) return heartbeat;
  return { ...heartbeat, metrics: { ...metrics, memory_percent: left > 14 * minute ? 89 : 97 } };
}

/** Lets the user silence something, and resolves to the address of the alert about memory. */
export async function makeSilences(hub: TestHub): Promise<string> {
  const silence = { machine_id: "omv-webserver1", type: "cpu", minutes: 480, comment: "Builds until tonight" };
  await hub.call("POST", "/silences", silence);
  await hub.call("POST", "/silences", { tag: "lab", minutes: 60 });
  const { body } = await hub.call<{ alerts: readonly { id: number }[] }>("GET", "/alerts?type=memory");
  return `/alerts/${body.alerts[0]?.id ?? 1}`;
}
