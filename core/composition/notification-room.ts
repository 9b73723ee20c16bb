import { Notifications } from "../notifications/notifications.ts";
import type { NotificationRules, Routing } from "../notifications/routing.ts";
import { createRouting } from "../notifications/routing.ts";
import { wallClock } from "../notifications/time-of-day.ts";
import { Problems } from "../problems/problems.ts";
import { hubFacts } from "../settings.ts";
import type { Ground, Resolve } from "./ground.ts";

/** What tells people. */
export function createNotifications(ground: Ground, get: Resolve): Notifications {
  const { settings, progress, clock, log, database } = ground;
  return new Notifications({
    database,
    clock,
    log: log.child("notifications"),
    routing: routingOf(ground, settings.config.notifications),
    hubUrl: () =>
      settings.config.hub.publicUrl?.replace(/\/$/, "") ?? hubFacts(settings, progress).networkUrls[0] ?? null,
    report: (id, problem) => get(Problems).report("notifications", id, problem),
  });
}

/** How messages are routed by these rules, in the hub's time zone. */
export function routingOf({ settings }: Ground, rules: NotificationRules): Routing {
  return createRouting(rules, wallClock(settings.config.hub.timeZone));
}
