import type { Signal } from "../../components/signal.ts";
import type { DashboardEntity } from "../../sdk/index.ts";
import { thingsOf } from "./things.ts";

/** A container of a machine. `null` is unknown. */
export interface Container {
  readonly name: string;
  readonly image: string;
  /** running, exited, restarting … */
  readonly state: string;
  readonly health: string | null;
  readonly exitCode: number | null;
  readonly cpuPercent: number | null;
  readonly memoryBytes: number | null;
  readonly signal: Signal;
}

const order: readonly Signal[] = ["crit", "warn", "unknown", "ok", "away"];

/** The containers among a machine's entities: those that want attention first, then by name. */
export function containersOf(entities: readonly DashboardEntity[]): readonly Container[] {
  return thingsOf(entities, (key) => key.startsWith("container_"))
    .map((thing) => {
      const state = thing.text("container_state") ?? "";
      const health = thing.text("container_health");
      const exit = thing.attribute("container_state", "exit_code");
      const exitCode = typeof exit === "number" ? exit : null;
      return {
        name: thing.name,
        image: String(thing.attribute("container_state", "image") ?? ""),
        state,
        health,
        exitCode,
        cpuPercent: thing.number("container_cpu_percent"),
        memoryBytes: thing.number("container_memory_bytes"),
        signal: signalOf(state, health, exitCode),
      };
    })
    .sort((one, other) => order.indexOf(one.signal) - order.indexOf(other.signal));
}

/** One that ended well, or was never started, is away; one that ended badly, or goes round in circles, is not. */
function signalOf(state: string, health: string | null, exitCode: number | null): Signal {
  if (state === "running") return health === "unhealthy" ? "crit" : health === "starting" ? "warn" : "ok";
  if (state === "restarting" || state === "dead") return "crit";
  if (state === "exited") return exitCode === 0 || exitCode === null ? "away" : "warn";
  return state === "" ? "unknown" : "away";
}
