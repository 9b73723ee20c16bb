import { deliveryStates } from "../../notifications/delivery-store.ts";
import type { ListedDelivery } from "../../notifications/notifications.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { channelListSchema, deliveryListSchema } from "../wire/notifications.ts";

const channelName = { type: "string", minLength: 1, maxLength: 100 } as const;
const unreachable = { 502: { description: "The channel did not take it; the message says why." } };

interface DeliveryQuery {
  readonly state?: (typeof deliveryStates)[number];
  readonly channel?: string;
  readonly subject?: string;
  readonly limit: number;
  readonly offset: number;
}

/** What people were told, and the channels that reach them. */
export function addNotificationRoutes(routes: Routes, house: House, owner: string): void {
  addDeliveryRoutes(routes, house, owner);
  addChannelRoutes(routes, house, owner);
}

function addDeliveryRoutes(routes: Routes, { notifications }: House, owner: string): void {
  const common = { tag: "Notifications" } as const;

  routes.add(
    {
      ...common,
      method: "GET",
      path: "/notifications",
      operationId: "list_notifications",
      summary: "List what people were told, and what became of it",
      description: "A message that went to two channels is there twice. It is remembered for 90 days.",
      scope: "viewer",
      request: {
        query: {
          type: "object",
          properties: {
            state: { enum: deliveryStates, description: "Only those in this state." },
            channel: { ...channelName, description: "Only those on this channel." },
            subject: { type: "string", maxLength: 300, description: "Only those about this: alert-12." },
            limit: { type: "integer", minimum: 1, maximum: 500, default: 50, description: "At most so many." },
            offset: {
              type: "integer",
              minimum: 0,
              maximum: 2 ** 53 - 1,
              default: 0,
              description: "Leave so many of the newest out.",
            },
          },
        },
      },
      responses: { 200: { description: "Newest first.", body: deliveryListSchema } },
    },
    async ({ query }) => {
      const filter = query as DeliveryQuery;
      const { deliveries, total } = await notifications.list(filter);
      return { notifications: deliveries.map(deliveryToWire), total, limit: filter.limit, offset: filter.offset };
    },
    owner,
  );

  routes.add(
    {
      ...common,
      method: "POST",
      path: "/notifications/:channel/:sequence/retry",
      operationId: "retry_notification",
      summary: "Send a dead message again",
      scope: "operator",
      request: {
        params: {
          type: "object",
          properties: {
            channel: { ...channelName, description: "The channel." },
            sequence: { type: "integer", minimum: 0, maximum: 2 ** 53 - 1, description: "The message's number." },
          },
        },
      },
      responses: {
        204: { description: "It waits to be sent." },
        404: { description: "There is no such dead message." },
      },
    },
    ({ params }) => {
      const { channel, sequence } = params as unknown as { readonly channel: string; readonly sequence: number };
      return notifications.retry(channel, sequence);
    },
    owner,
  );
}

function addChannelRoutes(routes: Routes, { notifications }: House, owner: string): void {
  const common = { tag: "Notifications" } as const;

  routes.add(
    {
      ...common,
      method: "GET",
      path: "/channels",
      operationId: "list_channels",
      summary: "List the ways to reach people, and how each is",
      scope: "viewer",
      responses: { 200: { description: "Every channel, by name.", body: channelListSchema } },
    },
    async () => {
      const channels = await notifications.channels();
      return { channels, total: channels.length };
    },
    owner,
  );

  routes.add(
    {
      ...common,
      method: "POST",
      path: "/channels/:name/test",
      operationId: "test_channel",
      summary: "Send a test on a channel",
      description: "A channel that takes it goes on with what waits for it.",
      scope: "operator",
      request: { params: { type: "object", properties: { name: { ...channelName, description: "The channel." } } } },
      responses: {
        204: { description: "It was taken." },
        404: { description: "There is no such channel that runs." },
        ...unreachable,
      },
    },
    ({ params: { name = "" } }) => notifications.test(name),
    owner,
  );
}

function deliveryToWire(delivery: ListedDelivery) {
  const { sequence, channel, state, attempts, reason, notification } = delivery;
  const { id, subject, kind, severity, type, title, machine, path } = notification;
  return {
    sequence,
    channel,
    id,
    subject,
    title,
    kind,
    severity,
    type,
    machine_id: machine?.id ?? null,
    path,
    state,
    attempts,
    reason,
    created_at: new Date(delivery.createdAt).toISOString(),
    ended_at: timeOrNull(delivery.endedAt),
    next_at: timeOrNull(delivery.nextAt),
  };
}

function timeOrNull(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
