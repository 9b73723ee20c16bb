import type { Machine, MachineReader } from "../../../core/sdk/index.ts";
import type { Alert } from "../alert.ts";
import type { Quiet } from "../announce/parts.ts";
import { machineName } from "../rules/wording.ts";
import type { Silences } from "../silences.ts";

/** What knowing who is to be quiet needs. */
export interface QuietParts {
  readonly machines: MachineReader;
  readonly silences: Silences;
  /** The alert that speaks for everything of a machine that is away. */
  readonly ownerOf: (machineId: string) => Alert | undefined;
}

/** Whether nobody wants to hear now of that type on that machine: nothing opens. */
export function isQuiet({ silences }: QuietParts, type: string, machine: Machine | undefined): boolean {
  return machine?.pausedAt != null || silences.covering(type, machine) !== undefined;
}

/** What keeps an alert quiet now; `null` when nothing does. */
export function quietOf(parts: QuietParts, alert: Alert): Quiet | null {
  const { machines, silences, ownerOf } = parts;
  const machine = alert.machineId === null ? undefined : machines.get(alert.machineId);
  const silence = silences.covering(alert.type, machine);
  if (silence) return { suppression: { kind: "silenced", silenceId: silence.id }, note: "It is silenced" };
  if (!machine) return null;
  if (machine.pausedAt !== null) {
    return { suppression: { kind: "maintenance" }, note: `${machineName(machine)} is in maintenance` };
  }
  const owner = ownerOf(machine.id);
  if (!owner || owner.id === alert.id) return null;
  return { suppression: { kind: "inhibited", by: `alert-${owner.id}` }, note: owner.title };
}
