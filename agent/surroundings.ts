import type { Clock, Logger } from "../core/sdk/index.ts";
import type { Host } from "./runtime/host.ts";

/** What the agent's parts live in: the machine, its time, and where to log. */
export interface Surroundings {
  readonly host: Host;
  readonly clock: Clock;
  readonly log: Logger;
}
