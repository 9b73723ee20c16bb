/**
 * What a card is written with. A card is any custom element that implements `DashboardCard`; it lives in its
 * integration's `frontend/` folder and imports nothing else of the dashboard.
 *
 * Elements that every card may use by tag: `<hl-figure>` (a value with its unit), `<hl-unavailable>` (its source is
 * lost) and `<hl-history-chart>` (the past as lines).
 * @packageDocumentation
 */
export { cardStyles } from "./card-styles.ts";
export { clockContext, entitiesContext, historyContext, machinesContext } from "./contexts.ts";
export type { DashboardCard } from "./dashboard-card.ts";
export { EntityController } from "./entity-controller.ts";
export type { DashboardEntity, EntitySource } from "./entity-source.ts";
export { HistoryController, type HistoryPace } from "./history-controller.ts";
export {
  type History,
  type HistoryPoint,
  type HistoryQuery,
  type HistoryRange,
  type HistorySource,
  rangeMilliseconds,
} from "./history-source.ts";
export type { HubClock } from "./hub-clock.ts";
export { MachineController } from "./machine-controller.ts";
export type { DashboardMachine, MachineSource } from "./machine-source.ts";
