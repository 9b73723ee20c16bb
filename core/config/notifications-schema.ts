import type { FromSchema } from "json-schema-to-ts";
import type { NotificationRules, QuietHours, RouteRule } from "../notifications/routing.ts";
import { parseTimeOfDay } from "../notifications/time-of-day.ts";
import type { ConfigSource } from "./config-source.ts";
import type { ConfigProblem } from "./problem.ts";
import { label } from "./schema-problems.ts";

const severities = { enum: ["critical", "high", "medium", "low"] } as const;
const timeOfDay = { type: "string", format: "time-of-day" } as const;
const texts = (description: string) =>
  ({ type: "array", minItems: 1, maxItems: 200, items: { type: "string", minLength: 1 }, description }) as const;

const quietHoursSchema = {
  type: "object",
  additionalProperties: false,
  required: ["from", "to"],
  properties: {
    from: { ...timeOfDay, description: "When they begin." },
    to: { ...timeOfDay, description: "When they end; what came meanwhile is told then. May be on the next day." },
    except: {
      type: "array",
      maxItems: 4,
      items: severities,
      default: ["critical"],
      description: "What is told at once all the same.",
    },
  },
  description: "When this route is quiet, each day.",
} as const;

/** JSON schema of the block `notifications:`. */
export const notificationsSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    routes: {
      type: "array",
      maxItems: 100,
      default: [],
      description:
        "Who gets which messages: a message goes to the channels of every route that it meets all criteria of. Without routes, every message goes to every channel.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["channels"],
        properties: {
          severities: { type: "array", minItems: 1, maxItems: 4, items: severities, description: "Default: all." },
          types: texts("Types of alerts: disk, offline … Default: all."),
          tags: texts("Tags, of which the machine has one. Default: all machines, and what is about none."),
          machines: texts("Ids of machines. Default: all, and what is about none."),
          channels: texts("Where they go: slack, or another channel's name."),
          quiet_hours: quietHoursSchema,
        },
      },
    },
    digest: {
      type: ["object", "null"],
      additionalProperties: false,
      default: null,
      required: ["at"],
      properties: {
        at: { ...timeOfDay, description: "When it is sent, each day." },
        severities: {
          type: "array",
          minItems: 1,
          maxItems: 4,
          items: severities,
          default: ["low"],
          description: "What is told in it, and not before.",
        },
      },
      description: "One message a day and channel, for what can wait. null: everything is told by itself.",
    },
  },
} as const;

export type NotificationsBlock = FromSchema<typeof notificationsSchema>;
type RouteBlock = NotificationsBlock["routes"][number];

/** The rules that a block means. */
export function notificationRules({ routes, digest }: NotificationsBlock): NotificationRules {
  return {
    routes: routes.map(routeRule),
    digest: digest && { at: parseTimeOfDay(digest.at), severities: digest.severities },
  };
}

/** What is wrong with a block beyond its schema. */
export function notificationProblems(source: ConfigSource, { routes }: NotificationsBlock): readonly ConfigProblem[] {
  return routes.flatMap(({ quiet_hours: quiet }, index) => {
    if (!quiet || quiet.from !== quiet.to) return [];
    const path = ["notifications", "routes", String(index), "quiet_hours", "to"];
    const message = `${label(path)} is the same as from; write a route without quiet hours, or take its channels away`;
    return [source.problemAt(path, "value", message)];
  });
}

function routeRule({
  severities: ofSeverities,
  types,
  tags,
  machines,
  channels,
  quiet_hours: quiet,
}: RouteBlock): RouteRule {
  return {
    severities: ofSeverities ?? null,
    types: types ?? null,
    tags: tags ?? null,
    machines: machines ?? null,
    channels,
    quietHours: quiet ? quietHours(quiet) : null,
  };
}

function quietHours({ from, to, except }: NonNullable<RouteBlock["quiet_hours"]>): QuietHours {
  return { from: parseTimeOfDay(from), to: parseTimeOfDay(to), except };
}
