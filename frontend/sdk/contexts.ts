import { createContext } from "@lit/context";
import type { EntitySource } from "./entity-source.ts";
import type { HistorySource } from "./history-source.ts";
import type { HubClock } from "./hub-clock.ts";
import type { MachineSource } from "./machine-source.ts";

/** Where cards find current values. Most cards use `EntityController` instead. */
export const entitiesContext = createContext<EntitySource>(Symbol("entities"));

/** Where cards find the machines. Most cards use `MachineController` instead. */
export const machinesContext = createContext<MachineSource>(Symbol("machines"));

/** Where cards find the past. Most cards use `HistoryController` instead. */
export const historyContext = createContext<HistorySource>(Symbol("history"));

/** The hub's clock, by which every time in a state or a machine was taken. */
export const clockContext = createContext<HubClock>(Symbol("clock"));
