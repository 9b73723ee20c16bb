import { Authenticator } from "../auth/authenticator.ts";
import { FailureLimit } from "../auth/failure-limit.ts";
import { Keys } from "../auth/keys.ts";
import { LoginLinks } from "../auth/login-links.ts";
import { Sessions } from "../auth/sessions.ts";
import { EventBus } from "../bus/event-bus.ts";
import { DeviceRegistry } from "../devices/registry.ts";
import { RecentEvents } from "../events/recent-events.ts";
import type { House } from "../http/house.ts";
import { IntegrationHost } from "../integrations/host.ts";
import { MachineAdmission } from "../machines/admission.ts";
import { MachineContributions } from "../machines/contributions.ts";
import { MachineRegistry } from "../machines/registry.ts";
import { MachineSuccession } from "../machines/succession.ts";
import { Notifications } from "../notifications/notifications.ts";
import { Problems } from "../problems/problems.ts";
import { HistoryReader } from "../recorder/history.ts";
import { Retention } from "../recorder/retention.ts";
import { ServiceAudit } from "../services/audit.ts";
import { ServiceRegistry } from "../services/registry.ts";
import { EntityRegistry } from "../states/entity-registry.ts";
import { States } from "../states/states.ts";
import { Backups } from "../storage/backup/backups.ts";
import { Mqtt } from "../transport/mqtt/mqtt.ts";
import type { Ground, Resolve } from "./ground.ts";
import { siteOf } from "./site.ts";

/** The rooms that the HTTP routes show. */
export function houseOf({ settings, progress, clock, log, database }: Ground, get: Resolve): House {
  const { version, startedAt, container, config } = settings;
  const { timeZone } = config.hub;
  const nextCron = (expression: string | null) => (expression === null ? null : clock.nextCron(expression, timeZone));
  return {
    authenticator: get(Authenticator),
    backups: get(Backups),
    backupPlan: { ...config.backup, nextAt: () => nextCron(config.backup.schedule) },
    bus: get(EventBus),
    clock,
    database,
    devices: get(DeviceRegistry),
    entities: get(EntityRegistry),
    events: get(RecentEvents),
    failureLimit: get(FailureLimit),
    history: get(HistoryReader),
    integrations: {
      list: () => get(IntegrationHost).list(),
      report: (domain) => get(IntegrationHost).report(domain),
      reload: (domain) => get(IntegrationHost).reload(domain),
    },
    keys: get(Keys),
    log: log.child("http"),
    loginLinks: get(LoginLinks),
    admission: get(MachineAdmission),
    contributions: get(MachineContributions),
    machines: get(MachineRegistry),
    mqtt: { settings: config.mqtt, state: () => get(Mqtt).state },
    notifications: get(Notifications),
    problems: get(Problems),
    retention: get(Retention),
    services: get(ServiceRegistry),
    serviceAudit: get(ServiceAudit),
    sessions: get(Sessions),
    site: siteOf(settings),
    states: get(States),
    succession: get(MachineSuccession),
    system: {
      name: config.hub.name,
      version,
      startedAt,
      timeZone: config.hub.timeZone,
      container,
      isReady: () => progress.isReady,
    },
  };
}
