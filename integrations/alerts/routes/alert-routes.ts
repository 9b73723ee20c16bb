import type { IntegrationContext } from "../../../core/sdk/index.ts";
import type { Alert } from "../alert.ts";
import { AlertArchive } from "../book/archive.ts";
import type { AlertsConfig } from "../config.ts";
import type { AlertEngine } from "../engine/engine.ts";
import { alertSchema, alertToWire, eventSchema, eventToWire, severities, statuses } from "./alert-schema.ts";

type Context = IntegrationContext<AlertsConfig>;

interface ListQuery {
  readonly status?: string;
  readonly severity?: string;
  readonly machine_id?: string;
  readonly type?: string;
  readonly limit: number;
  readonly offset: number;
}

const idParams = {
  type: "object",
  properties: { id: { type: "integer", minimum: 1, maximum: 2 ** 53 - 1, description: "The alert's number." } },
} as const;

const paging = {
  limit: { type: "integer", minimum: 1, maximum: 500, default: 50, description: "Most that are answered." },
  offset: {
    type: "integer",
    minimum: 0,
    maximum: 2 ** 31,
    default: 0,
    description: "How many newer ones are left out.",
  },
} as const;

const criteria = {
  status: { enum: [...statuses, "active"], description: "Only those that stand there; active: those not resolved." },
  severity: { enum: severities, description: "Only those that matter so much." },
  type: { type: "string", maxLength: 64, description: "Only those of that type." },
} as const;

const listSchema = {
  title: "AlertList",
  type: "object",
  required: ["alerts", "total", "limit", "offset"],
  properties: {
    alerts: { type: "array", items: alertSchema, description: "Newest first." },
    total: { type: "integer", description: "How many match in all." },
    limit: { type: "integer", description: "As asked." },
    offset: { type: "integer", description: "As asked." },
  },
} as const;

/** `/alerts`: list them, see one with its timeline, acknowledge it, resolve it. */
export function addAlertRoutes(context: Context, engine: AlertEngine): void {
  const archive = new AlertArchive(context.database);
  addListRoutes(context, engine, archive);
  addDetailRoute(context, engine, archive);
  addActRoutes(context, engine, archive);
}

function addListRoutes(context: Context, engine: AlertEngine, archive: AlertArchive): void {
  const common = { method: "GET", tag: "Alerts", scope: "viewer" } as const;
  const list = async ({ limit, offset, status, severity, type, machine_id: machineId }: ListQuery) => {
    await engine.ledger.written();
    const { alerts, total } = await archive.list({ status, severity, machineId, type, limit, offset });
    return { alerts: alerts.map((alert) => toWire(context, alert)), total, limit, offset };
  };

  context.addRoute<unknown, ListQuery>(
    {
      ...common,
      path: "/alerts",
      operationId: "list_alerts",
      summary: "List alerts, the newest first",
      request: {
        query: {
          type: "object",
          properties: {
            ...criteria,
            machine_id: { type: "string", maxLength: 100, description: "Only those of that machine." },
            ...paging,
          },
        },
      },
      responses: { 200: { description: "The alerts.", body: listSchema } },
    },
    ({ query }) => list(query),
  );

  context.addRoute<unknown, ListQuery>(
    {
      ...common,
      path: "/machines/:id/alerts",
      operationId: "list_machine_alerts",
      summary: "List the alerts of one machine, the newest first",
      request: {
        params: {
          type: "object",
          properties: { id: { type: "string", maxLength: 100, description: "The machine's id." } },
        },
        query: { type: "object", properties: { ...criteria, ...paging } },
      },
      responses: {
        200: { description: "The alerts.", body: listSchema },
        404: { description: "There is no such machine." },
      },
    },
    ({ params: { id = "" }, query }) => {
      if (!context.machines.get(id)) context.refuse("NOT_FOUND", `Machine '${id}' does not exist`);
      return list({ ...query, machine_id: id });
    },
  );
}

function addDetailRoute(context: Context, engine: AlertEngine, archive: AlertArchive): void {
  context.addRoute(
    {
      method: "GET",
      path: "/alerts/:id",
      operationId: "get_alert",
      summary: "Show one alert with its timeline",
      tag: "Alerts",
      scope: "viewer",
      request: { params: idParams },
      responses: {
        200: {
          description: "The alert.",
          body: {
            ...alertSchema,
            title: "AlertWithEvents",
            required: [...alertSchema.required, "events"],
            properties: {
              ...alertSchema.properties,
              events: { type: "array", items: eventSchema, description: "What happened to it, in order." },
            },
          },
        },
        404: { description: "There is no such alert." },
      },
    },
    async ({ params }) => {
      await engine.ledger.written();
      const alert = await found(context, archive, params);
      const events = await archive.eventsOf(alert.id);
      return { ...toWire(context, alert), events: events.map(eventToWire) };
    },
  );
}

function addActRoutes(context: Context, engine: AlertEngine, archive: AlertArchive): void {
  const { book, ledger } = engine;
  const common = { method: "POST", tag: "Alerts", scope: "operator", request: { params: idParams } } as const;
  const responses = {
    200: { description: "The alert as it is now.", body: alertSchema },
    400: { description: "It is not in a state for that." },
    404: { description: "There is no such alert." },
  };
  const changed = async (alert: Alert) => {
    await ledger.written();
    return toWire(context, alert);
  };

  context.addRoute(
    {
      ...common,
      path: "/alerts/:id/acknowledge",
      operationId: "acknowledge_alert",
      summary: "Say that somebody takes care of it: it is not told again unless it becomes worse",
      responses,
    },
    async ({ params, caller }) => {
      const alert = book.get(Number(params["id"])) ?? (await found(context, archive, params));
      if (alert.status !== "open") context.refuse("INVALID_STATE", `The alert is ${alert.status} already`);
      return changed(book.acknowledge(alert, caller.name));
    },
  );

  context.addRoute(
    {
      ...common,
      path: "/alerts/:id/resolve",
      operationId: "resolve_alert",
      summary: "End an alert by hand: it opens again only after it was good in between",
      responses,
    },
    async ({ params, caller }) => {
      const alert = book.get(Number(params["id"])) ?? (await found(context, archive, params));
      if (alert.status === "resolved") context.refuse("INVALID_STATE", "The alert is resolved already");
      return changed(book.resolve(alert, caller.name, null));
    },
  );
}

async function found(
  context: Context,
  archive: AlertArchive,
  params: Readonly<Record<string, string>>,
): Promise<Alert> {
  const alert = await archive.get(Number(params["id"]));
  return alert ?? context.refuse("NOT_FOUND", `There is no alert ${params["id"]}`);
}

function toWire({ machines }: Context, alert: Alert) {
  return alertToWire(alert, alert.machineId === null ? undefined : machines.get(alert.machineId));
}
