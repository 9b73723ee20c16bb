// tsyringe asks for this before anything else is loaded.
import "reflect-metadata";
import {
  type DependencyContainer,
  container as globalContainer,
  type InjectionToken,
  instanceCachingFactory,
} from "tsyringe";
import { Authenticator } from "./auth/authenticator.ts";
import { FailureLimit } from "./auth/failure-limit.ts";
import { Keys } from "./auth/keys.ts";
import { LoginLinks } from "./auth/login-links.ts";
import { Sessions } from "./auth/sessions.ts";
import { EventBus } from "./bus/event-bus.ts";
import type { HubClock } from "./clock/hub-clock.ts";
import { Costs } from "./costs/costs.ts";
import { DeviceRegistry } from "./devices/registry.ts";
import { RecentEvents } from "./events/recent-events.ts";
import type { House } from "./http/house.ts";
import { LiveStream } from "./http/live/live.ts";
import { Proxies } from "./http/proxies.ts";
import { Routes } from "./http/routes.ts";
import { HttpServer } from "./http/server.ts";
import type { ContextRooms } from "./integrations/context.ts";
import { IntegrationHost } from "./integrations/host.ts";
import type { RootLogger } from "./log/logger.ts";
import { MachineAdmission } from "./machines/admission.ts";
import { MachineContributions } from "./machines/contributions.ts";
import { Liveness } from "./machines/liveness.ts";
import { MachineRegistry } from "./machines/registry.ts";
import { RemovedMachines } from "./machines/removed.ts";
import { Problems } from "./problems/problems.ts";
import { Recorder } from "./recorder/recorder.ts";
import { Scheduler } from "./schedule/scheduler.ts";
import { Validation } from "./schemas/validation.ts";
import { ServiceAudit } from "./services/audit.ts";
import { ServiceRegistry } from "./services/registry.ts";
import { hubFacts, type RunProgress, type RunSettings } from "./settings.ts";
import { EntityRegistry } from "./states/entity-registry.ts";
import { StateStore } from "./states/state-store.ts";
import { States } from "./states/states.ts";
import type { Database } from "./storage/database.ts";
import { defineTables, type Tables } from "./storage/models/tables.ts";

/** What exists before the rooms do. */
export interface Ground {
  readonly settings: RunSettings;
  readonly progress: RunProgress;
  readonly clock: HubClock;
  readonly log: RootLogger;
  readonly database: Database;
  readonly wrapContext?: ContextRooms["wrapContext"] | undefined;
}

type Resolve = <Room>(token: InjectionToken<Room>) => Room;

/** The composition root: says how each room is made of others. Rooms are made when they are first asked for. */
export function composeHub(ground: Ground): DependencyContainer {
  const { settings, progress, clock, log, database } = ground;
  const container = globalContainer.createChildContainer();
  const room = <Room>(token: InjectionToken<Room>, create: (get: Resolve) => Room) => {
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
  room(MachineContributions, () => new MachineContributions(log.child("machines")));
  room(MachineAdmission, (get) => {
    const rooms = {
      database,
      devices: get(DeviceRegistry),
      machines: get(MachineRegistry),
      removed: get(RemovedMachines),
    };
    return new MachineAdmission({ ...rooms, entities: get(EntityRegistry), states: get(States) });
  });
  room(Liveness, (get) => new Liveness(get(MachineRegistry), clock, log.child("machines")));
  room(Recorder, () => new Recorder(database, clock, log.child("recorder")));
  room(Scheduler, () => new Scheduler(clock, settings.config.hub.timeZone));

  room(Keys, () => new Keys(database, tables, clock, log.child("auth")));
  room(Sessions, () => new Sessions(database, tables, clock, log.child("auth")));
  room(LoginLinks, () => new LoginLinks(clock));
  room(FailureLimit, () => new FailureLimit(clock));
  room(Authenticator, (get) => new Authenticator(get(Keys), get(Sessions), get(FailureLimit)));

  room(Validation, () => new Validation());
  room(Routes, (get) => new Routes(get(Authenticator), get(Validation), addressOf));
  room(LiveStream, (get) => new LiveStream(houseOf(ground, get), addressOf));
  room(HttpServer, (get) => {
    const { dashboardFolder, apiPagesFolder, version, config } = settings;
    const { basePath, tls } = config.hub;
    const routes = get(Routes);
    const parts = { routes, live: get(LiveStream), clock, log: log.child("http"), basePath, tls };
    return new HttpServer({
      ...parts,
      dashboard: { folder: dashboardFolder, basePath },
      apiPages: { definitions: () => routes.definitions(), hub: { version, basePath }, folder: apiPagesFolder },
    });
  });
  room(IntegrationHost, (get) => new IntegrationHost(contextRooms(ground, get, () => hubFacts(settings, progress))));
  return container;
}

/** The rooms that the HTTP routes show. */
export function houseOf({ settings, progress, clock, log, database }: Ground, get: Resolve): House {
  const { version, startedAt, container, config } = settings;
  return {
    authenticator: get(Authenticator),
    bus: get(EventBus),
    clock,
    database,
    devices: get(DeviceRegistry),
    entities: get(EntityRegistry),
    events: get(RecentEvents),
    failureLimit: get(FailureLimit),
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
    problems: get(Problems),
    services: get(ServiceRegistry),
    serviceAudit: get(ServiceAudit),
    sessions: get(Sessions),
    site: {
      basePath: config.hub.basePath,
      publicUrl: config.hub.publicUrl,
      isSecure: new Proxies(config.hub.trustedProxies).isSecure,
    },
    states: get(States),
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

/** The rooms that integrations reach through their context. */
export function contextRooms(
  { settings, clock, log, database, wrapContext }: Ground,
  get: Resolve,
  hub: ContextRooms["hub"],
): ContextRooms {
  return {
    bus: get(EventBus),
    clock,
    contributions: get(MachineContributions),
    costs: get(Costs),
    database,
    dataFolder: settings.dataFolder,
    devices: get(DeviceRegistry),
    entities: get(EntityRegistry),
    events: get(RecentEvents),
    hub,
    keys: get(Keys),
    liveness: get(Liveness),
    log,
    machines: get(MachineRegistry),
    problems: get(Problems),
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
