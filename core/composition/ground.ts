import type { InjectionToken } from "tsyringe";
import type { HubClock } from "../clock/hub-clock.ts";
import type { CheckedConfig, Configurable } from "../config/blocks.ts";
import type { LoadOptions } from "../config/load.ts";
import type { ContextRooms } from "../integrations/context.ts";
import type { RootLogger } from "../log/logger.ts";
import type { RunProgress, RunSettings } from "../settings.ts";
import type { Database } from "../storage/database.ts";

/** What the hub has started with, and how it is read again. */
export interface ConfigurationGround {
  readonly started: CheckedConfig;
  readonly options: LoadOptions;
  readonly integrations: readonly Configurable[];
}

/** What exists before the rooms do. */
export interface Ground {
  readonly settings: RunSettings;
  readonly progress: RunProgress;
  readonly configuration: ConfigurationGround;
  readonly clock: HubClock;
  readonly log: RootLogger;
  readonly database: Database;
  readonly wrapContext?: ContextRooms["wrapContext"] | undefined;
}

/** Gets a room that is made by now, or makes it. */
export type Resolve = <Room>(token: InjectionToken<Room>) => Room;
/** Says how a room is made of others. */
export type AddRoom = <Room>(token: InjectionToken<Room>, create: (get: Resolve) => Room) => void;
