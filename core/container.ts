// tsyringe asks for this before anything else is loaded.
import "reflect-metadata";
import type { IncomingMessage } from "node:http";
import path from "node:path";
import {
  type DependencyContainer,
  container as globalContainer,
  type InjectionToken,
  instanceCachingFactory,
} from "tsyringe";
import { AgentCredentials } from "./auth/agent-credentials.ts";
import { Authenticator } from "./auth/authenticator.ts";
import { Enrolment } from "./auth/enrolment.ts";
import { EnrolmentTokens } from "./auth/enrolment-tokens.ts";
import { FailureLimit } from "./auth/failure-limit.ts";
import { Keys } from "./auth/keys.ts";
import { LoginLinks } from "./auth/login-links.ts";
import { Sessions } from "./auth/sessions.ts";
import { EventBus } from "./bus/event-bus.ts";
import type { HubClock } from "./clock/hub-clock.ts";
import { readConfigFile } from "./config/read-config-file.ts";
import { Costs } from "./costs/costs.ts";
import { DeviceRegistry } from "./devices/registry.ts";
import { RecentEvents } from "./events/recent-events.ts";
import type { House } from "./http/house.ts";
import { LiveStream } from "./http/live/live.ts";
import { Proxies } from "./http/proxies.ts";
import { PublicFiles } from "./http/public-files.ts";
import { Routes } from "./http/routes.ts";
import { HttpServer } from "./http/server.ts";
import { type Site, urlOf } from "./http/site.ts";
import type { ContextRooms } from "./integrations/context.ts";
import { IntegrationHost } from "./integrations/host.ts";
import { IntegrationStorage } from "./integrations/storage.ts";
import type { RootLogger } from "./log/logger.ts";
import { MachineAdmission } from "./machines/admission.ts";
import { MachineContributions } from "./machines/contributions.ts";
import { Liveness } from "./machines/liveness.ts";
import { MachineRegistry } from "./machines/registry.ts";
import { RemovedMachines } from "./machines/removed.ts";
import { Problems } from "./problems/problems.ts";
import { HistoryReader } from "./recorder/history.ts";
import { Housekeeping } from "./recorder/housekeeping.ts";
import { PackOpener } from "./recorder/pack-opener.ts";
import { PackStore } from "./recorder/pack-store.ts";
import { Recorder } from "./recorder/recorder.ts";
import { Retention } from "./recorder/retention.ts";
import { SampleReader } from "./recorder/sample-reader.ts";
import { Scheduler } from "./schedule/scheduler.ts";
import { Validation } from "./schemas/validation.ts";
import type { Problem } from "./sdk/index.ts";
import { ServiceAudit } from "./services/audit.ts";
import { ServiceRegistry } from "./services/registry.ts";
import { hubFacts, type RunProgress, type RunSettings } from "./settings.ts";
import { EntityRegistry } from "./states/entity-registry.ts";
import { StateStore } from "./states/state-store.ts";
import { States } from "./states/states.ts";
import { Backups, backupFolderName } from "./storage/backup/backups.ts";
import { keyName } from "./storage/backup/manifest.ts";
import type { Database } from "./storage/database.ts";
import { defineTables, type Tables } from "./storage/models/tables.ts";
import { StorageHealth } from "./storage/storage-health.ts";
import { ThoroughCheck } from "./storage/thorough-check.ts";
import { Mqtt } from "./transport/mqtt/mqtt.ts";
import { brokerOpener } from "./transport/mqtt/open-broker.ts";

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
type AddRoom = <Room>(token: InjectionToken<Room>, create: (get: Resolve) => Room) => void;

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
    const own = { entities: get(EntityRegistry), states: get(States), housekeeping: get(Housekeeping) };
    const credentials = get(AgentCredentials);
    return new MachineAdmission({ ...rooms, ...own, credentials, log: log.child("machines") });
  });
  room(Liveness, (get) => new Liveness(get(MachineRegistry), clock, log.child("machines")));
  room(Recorder, () => new Recorder(database, log.child("recorder")));
  room(PackStore, () => new PackStore(database));
  room(PackOpener, (get) => new PackOpener(get(Problems), log.child("recorder")));
  room(SampleReader, (get) => new SampleReader(get(Recorder), get(PackStore), get(PackOpener)));
  room(HistoryReader, (get) => new HistoryReader(get(PackStore), get(SampleReader), get(PackOpener)));
  room(Retention, () => new Retention(settings.config.recorder));
  room(Housekeeping, (get) => {
    const packs = { recorder: get(Recorder), store: get(PackStore), opener: get(PackOpener) };
    const rooms = { ...packs, entities: get(EntityRegistry), retention: get(Retention), clock };
    return new Housekeeping({ ...rooms, log: log.child("recorder") }, settings.config.recorder.sealMinutes);
  });
  room(Scheduler, () => new Scheduler(clock, settings.config.hub.timeZone));

  addStorageRooms(ground, room);

  addAuthRooms(ground, tables, room);

  room(Mqtt, (get) => createMqtt(ground, get));

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

/** Who is who. */
function addAuthRooms({ clock, log: hubLog, database }: Ground, tables: Tables, room: AddRoom): void {
  const log = hubLog.child("auth");
  room(Keys, () => new Keys(database, tables, clock, log));
  room(Sessions, () => new Sessions(database, tables, clock, log));
  room(LoginLinks, () => new LoginLinks(clock));
  room(FailureLimit, () => new FailureLimit(clock));
  room(Authenticator, (get) => new Authenticator(get(Keys), get(Sessions), get(FailureLimit)));
  room(AgentCredentials, (get) => new AgentCredentials(get(Keys), database, clock));
  room(EnrolmentTokens, () => new EnrolmentTokens(database, clock));
  room(Enrolment, (get) => {
    const rooms = { tokens: get(EnrolmentTokens), credentials: get(AgentCredentials), keys: get(Keys) };
    return new Enrolment({ ...rooms, limit: get(FailureLimit), removed: get(RemovedMachines), clock });
  });
}

function createMqtt({ settings, clock, log: hubLog, database }: Ground, get: Resolve): Mqtt {
  const own = { settings: settings.config.mqtt, log: hubLog.child("mqtt") };
  const auth = { authenticator: get(Authenticator), keys: get(Keys) };
  const storage = new IntegrationStorage(database, "core");
  const report = (problem: Problem) => get(Problems).report("mqtt", "broker", problem);
  return new Mqtt({ settings: own.settings, openBroker: brokerOpener({ ...own, ...auth, storage, clock, report }) });
}

/** What keeps the database whole. */
function addStorageRooms({ settings, clock, log: hubLog, database }: Ground, room: AddRoom): void {
  const { config, dataFolder, version } = settings;
  const log = hubLog.child("storage");
  const reporter = (get: Resolve, id: string) => (problem: Problem) => get(Problems).report("storage", id, problem);

  room(StorageHealth, (get) => new StorageHealth(clock, reporter(get, "health")));
  room(ThoroughCheck, (get) => {
    const files = { databaseFile: database.file, memoryFile: path.join(dataFolder, "last-check.txt") };
    return new ThoroughCheck({ ...files, clock, log, report: reporter(get, "damage") }, !database.endedCleanly);
  });
  room(Backups, (get) => {
    const configFile = path.resolve(config.source.file);
    const sources = () => {
      return { databaseFile: database.file, configFile, configFiles: readConfigFile(configFile).files, version };
    };
    const keyFile = path.join(dataFolder, keyName);
    const folder = config.backup.folder ?? path.join(dataFolder, backupFolderName);
    const parts = { sources, keyFile, folder, keep: config.backup.keep, clock, log };
    return new Backups({ ...parts, report: reporter(get, "backup") });
  });
}

/** The rooms that the HTTP routes show. */
export function houseOf({ settings, progress, clock, log, database }: Ground, get: Resolve): House {
  const { version, startedAt, container, config } = settings;
  return {
    authenticator: get(Authenticator),
    backups: get(Backups),
    backupsIncludeKey: config.backup.includeKey,
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
    problems: get(Problems),
    retention: get(Retention),
    services: get(ServiceRegistry),
    serviceAudit: get(ServiceAudit),
    sessions: get(Sessions),
    site: siteOf(settings),
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

function siteOf({ config }: RunSettings): Site {
  const { basePath, publicUrl, trustedProxies } = config.hub;
  return { basePath, publicUrl, isSecure: new Proxies(trustedProxies).isSecure };
}

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
    contributions: get(MachineContributions),
    costs: get(Costs),
    database,
    dataFolder: settings.dataFolder,
    devices: get(DeviceRegistry),
    enrolment: get(Enrolment),
    entities: get(EntityRegistry),
    events: get(RecentEvents),
    history: get(HistoryReader),
    hub,
    keys: get(Keys),
    liveness: get(Liveness),
    log,
    machines: get(MachineRegistry),
    mqtt: get(Mqtt),
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
