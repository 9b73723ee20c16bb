import type { JsonObject } from "../../core/sdk/index.ts";

/**
 * What the dashboard asks of a card: any custom element whose tag starts with its integration's domain (`docker-card`).
 *
 * The dashboard creates the element, calls `setConfig` once before the element is connected and again whenever the user
 * changes the settings. A card reads values through an `EntityController` and never fetches by itself what the live
 * stream carries.
 */
export interface DashboardCard<Config = JsonObject> extends HTMLElement {
  /** Takes its settings. Throwing shows an error card in its place, with the error's message as the reason. */
  setConfig(config: Config): void;
}
