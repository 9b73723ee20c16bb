import type { Problem, Undo } from "../sdk/index.ts";
import type { MachineRegistry } from "./registry.ts";
import type { MachineSuccession } from "./succession.ts";

/** Reports a problem of a machine; the answer takes it back. */
type Report = (id: string, problem: Problem) => Undo;

/** Tells the user of machines that may have been installed anew: of each as long as he has not said what it is. */
export class SuccessionWatch {
  readonly #machines: MachineRegistry;
  readonly #succession: MachineSuccession;
  readonly #report: Report;
  readonly #open = new Map<string, Undo>();

  constructor(machines: MachineRegistry, succession: MachineSuccession, report: Report) {
    this.#machines = machines;
    this.#succession = succession;
    this.#report = report;
  }

  /** Looks at every machine. */
  check(): void {
    const asked = new Set<string>();
    for (const machine of this.#machines.list()) {
      const [candidate] = this.#succession.candidatesOf(machine);
      if (!candidate) continue;
      const key = `${machine.id} ${candidate.machine.id}`;
      asked.add(key);
      if (!this.#open.has(key))
        this.#open.set(key, this.#report(`anew ${key}`, problemOf(machine.id, candidate.machine.id)));
    }
    for (const [key, undo] of this.#open) {
      if (asked.has(key)) continue;
      undo();
      this.#open.delete(key);
    }
  }
}

function problemOf(machineId: string, formerId: string): Problem {
  return {
    severity: "warning",
    title: `Is ${machineId} the machine ${formerId}, installed anew?`,
    advice:
      `It has the same hardware, and ${formerId} has been silent since it came. Say so on the page of ${machineId}: ` +
      "then it goes on with the old name, settings and history.",
    machineId,
  };
}
