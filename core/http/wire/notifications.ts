import { deliveryStates } from "../../notifications/delivery-store.ts";

const text = (description: string) => ({ type: "string", description }) as const;
const maybe = (description: string) => ({ type: ["string", "null"], description }) as const;
const moment = (description: string) => ({ type: ["string", "null"], format: "date-time", description }) as const;
const count = (description: string) => ({ type: "integer", minimum: 0, description }) as const;

const deliveryProperties = {
  sequence: { type: "integer", description: "The message's number, which grows." },
  channel: text("Where it goes."),
  id: text("Names the message."),
  subject: text("What it is about: alert-12."),
  title: text("The message in one line."),
  kind: {
    enum: ["opened", "escalated", "reminder", "resolved", "result", "digest", "test"],
    description: "Why it is sent.",
  },
  severity: { enum: ["critical", "high", "medium", "low"], description: "How much it matters." },
  type: text("What routes go by: disk, offline …"),
  machine_id: maybe("The machine that it is about; null for none or several."),
  path: maybe("Where the dashboard shows more."),
  state: {
    enum: deliveryStates,
    description:
      "gathered: it waits for the digest. folded: another message tells of it, or it was over before it could be told. dead: it is not sent unless somebody asks for it.",
  },
  attempts: count("How often it was tried."),
  reason: maybe("Why the last try failed, or why it was not sent."),
  created_at: { type: "string", format: "date-time", description: "Since when it is there." },
  ended_at: moment("When it was sent or given up."),
  next_at: moment("When it is tried next; null when that does not depend on time."),
} as const;

/** The list of what people were told. */
export const deliveryListSchema = {
  title: "NotificationList",
  type: "object",
  required: ["notifications", "total", "limit", "offset"],
  properties: {
    notifications: {
      type: "array",
      description: "A message on a channel each.",
      items: {
        title: "Notification",
        type: "object",
        description: "A message on a channel.",
        required: Object.keys(deliveryProperties),
        additionalProperties: false,
        properties: deliveryProperties,
      },
    },
    total: count("How many there are."),
    limit: count("As asked for."),
    offset: count("As asked for."),
  },
} as const;

/** The list of channels. */
export const channelListSchema = {
  title: "ChannelList",
  type: "object",
  required: ["channels", "total"],
  properties: {
    channels: {
      type: "array",
      description: "By name.",
      items: {
        title: "Channel",
        type: "object",
        description: "A way to reach people.",
        required: ["name", "title", "state", "waiting", "gathered", "dead"],
        additionalProperties: false,
        properties: {
          name: text("What routes call it."),
          title: text("For people."),
          state: {
            enum: ["ok", "waiting", "broken", "lost"],
            description:
              "waiting: it is away, and tried again. broken: it refuses everything until its settings are corrected. lost: its integration does not run.",
          },
          waiting: count("How many messages wait."),
          gathered: count("How many wait for the digest."),
          dead: count("How many were refused or given up."),
        },
      },
    },
    total: count("How many there are."),
  },
} as const;
