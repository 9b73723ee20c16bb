import type { Undo } from "../../core/sdk/index.ts";
import type { DashboardMachine, MachineSource } from "../sdk/index.ts";
import { Notifier } from "./notifier.ts";

const anyMachine = "*";

/** The machines that this page knows. The live stream writes, pages and cards read. */
export class MachineStore implements MachineSource {
  readonly #machines = new Map<string, DashboardMachine>();
  readonly #lastSeen = new Map<string, number>();
  readonly #notifier: Notifier;
  readonly #byName = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  #sorted: readonly DashboardMachine[] | undefined;
  #loaded = false;

  constructor(nextFrame: (task: () => void) => void) {
    this.#notifier = new Notifier(nextFrame);
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  get(id: string): DashboardMachine | undefined {
    return this.#machines.get(id);
  }

  list(): readonly DashboardMachine[] {
    this.#sorted ??= [...this.#machines.values()].sort((a, b) => this.#byName.compare(a.name, b.name));
    return this.#sorted;
  }

  lastSeen(id: string): number | null {
    const recorded = this.#machines.get(id)?.lastSeen ?? null;
    const live = this.#lastSeen.get(id) ?? null;
    return recorded !== null && live !== null ? Math.max(recorded, live) : (live ?? recorded);
  }

  watch(id: string | null, listener: () => void): Undo {
    return this.#notifier.watch([id ?? anyMachine], listener);
  }

  /** Takes a snapshot: exactly these machines exist. */
  replace(machines: readonly DashboardMachine[]): void {
    const current = new Set(machines.map(({ id }) => id));
    const gone = [...this.#machines.keys()].filter((id) => !current.has(id));
    this.#loaded = true;
    this.#notifier.touch(anyMachine);
    this.change(machines, gone);
  }

  /** Takes the records that became different, and the ids of those that are gone. */
  change(machines: readonly DashboardMachine[], removed: readonly string[]): void {
    for (const machine of machines) this.#put(machine);
    for (const id of removed) this.#remove(id);
  }

  /** Notes when a machine was last heard from. No listener is called: it happens all the time. */
  seen(id: string, at: number): void {
    this.#lastSeen.set(id, at);
  }

  clear(): void {
    for (const id of [...this.#machines.keys()]) this.#remove(id);
    this.#lastSeen.clear();
    this.#loaded = false;
    this.#notifier.touch(anyMachine);
  }

  #put(machine: DashboardMachine): void {
    this.#machines.set(machine.id, machine);
    this.#touch(machine.id);
  }

  #remove(id: string): void {
    if (this.#machines.delete(id)) this.#touch(id);
  }

  #touch(id: string): void {
    this.#sorted = undefined;
    this.#notifier.touch(id);
    this.#notifier.touch(anyMachine);
  }
}
