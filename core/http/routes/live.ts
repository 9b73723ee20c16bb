import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { machineSchema } from "../wire/machine.ts";
import { stateSchema } from "../wire/state.ts";

const time = { type: "string", format: "date-time", description: "The hub's clock." };
const list = (items: object, description: string) => ({ type: "array", items, description });
const ids = (description: string) => list({ type: "string", description: "An id." }, description);

const snapshotSchema = {
  title: "LiveSnapshot",
  type: "object",
  description: "Data of the event `snapshot`: everything that the page subscribed to. It replaces what the page knew.",
  required: ["time", "machines", "states"],
  properties: {
    time,
    machines: list(machineSchema, "Every machine, without latest_metrics."),
    states: list(stateSchema, "The states that match the patterns."),
  },
};

const changesSchema = {
  title: "LiveChanges",
  type: "object",
  description: "Data of the event `changes`: what became different. Every field but `time` may be absent.",
  required: ["time"],
  properties: {
    time,
    machines: list(machineSchema, "Machines that changed."),
    machines_removed: ids("Machines that are gone."),
    seen: {
      type: "object",
      description: "When machines were last heard from, by id.",
      additionalProperties: { type: "string", format: "date-time", description: "Last heartbeat." },
    },
    states: list(stateSchema, "States that changed."),
    states_removed: ids("Entities that are gone."),
  },
};

const eventSchema = {
  title: "LiveIntegrationEvent",
  type: "object",
  description:
    "Data of the event `event`: something that an integration tells, as it happens. It is not sent again later.",
  required: ["time", "name", "data"],
  additionalProperties: false,
  properties: {
    time,
    name: { type: "string", description: "`<integration>.<type>`." },
    data: { description: "What the integration says of it." },
  },
};

const pingSchema = {
  title: "LivePing",
  type: "object",
  description: "Data of the event `ping`, every 15 seconds.",
  required: ["time"],
  additionalProperties: false,
  properties: { time },
};

const description = `Server-Sent Events (WHATWG HTML, 9.2). The first event is \`snapshot\`, or, for a page that comes back with
the id of its last event, \`changes\` with exactly what it missed. Then \`changes\` follow, at most ten a second, and \`ping\`
every 15 s: a stream that is silent for 40 s is dead. An event's id is \`<epoch>-<sequence>\`; another epoch means that the hub was
restarted. The schema is that of an event's data.`;

/** Documents `GET /live`, which the live stream answers itself. */
export function describeLiveRoute(routes: Routes, _house: House, _owner: string): void {
  routes.describe({
    method: "GET",
    path: "/live",
    operationId: "get_live",
    summary: "Follow machines and states as they change",
    description,
    tag: "Live",
    scope: "viewer",
    request: {
      query: {
        type: "object",
        properties: {
          states: {
            type: "string",
            maxLength: 16_000,
            description: "Entity ids and patterns (`nas.*`, `*.cpu_percent`), with commas. Without: machines only.",
          },
          events: {
            type: "string",
            maxLength: 1000,
            description: "Names of integrations' events to follow too, with commas: `alerts.alert_changed`.",
          },
          since: {
            type: "string",
            maxLength: 64,
            description: "The id of the last event, for clients that cannot send Last-Event-ID.",
          },
        },
      },
    },
    responses: {
      200: {
        description: "The stream; it does not end by itself.",
        contentType: "text/event-stream",
        body: {
          title: "LiveEvent",
          description: "One event's data.",
          oneOf: [snapshotSchema, changesSchema, eventSchema, pingSchema],
        },
      },
    },
  });
}
