import type { Authenticator } from "../auth/authenticator.ts";
import type { FailureLimit } from "../auth/failure-limit.ts";
import type { Keys } from "../auth/keys.ts";
import type { LoginLinks } from "../auth/login-links.ts";
import type { Sessions } from "../auth/sessions.ts";
import type { EventBus } from "../bus/event-bus.ts";
import type { HubClock } from "../clock/hub-clock.ts";
import type { DeviceRegistry } from "../devices/registry.ts";
import type { RecentEvents } from "../events/recent-events.ts";
import type { IntegrationHost } from "../integrations/host.ts";
import type { MachineAdmission } from "../machines/admission.ts";
import type { MachineContributions } from "../machines/contributions.ts";
import type { MachineRegistry } from "../machines/registry.ts";
import type { Problems } from "../problems/problems.ts";
import type { HistoryReader } from "../recorder/history.ts";
import type { Retention } from "../recorder/retention.ts";
import type { Logger } from "../sdk/index.ts";
import type { ServiceAudit } from "../services/audit.ts";
import type { ServiceRegistry } from "../services/registry.ts";
import type { EntityRegistry } from "../states/entity-registry.ts";
import type { States } from "../states/states.ts";
import type { Backups } from "../storage/backup/backups.ts";
import type { Database } from "../storage/database.ts";
import type { SystemFacts } from "./routes/system.ts";
import type { Site } from "./site.ts";

/** The rooms that the HTTP routes show. */
export interface House {
  readonly authenticator: Authenticator;
  readonly backups: Backups;
  /** What `backup.include_key` says. */
  readonly backupsIncludeKey: boolean;
  readonly bus: EventBus;
  readonly clock: HubClock;
  readonly database: Database;
  readonly devices: DeviceRegistry;
  readonly entities: EntityRegistry;
  readonly events: RecentEvents;
  readonly failureLimit: FailureLimit;
  readonly history: HistoryReader;
  readonly integrations: Pick<IntegrationHost, "list" | "report" | "reload">;
  readonly keys: Keys;
  readonly log: Logger;
  readonly loginLinks: LoginLinks;
  readonly admission: MachineAdmission;
  readonly contributions: MachineContributions;
  readonly machines: MachineRegistry;
  readonly problems: Problems;
  readonly retention: Retention;
  readonly services: ServiceRegistry;
  readonly serviceAudit: ServiceAudit;
  readonly sessions: Sessions;
  readonly site: Site;
  readonly states: States;
  readonly system: SystemFacts;
}
