import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";

/** What the hub knows of itself. */
export interface SystemFacts {
  readonly name: string;
  readonly version: string;
  readonly startedAt: number;
  readonly timeZone: string;
  readonly container: string | null;
  /** False until the integrations had their first chance to start. */
  isReady(): boolean;
}

/** Health, facts about the hub, and its integrations. */
export function addSystemRoutes(routes: Routes, house: House, owner: string): void {
  const { system, clock, database, integrations } = house;
  const uptimeSeconds = () => Math.round((clock.now() - system.startedAt) / 1000);

  routes.add(
    {
      method: "GET",
      path: "/system/health",
      operationId: "get_health",
      summary: "Tell whether the hub works",
      tag: "System",
      scope: "open",
      responses: { 200: { description: "It answers; status says how it is.", body: { type: "object" } } },
    },
    async () => ({
      status: system.isReady() ? "healthy" : "starting",
      version: system.version,
      uptime_seconds: uptimeSeconds(),
      database: await database.select("SELECT 1").then(
        () => "ok",
        () => "failed",
      ),
      time: new Date(clock.now()).toISOString(),
    }),
    owner,
  );

  routes.add(
    {
      method: "GET",
      path: "/system/info",
      operationId: "get_system_info",
      summary: "Show facts about the hub",
      tag: "System",
      scope: "viewer",
      responses: { 200: { description: "The hub.", body: { type: "object" } } },
    },
    async () => ({
      name: system.name,
      version: system.version,
      started_at: new Date(system.startedAt).toISOString(),
      uptime_seconds: uptimeSeconds(),
      node_version: process.version,
      container: system.container,
      time_zone: system.timeZone,
      database_bytes: await database.size(),
      memory_bytes: process.memoryUsage.rss(),
    }),
    owner,
  );

  routes.add(
    {
      method: "GET",
      path: "/integrations",
      operationId: "list_integrations",
      summary: "List the integrations and how they are",
      tag: "Integrations",
      scope: "viewer",
      responses: { 200: { description: "Every integration that is configured.", body: { type: "object" } } },
    },
    () => {
      const list = integrations.list();
      return { integrations: list, total: list.length };
    },
    owner,
  );
}
