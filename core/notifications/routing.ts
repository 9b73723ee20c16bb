import type { Notification, NotificationMachine, Severity } from "../sdk/index.ts";
import type { PlannedDelivery } from "./delivery-store.ts";
import { endOf, isBetween, nextTimeOfDay, type WallClock } from "./time-of-day.ts";

/** Which of the channels that there are get a message, and when. */
export type Route = (
  notification: Notification,
  channels: readonly string[],
  now: number,
) => readonly PlannedDelivery[];

/** How messages are routed. */
export interface Routing {
  readonly plan: Route;
  /** The channels that the routes name. */
  readonly named: readonly string[];
}

/** What the user wants to hear, where and when. Times are minutes of the day. */
export interface NotificationRules {
  /** None: every message goes to every channel. */
  readonly routes: readonly RouteRule[];
  /** What is told once a day; `null`: everything at once. */
  readonly digest: { readonly at: number; readonly severities: readonly Severity[] } | null;
}

/** Where messages go that meet every criterion which is not `null`. */
export interface RouteRule {
  readonly severities: readonly Severity[] | null;
  readonly types: readonly string[] | null;
  /** Of which the machine has one. */
  readonly tags: readonly string[] | null;
  /** Ids of machines. */
  readonly machines: readonly string[] | null;
  readonly channels: readonly string[];
  readonly quietHours: QuietHours | null;
}

/** When only the worst is told; `to` may be on the next day. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
  /** What is told all the same. */
  readonly except: readonly Severity[];
}

/** Every message goes to every channel at once. */
export const toEveryChannel: Routing = {
  plan: (_notification, channels, now) => channels.map((channel) => ({ channel, notBefore: now })),
  named: [],
};

/** How messages are routed by these rules, in the time zone of that clock on the wall. */
export function createRouting({ routes, digest }: NotificationRules, clock: WallClock): Routing {
  const plan: Route = (notification, channels, now) => {
    const used = routes.length === 0 ? [toAll(channels)] : routes.filter((route) => concerns(route, notification));
    const isGathered = digest?.severities.includes(notification.severity) ?? false;
    return channels.flatMap((channel) => {
      const own = used.filter((route) => route.channels.includes(channel));
      if (own.length === 0) return [];
      const onlyIfTold = own.every((route) => !isFor(route.severities, notification.severity));
      const told = onlyIfTold ? { onlyIfTold } : {};
      if (digest && isGathered) {
        return { channel, notBefore: nextTimeOfDay(digest.at, now, clock), isGathered, ...told };
      }
      const moments = own.map(({ quietHours }) => momentFor(quietHours, notification, now, clock));
      return { channel, notBefore: Math.min(...moments), ...told };
    });
  };
  return { plan, named: [...new Set(routes.flatMap(({ channels }) => channels))].toSorted() };
}

function toAll(channels: readonly string[]): RouteRule {
  return { severities: null, types: null, tags: null, machines: null, channels, quietHours: null };
}

/** An end concerns whoever was told of the beginning, which may have been less severe. */
function concerns({ severities, types, tags, machines }: RouteRule, notification: Notification): boolean {
  const { kind, severity, type } = notification;
  if (kind !== "resolved" && !isFor(severities, severity)) return false;
  return isFor(types, type) && machinesOf(notification).some((machine) => isOf(machine, tags, machines));
}

/** Each machine that it is about; `null` stands for none. */
function machinesOf({ machine, members = [] }: Notification): readonly (NotificationMachine | null)[] {
  return [machine, ...members.map((member) => member.machine)];
}

function isOf(machine: NotificationMachine | null, tags: RouteRule["tags"], machines: RouteRule["machines"]): boolean {
  if (machine === null) return tags === null && machines === null;
  return isFor(machines, machine.id) && (tags === null || tags.some((tag) => machine.tags.includes(tag)));
}

function isFor<Value>(wanted: readonly Value[] | null, value: Value): boolean {
  return wanted?.includes(value) ?? true;
}

function momentFor(quiet: QuietHours | null, { severity }: Notification, now: number, clock: WallClock): number {
  if (!quiet || quiet.except.includes(severity) || !isBetween(clock(now), quiet.from, quiet.to)) return now;
  return endOf(quiet.from, quiet.to, now, clock);
}
