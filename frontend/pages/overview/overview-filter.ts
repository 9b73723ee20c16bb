import type { DashboardMachine } from "../../sdk/index.ts";

/** A status to filter by, as a user sees it: a workstation that is off is away, not offline. */
export type StatusFilter = "all" | "online" | "offline" | "away" | "unknown";

/** What the user wants to see. */
export interface OverviewFilter {
  readonly search: string;
  readonly status: StatusFilter;
}

const statuses: readonly StatusFilter[] = ["all", "online", "offline", "away", "unknown"];

/** Reads a filter from a page's query: `?q=nas&status=offline`. */
export function parseFilter(query: string): OverviewFilter {
  const parameters = new URLSearchParams(query);
  const status = statuses.find((known) => known === parameters.get("status")) ?? "all";
  return { search: parameters.get("q") ?? "", status };
}

/** The query of a filter; empty when it shows everything. */
export function formatFilter({ search, status }: OverviewFilter): string {
  const parameters = new URLSearchParams();
  if (search) parameters.set("q", search);
  if (status !== "all") parameters.set("status", status);
  return parameters.size > 0 ? `?${parameters}` : "";
}

/** The status under which a machine is filtered. */
export function filterStatusOf({ status, expectedOnline }: DashboardMachine): Exclude<StatusFilter, "all"> {
  return status === "offline" && !expectedOnline ? "away" : status;
}

/** Whether a machine is what the user looks for: every word is part of its name, id, address or system. */
export function matchesFilter(machine: DashboardMachine, { search, status }: OverviewFilter): boolean {
  if (status !== "all" && filterStatusOf(machine) !== status) return false;
  const { name, hostname, id, ipAddress, osDistribution, osVersion } = machine;
  const text = [name, hostname, id, ipAddress, osDistribution, osVersion].join(" ").toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** How many machines there are of each status. */
export function countByStatus(machines: readonly DashboardMachine[]): Readonly<Record<StatusFilter, number>> {
  const counts = { all: machines.length, online: 0, offline: 0, away: 0, unknown: 0 };
  for (const machine of machines) counts[filterStatusOf(machine)] += 1;
  return counts;
}
