import type { IconName } from "../components/icons.ts";
import type { PlainTextKey } from "../text/t.ts";

/** A place that the navigation leads to. */
export interface NavigationEntry {
  readonly path: string;
  readonly label: PlainTextKey;
  readonly icon: IconName;
}

/** The entries of the rail and of the bottom bar; add a row to add one to both. */
export const navigationEntries = [
  { path: "/", label: "navigation.overview", icon: "overview" },
  { path: "/alerts", label: "navigation.alerts", icon: "alerts" },
  { path: "/integrations", label: "navigation.integrations", icon: "integrations" },
  { path: "/settings", label: "navigation.settings", icon: "settings" },
] as const satisfies readonly NavigationEntry[];

/** Whether an entry is where the user is: a machine's page, and the one that adds one, belong to the overview. */
export function isCurrent(entry: NavigationEntry, path: string): boolean {
  if (entry.path !== "/") return path.startsWith(entry.path);
  return path === "/" || path === "/add-machine" || path.startsWith("/machines/");
}
