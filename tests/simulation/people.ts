import type { TestHub } from "../support/test-hub.ts";
import type { Deed } from "./scenario.ts";

/** Says that somebody takes care of the machine's open alert of that type. */
export const acknowledges =
  (type: string, machine: string): Deed =>
  async ({ hub }) => {
    const { body } = await hub.call<{ alerts: readonly { id: number }[] }>(
      "GET",
      `/machines/${machine}/alerts?type=${type}&status=open`,
    );
    const [alert] = body.alerts;
    if (!alert) throw new Error(`There is no open alert of type ${type} on ${machine} to acknowledge`);
    return done(hub, "POST", `/alerts/${alert.id}/acknowledge`);
  };

/** Wants to hear nothing of a machine for a while. */
export const silences =
  (machine: string, minutes: number): Deed =>
  ({ hub }) =>
    done(hub, "POST", "/silences", { machine_id: machine, minutes });

/** Puts a machine into maintenance. */
export const pauses =
  (machine: string): Deed =>
  ({ hub }) =>
    done(hub, "PUT", `/machines/${machine}/pause`, {});

/** Ends a machine's maintenance. */
export const unpauses =
  (machine: string): Deed =>
  ({ hub }) =>
    done(hub, "PUT", `/machines/${machine}/unpause`, {});

/** Takes a machine away from the hub for good. */
export const removes =
  (machine: string): Deed =>
  ({ hub }) =>
    done(hub, "DELETE", `/machines/${machine}`);

/** Says that a machine comes and goes. */
export const declaresWorkstation =
  (machine: string): Deed =>
  ({ hub }) =>
    done(hub, "PATCH", `/machines/${machine}`, { machine_type: "workstation", expected_online: false });

/** Wants a unit to run on a machine. */
export const expectsUnit =
  (machine: string, name: string, weight: "critical" | "other"): Deed =>
  ({ hub }) =>
    done(hub, "POST", `/machines/${machine}/services`, { service_name: name, is_critical: weight === "critical" });

/** Nobody's doing: the clock of the hub's host is set, by so many minutes. */
export const hubClockSteps =
  (minutes: number): Deed =>
  async ({ clock }) =>
    clock.step(minutes * 60_000);

async function done(hub: TestHub, method: string, resource: string, body?: unknown): Promise<void> {
  const answer = await hub.call(method, resource, body);
  if (answer.status >= 300) throw new Error(`${method} ${resource}: ${answer.status} ${JSON.stringify(answer.body)}`);
}
