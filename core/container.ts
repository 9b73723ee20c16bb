// tsyringe asks for this before anything else is loaded.
import "reflect-metadata";
import type { IncomingMessage } from "node:http";
import {
  type DependencyContainer,
  container as globalContainer,
  type InjectionToken,
  instanceCachingFactory,
} from "tsyringe";
import { AgentCredentials } from "./auth/agent-credentials.ts";
import { Authenticator } from "./auth/authenticator.ts";
import { EventBus } from "./bus/event-bus.ts";
import { addAuthRooms } from "./composition/auth-rooms.ts";
import { contextRooms } from "./composition/context-rooms.ts";
import type { AddRoom, Ground, Resolve } from "./composition/ground.ts";
import { houseOf } from "./composition/house.ts";
import { createMqtt } from "./composition/mqtt-room.ts";
import { createNotifications } from "./composition/notification-room.ts";
import { addRecorderRooms } from "./composition/recorder-rooms.ts";
import { siteOf } from "./composition/site.ts";
import { addStorageRooms } from "./composition/storage-rooms.ts";
import { addSuccessionRooms } from "./composition/succession-rooms.ts";
import { ConfigFields } from "./config/config-fields.ts";
import { LiveConfig } from "./config/live-config.ts";
import { Costs } from "./costs/costs.ts";
import { DeviceRegistry } from "./devices/registry.ts";
import { RecentEvents } from "./events/recent-events.ts";
import { LiveStream } from "./http/live/live.ts";
import { Proxies } from "./http/proxies.ts";
import { PublicFiles } from "./http/public-files.ts";
import { Routes } from "./http/routes.ts";
import { HttpServer } from "./http/server.ts";
import { urlOf } from "./http/site.ts";
import { IntegrationHost } from "./integrations/host.ts";
import { MachineAdmission } from "./machines/admission.ts";
import { MachineContributions } from "./machines/contributions.ts";
import { ExpectedServices } from "./machines/expected-services.ts";
import { Liveness } from "./machines/liveness.ts";
import { MachineRegistry } from "./machines/registry.ts";
import { RemovedMachines } from "./machines/removed.ts";
import { Notifications } from "./notifications/notifications.ts";
import { Problems } from "./problems/problems.ts";
import { Housekeeping } from "./recorder/housekeeping.ts";
import { Scheduler } from "./schedule/scheduler.ts";
import { Validation } from "./schemas/validation.ts";
import type { Problem } from "./sdk/index.ts";
import { ServiceAudit } from "./services/audit.ts";
import { ServiceRegistry } from "./services/registry.ts";
import { hubFacts } from "./settings.ts";
import { EntityRegistry } from "./states/entity-registry.ts";
import { StateStore } from "./states/state-store.ts";
import { States } from "./states/states.ts";
import { defineTables, type Tables } from "./storage/models/tables.ts";
import { Mqtt } from "./transport/mqtt/mqtt.ts";

/** The composition root: says how each room is made of others. Rooms are made when they are first asked for. */
export function composeHub(ground: Ground): DependencyContainer {
  const { settings, progress, clock, log, database } = ground;
  const container = globalContainer.createChildContainer();
  const room: AddRoom = <Room>(token: InjectionToken<Room>, create: (get: Resolve) => Room) => {
    const useFactory = instanceCachingFactory((resolver) => create((needed) => resolver.resolve(needed)));
    container.register(token, { useFactory });
  };
  const tables: Tables = defineTables(database.sequelize);
  const { addressOf } = new Proxies(settings.config.hub.trustedProxies);

  room(Costs, () => new Costs());
  room(EventBus, (get) => new EventBus(log.child("bus"), get(Costs)));
  room(States, (get) => new States(get(EventBus), clock));
  room(EntityRegistry, () => new EntityRegistry(database, tables, clock, log.child("entities")));
  room(StateStore, (get) => new StateStore(database, get(EntityRegistry), get(States), log.child("states")));
  room(ConfigFields, () => new ConfigFields());
  room(LiveConfig, (get) => {
    const { started, options, integrations } = ground.configuration;
    const reportProblem = (id: string, problem: Problem) => get(Problems).report("config", id, problem);
    return new LiveConfig(started, { options, integrations, clock, log: log.child("config"), reportProblem });
  });
  room(Problems, (get) => new Problems(database, get(EventBus), clock, log.child("problems")));
  room(RecentEvents, (get) => new RecentEvents(get(EventBus), clock));
  room(ServiceAudit, (get) => new ServiceAudit(database, get(EventBus), log.child("services")));
  room(ServiceRegistry, (get) => new ServiceRegistry(get(Validation), get(ServiceAudit), clock));
  room(DeviceRegistry, () => new DeviceRegistry({ database, tables, clock, log: log.child("devices") }));
  room(MachineRegistry, (get) => {
    const devices = get(DeviceRegistry);
    const facts = (deviceId: number) => devices.facts(deviceId);
    const isAlias = (deviceId: number) => devices.isAlias(deviceId);
    return new MachineRegistry({ database, tables, bus: get(EventBus), clock, facts, isAlias });
  });
  room(RemovedMachines, () => new RemovedMachines(database, clock));
  room(ExpectedServices, () => new ExpectedServices(database));
  room(MachineContributions, () => new MachineContributions(log.child("machines")));
  room(MachineAdmission, (get) => {
    const rooms = {
      database,
      devices: get(DeviceRegistry),
      machines: get(MachineRegistry),
      removed: get(RemovedMachines),
      expectedServices: get(ExpectedServices),
    };
    const own = { entities: get(EntityRegistry), states: get(States), housekeeping: get(Housekeeping) };
    const credentials = get(AgentCredentials);
    return new MachineAdmission({ ...rooms, ...own, credentials, log: log.child("machines") });
  });
  addSuccessionRooms(ground, room);
  room(Liveness, (get) => {
    const { offlineAfterSeconds } = settings.config.hub;
    return new Liveness(get(MachineRegistry), clock, log.child("machines"), offlineAfterSeconds);
  });
  addRecorderRooms(ground, room);
  room(Scheduler, () => new Scheduler(clock, settings.config.hub.timeZone));

  addStorageRooms(ground, room);

  addAuthRooms(ground, tables, room);

  room(Mqtt, (get) => createMqtt(ground, get));

  room(Notifications, (get) => createNotifications(ground, get));

  room(Validation, () => new Validation());
  const site = siteOf(settings);
  const hubUrlOf = (message: IncomingMessage) => urlOf(site, message);
  room(Routes, (get) => new Routes(get(Authenticator), get(Validation), { addressOf, hubUrlOf }));
  room(PublicFiles, () => new PublicFiles());
  room(LiveStream, (get) => new LiveStream(houseOf(ground, get), addressOf));
  room(HttpServer, (get) => {
    const { dashboardFolder, apiPagesFolder, version, config } = settings;
    const { basePath, tls } = config.hub;
    const routes = get(Routes);
    const parts = { routes, live: get(LiveStream), clock, log: log.child("http"), basePath, tls };
    const publicFiles = get(PublicFiles);
    return new HttpServer({
      ...parts,
      publicFiles,
      dashboard: { folder: dashboardFolder, basePath },
      apiPages: { definitions: () => routes.definitions(), hub: { version, basePath }, folder: apiPagesFolder },
    });
  });
  room(IntegrationHost, (get) => new IntegrationHost(contextRooms(ground, get, () => hubFacts(settings, progress))));
  return container;
}
