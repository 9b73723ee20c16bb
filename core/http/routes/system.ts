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

const text = (description: string) => ({ type: "string", description }) as const;
const count = (description: string) => ({ type: "integer", minimum: 0, description }) as const;
const time = (description: string) => ({ type: "string", format: "date-time", description }) as const;

const healthSchema = {
  title: "Health",
  type: "object",
  description: "How the hub is.",
  required: ["status", "version", "uptime_seconds", "database", "time"],
  properties: {
    status: { enum: ["healthy", "starting"], description: "starting: some integrations had no chance yet." },
    version: text("The hub's version."),
    uptime_seconds: count("How long it has run."),
    database: { enum: ["ok", "failed"], description: "Whether the database answers." },
    time: time("The hub's clock."),
  },
} as const;

const infoSchema = {
  title: "SystemInfo",
  type: "object",
  description: "Facts about the hub.",
  required: ["name", "version", "started_at", "uptime_seconds", "node_version", "container", "time_zone"],
  properties: {
    name: text("What it is called."),
    version: text("Its version."),
    started_at: time("When it started."),
    uptime_seconds: count("How long it has run."),
    node_version: text("The Node that it runs on."),
    container: {
      type: ["string", "null"],
      description: "The kind of container that it is packed in; null on a machine.",
    },
    time_zone: text("The IANA time zone of its schedules."),
    database_bytes: count("Size of its database, bytes."),
    memory_bytes: count("Memory that it holds, bytes."),
  },
} as const;

/** Health, and facts about the hub. */
export function addSystemRoutes(routes: Routes, house: House, owner: string): void {
  const { system, clock, database } = house;
  const uptimeSeconds = () => Math.round((clock.now() - system.startedAt) / 1000);

  routes.add(
    {
      method: "GET",
      path: "/system/health",
      operationId: "get_health",
      summary: "Tell whether the hub works",
      tag: "System",
      scope: "open",
      responses: { 200: { description: "It answers; status says how it is.", body: healthSchema } },
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
      responses: { 200: { description: "The hub.", body: infoSchema } },
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
}
