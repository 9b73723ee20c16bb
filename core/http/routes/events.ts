import { PlatformError } from "../../errors.ts";
import type { OpenProblem } from "../../sdk/index.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";

const text = (description: string) => ({ type: "string", description }) as const;
const maybe = (description: string) => ({ type: ["string", "null"], description }) as const;

const eventSchema = {
  type: "object",
  required: ["id", "type", "time", "data"],
  properties: {
    id: { type: "integer", description: "Grows with each event; begins anew with each start of the hub." },
    type: text("machine_changed, service_called, or <integration>.<its own>."),
    time: { type: "string", format: "date-time", description: "When it happened." },
    cause_id: maybe("The chain of causes that it belongs to."),
    cause_origin: maybe("Where the chain began."),
    data: { description: "What the event says." },
  },
} as const;

const problemSchema = {
  type: "object",
  required: ["id", "integration", "severity", "title", "advice", "since", "is_ignored"],
  properties: {
    id: text("Identifies the problem."),
    integration: text("Who reports it."),
    severity: { enum: ["warning", "error"], description: "error: something does not work." },
    title: text("What is wrong, in a line."),
    advice: text("What to do."),
    machine_id: maybe("The machine that it is about."),
    since: { type: "string", format: "date-time", description: "Since when." },
    is_ignored: { type: "boolean", description: "The user does not want to see it." },
  },
} as const;

/** What happened lately, and what the user must fix. */
export function addEventRoutes(routes: Routes, { events, problems }: House, owner: string): void {
  routes.add(
    {
      method: "GET",
      path: "/events",
      operationId: "list_events",
      summary: "List recent events, newest first",
      tag: "Events",
      scope: "viewer",
      request: {
        query: {
          type: "object",
          properties: {
            type: { type: "string", maxLength: 129, description: "Only events of this type." },
            limit: { type: "integer", minimum: 1, maximum: 500, default: 50, description: "At most so many." },
          },
        },
      },
      responses: {
        200: {
          description: "Of the last 1,000 events, those asked for.",
          body: {
            type: "object",
            required: ["events"],
            properties: { events: { type: "array", items: eventSchema, description: "Newest first." } },
          },
        },
      },
    },
    ({ query }) => {
      const { type, limit } = query as { type?: string; limit: number };
      const list = events.list({ type, limit }).map(({ at, causeId, causeOrigin, ...event }) => ({
        ...event,
        time: new Date(at).toISOString(),
        cause_id: causeId,
        cause_origin: causeOrigin,
      }));
      return { events: list };
    },
    owner,
  );

  routes.add(
    {
      method: "GET",
      path: "/problems",
      operationId: "list_problems",
      summary: "List what the user must fix",
      tag: "Problems",
      scope: "viewer",
      responses: {
        200: {
          description: "Every problem that is there now, ignored ones too.",
          body: {
            type: "object",
            required: ["problems", "total"],
            properties: {
              problems: { type: "array", items: problemSchema, description: "Oldest first." },
              total: { type: "integer", description: "How many there are." },
            },
          },
        },
      },
    },
    () => {
      const list = problems.list().map(problemToWire);
      return { problems: list, total: list.length };
    },
    owner,
  );

  routes.add(
    {
      method: "POST",
      path: "/problems/:id/ignore",
      operationId: "ignore_problem",
      summary: "Hide a problem, or show it again",
      tag: "Problems",
      scope: "operator",
      request: {
        params: { type: "object", properties: { id: { type: "string", maxLength: 300, description: "The problem." } } },
        body: {
          type: "object",
          properties: { ignored: { type: "boolean", default: true, description: "false shows it again." } },
          examples: [{ ignored: true }],
        },
      },
      responses: { 204: { description: "Done." }, 404: { description: "There is no such problem now." } },
    },
    async ({ params, body }) => {
      const { id = "" } = params as Record<string, string>;
      const { ignored } = body as { ignored: boolean };
      if (await problems.setIgnored(id, ignored)) return;
      throw new PlatformError("NOT_FOUND", `There is no problem '${id}' now`);
    },
    owner,
  );
}

function problemToWire({ machineId, since, isIgnored, alert: _alert, ...problem }: OpenProblem) {
  return { ...problem, machine_id: machineId ?? null, since: new Date(since).toISOString(), is_ignored: isIgnored };
}
