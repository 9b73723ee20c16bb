import { AgentCredentials } from "../auth/agent-credentials.ts";
import { Enrolment } from "../auth/enrolment.ts";
import { Keys } from "../auth/keys.ts";
import { EventBus } from "../bus/event-bus.ts";
import { ConfigFields } from "../config/config-fields.ts";
import { LiveConfig } from "../config/live-config.ts";
import { Costs } from "../costs/costs.ts";
import { DeviceRegistry } from "../devices/registry.ts";
import { RecentEvents } from "../events/recent-events.ts";
import { PublicFiles } from "../http/public-files.ts";
import { Routes } from "../http/routes.ts";
import type { ContextRooms } from "../integrations/context.ts";
import { MachineContributions } from "../machines/contributions.ts";
import { ExpectedServices } from "../machines/expected-services.ts";
import { Liveness } from "../machines/liveness.ts";
import { MachineRegistry } from "../machines/registry.ts";
import { RemovedMachines } from "../machines/removed.ts";
import { Notifications } from "../notifications/notifications.ts";
import { Problems } from "../problems/problems.ts";
import { HistoryReader } from "../recorder/history.ts";
import { Recorder } from "../recorder/recorder.ts";
import { Scheduler } from "../schedule/scheduler.ts";
import { Validation } from "../schemas/validation.ts";
import { ServiceRegistry } from "../services/registry.ts";
import { EntityRegistry } from "../states/entity-registry.ts";
import { States } from "../states/states.ts";
import { Mqtt } from "../transport/mqtt/mqtt.ts";
import type { Ground, Resolve } from "./ground.ts";

/** The rooms that integrations reach through their context. */
export function contextRooms(
  { settings, clock, log, database, wrapContext }: Ground,
  get: Resolve,
  hub: ContextRooms["hub"],
): ContextRooms {
  return {
    agentCredentials: get(AgentCredentials),
    bus: get(EventBus),
    clock,
    configFields: get(ConfigFields),
    contributions: get(MachineContributions),
    costs: get(Costs),
    database,
    dataFolder: settings.dataFolder,
    devices: get(DeviceRegistry),
    enrolment: get(Enrolment),
    entities: get(EntityRegistry),
    events: get(RecentEvents),
    expectedServices: get(ExpectedServices),
    history: get(HistoryReader),
    hub,
    keys: get(Keys),
    liveConfig: get(LiveConfig),
    liveness: get(Liveness),
    log,
    machines: get(MachineRegistry),
    mqtt: get(Mqtt),
    notifications: get(Notifications),
    problems: get(Problems),
    publicFiles: get(PublicFiles),
    recorder: get(Recorder),
    removed: get(RemovedMachines),
    routes: get(Routes),
    scheduler: get(Scheduler),
    services: get(ServiceRegistry),
    states: get(States),
    validation: get(Validation),
    wrapContext,
  };
}
