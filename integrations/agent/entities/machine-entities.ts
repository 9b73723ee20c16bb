import type { Device, EntityDefinition, EntitySet, IntegrationContext } from "../../../core/sdk/index.ts";
import type { Reading } from "../reading.ts";
import { containers } from "./containers.ts";
import { busiestCore } from "./cores.ts";
import { disks } from "./disks.ts";
import { filesystemRows } from "./filesystems.ts";
import { interfaceRows } from "./interfaces.ts";
import { machineRows } from "./machine.ts";
import type { EntityPart } from "./part.ts";
import { processes } from "./processes.ts";
import { sensors } from "./sensors.ts";
import { throttling } from "./throttling.ts";
import { failedUnits, units } from "./units.ts";
import { updates } from "./updates.ts";

const everyMachine: readonly EntityDefinition<Reading>[] = [...machineRows, ...filesystemRows, ...interfaceRows];

const parts: readonly EntityPart[] = [
  busiestCore,
  disks,
  sensors,
  throttling,
  units,
  failedUnits,
  containers,
  processes,
  updates,
];

interface LivePart {
  readonly part: EntityPart;
  /** Made when it is first told of: most machines have no containers. */
  set: EntitySet<Reading> | undefined;
  /** Whether the newest heartbeat told of it. At first that of the hub's last run, whose values were put back. */
  isTold: boolean;
}

/** All entities of one machine. */
export class MachineEntities {
  readonly #make: (table: readonly EntityDefinition<Reading>[]) => EntitySet<Reading>;
  readonly #always: EntitySet<Reading>;
  readonly #parts: readonly LivePart[];

  constructor(context: Pick<IntegrationContext, "entities">, device: Device) {
    this.#make = (table) => context.entities(device, table);
    this.#always = this.#make(everyMachine);
    this.#parts = parts.map((part) => ({ part, set: undefined, isTold: !device.created }));
  }

  /** Sets what the newest heartbeat says; `measuredAt` in Unix milliseconds. */
  update(reading: Reading, measuredAt: number): void {
    this.#always.update(reading, measuredAt);
    for (const live of this.#parts) {
      if (live.part.isTold(reading)) {
        live.isTold = true;
        this.#setOf(live).update(reading, measuredAt);
      } else if (live.isTold) this.#silence(live);
    }
  }

  /** Adds what a late heartbeat says to the history only. */
  backfill(reading: Reading, measuredAt: number): void {
    this.#always.backfill(reading, measuredAt);
    for (const live of this.#parts) if (live.part.isTold(reading)) this.#setOf(live).backfill(reading, measuredAt);
  }

  /** Marks everything as lost. */
  unavailable(): void {
    this.#always.unavailable();
    for (const live of this.#parts) if (live.isTold) this.#silence(live);
  }

  #setOf(live: LivePart): EntitySet<Reading> {
    live.set ??= this.#make(live.part.table);
    return live.set;
  }

  #silence(live: LivePart): void {
    this.#setOf(live).unavailable();
    live.isTold = false;
    live.set = undefined;
  }
}
