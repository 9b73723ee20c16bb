import { readFile } from "node:fs/promises";
import path from "node:path";
import type { DependencyContainer } from "tsyringe";
import { AgentCredentials } from "./auth/agent-credentials.ts";
import { EnrolmentTokens } from "./auth/enrolment-tokens.ts";
import { Keys } from "./auth/keys.ts";
import { LoginLinks } from "./auth/login-links.ts";
import { Sessions } from "./auth/sessions.ts";
import type { HubClock } from "./clock/hub-clock.ts";
import type { Ground } from "./composition/ground.ts";
import { houseOf } from "./composition/house.ts";
import { routingOf } from "./composition/notification-room.ts";
import { checkBlocks } from "./config/blocks.ts";
import { ConfigFields } from "./config/config-fields.ts";
import type { HubEnvironment } from "./config/environment.ts";
import { LiveConfig } from "./config/live-config.ts";
import { loadConfig } from "./config/load.ts";
import { integrationOverrides } from "./config/overrides.ts";
import { refuseProblems } from "./config/problem.ts";
import { composeHub } from "./container.ts";
import { DeviceRegistry } from "./devices/registry.ts";
import { RecentEvents } from "./events/recent-events.ts";
import { coreRoutes } from "./http/core-routes.ts";
import { LiveStream } from "./http/live/live.ts";
import { addConfigRoutes } from "./http/routes/config.ts";
import { addIntegrationSwitchRoutes } from "./http/routes/integration-switches.ts";
import { Routes } from "./http/routes.ts";
import { HttpServer } from "./http/server.ts";
import { configurables, followConfig } from "./integrations/configured.ts";
import { type Discovered, discoverIntegrations } from "./integrations/discover.ts";
import { IntegrationHost } from "./integrations/host.ts";
import type { LoadedIntegration } from "./integrations/life.ts";
import { loadIntegration } from "./integrations/load.ts";
import { UndoStack } from "./lifecycle/undo-stack.ts";
import type { RootLogger } from "./log/logger.ts";
import { MachineAdmission } from "./machines/admission.ts";
import { ExpectedServices } from "./machines/expected-services.ts";
import { Liveness, livenessCheckSeconds } from "./machines/liveness.ts";
import { MachineRegistry } from "./machines/registry.ts";
import { RemovedMachines } from "./machines/removed.ts";
import { SuccessionWatch } from "./machines/succession-watch.ts";
import { Notifications } from "./notifications/notifications.ts";
import { Problems } from "./problems/problems.ts";
import { Housekeeping } from "./recorder/housekeeping.ts";
import { loadJournal } from "./recorder/load-journal.ts";
import { Recorder } from "./recorder/recorder.ts";
import { Scheduler } from "./schedule/scheduler.ts";
import type { Undo } from "./sdk/index.ts";
import { localUrl, networkUrls, type RunProgress, type RunSettings, servedUrls } from "./settings.ts";
import { EntityRegistry } from "./states/entity-registry.ts";
import { StateStore } from "./states/state-store.ts";
import { Backups, backupFolderName } from "./storage/backup/backups.ts";
import { prepareDataFolder } from "./storage/data-folder.ts";
import { Database } from "./storage/database.ts";
import { lockDataFolder } from "./storage/lock.ts";
import { migrate } from "./storage/migrate.ts";
import { migrations } from "./storage/migrations/index.ts";
import { StorageHealth } from "./storage/storage-health.ts";
import { ThoroughCheck } from "./storage/thorough-check.ts";
import { Mqtt } from "./transport/mqtt/mqtt.ts";

/** What the outside gives to a hub. */
export interface PlatformOptions {
  readonly environment: HubEnvironment;
  /** The project's own folder. */
  readonly root: string;
  readonly clock: HubClock;
  readonly log: RootLogger;
  /** See `ContextRooms`. */
  readonly wrapContext?: Ground["wrapContext"];
}

/** What a person needs to get in. */
export interface Welcome {
  readonly url: string;
  /** Where other machines reach the hub, when it listens at every address. */
  readonly otherUrls: readonly string[];
  /** To stand behind an address. Works once, for 15 minutes. */
  readonly loginPath: string;
  /** Only on the first start, the only time that it can be seen. */
  readonly adminKey: string | undefined;
  readonly version: string;
}

const owner = "core";
/** The hub says that it is ready after this time even when an integration still starts. */
const readyMilliseconds = 2000;
const saveSeconds = 60;
const pruneSeconds = 24 * 3600;
const digestCheckSeconds = 60;
/** For readings that nobody waits for; whoever does has a commit at once. A failure is logged by the recorder. */
const commitSeconds = 1;

/** A running hub. The order of its start, top to bottom; it stops in exactly the reverse order. */
export class Platform {
  readonly welcome: Welcome;
  readonly #undos: UndoStack;
  readonly #log: RootLogger;

  private constructor(welcome: Welcome, undos: UndoStack, log: RootLogger) {
    this.welcome = welcome;
    this.#undos = undos;
    this.#log = log;
  }

  /** Starts a hub. Throws `StartError` when something of the installation keeps it from starting; nothing is left behind. */
  static async start(options: PlatformOptions): Promise<Platform> {
    const undos = new UndoStack();
    try {
      return new Platform(await startInOrder(options, undos), undos, options.log);
    } catch (error) {
      await undos.unwind();
      throw error;
    }
  }

  /** Stops integrations, takes no more requests, writes what waits, and closes the database. */
  async stop(): Promise<void> {
    for (const error of await this.#undos.unwind()) this.#log.error("Stopping was not clean", { error });
  }
}

async function startInOrder(options: PlatformOptions, undos: UndoStack): Promise<Welcome> {
  const { environment, root, clock, log } = options;
  const { checked, loadOptions, discovered, integrations } = await readConfiguration(options);
  const { config } = checked;
  const dataFolder = path.resolve(environment.dataFolder);
  await prepareDataFolder(dataFolder);
  undos.add(await lockDataFolder(path.join(dataFolder, "hub.lock")));
  const database = await Database.open(path.join(dataFolder, "homelabcmd.db"), config.recorder);
  undos.add(() => database.close());
  await migrate(database, { migrations, backupFolder: path.join(dataFolder, backupFolderName), clock, log });

  const settings: RunSettings = {
    config,
    version: await readVersion(root),
    startedAt: clock.now(),
    dataFolder,
    dashboardFolder: path.join(root, "dist/frontend"),
    apiPagesFolder: path.join(root, "dist/api-pages"),
    agentBundle: path.join(root, "dist/agent/homelab-agent.mjs"),
    container: environment.container,
  };
  const progress: RunProgress = { port: 0, isReady: false };
  const configuration = { started: checked, options: loadOptions, integrations: configurables(discovered) };
  const { wrapContext } = options;
  const ground: Ground = { settings, progress, configuration, clock, log, database, wrapContext };
  const hub = composeHub(ground);
  const adminKey = await load(hub, environment.apiKey);
  await loadJournal(database, hub.resolve(Recorder), log);
  await hub.resolve(MachineAdmission).importOnce(config.machines);

  startRecording(hub, log, undos);
  startStorage(hub, ground, undos);
  progress.port = await startServer(hub, ground, undos);
  await startIntegrations(hub, integrations, clock, undos);
  await hub.resolve(Notifications).keepOnly(integrations.map(({ manifest }) => manifest.domain));
  // After those who store what comes: a broker may have kept some of it.
  undos.add(() => hub.resolve(Mqtt).stop());
  await hub.resolve(Mqtt).start();
  undos.add(followConfiguration(hub, ground, discovered));
  progress.isReady = true;
  return welcome(hub, settings, progress, adminKey);
}

/** Has what changes in config.yaml take effect while the hub runs. */
function followConfiguration(hub: DependencyContainer, ground: Ground, discovered: readonly Discovered[]): Undo {
  return hub.resolve(LiveConfig).start({
    ...followConfig(discovered, hub.resolve(IntegrationHost)),
    machinesChanged: (machines) => hub.resolve(MachineAdmission).importOnce(machines),
    settingsChanged: ({ notifications, offlineAfterSeconds }) => {
      hub.resolve(Notifications).follow(routingOf(ground, notifications));
      hub.resolve(Liveness).allow(offlineAfterSeconds);
    },
  });
}

async function readConfiguration({ root, environment, log }: PlatformOptions) {
  const ownFolder = path.join(path.resolve(environment.dataFolder), "integrations");
  const discovered = await discoverIntegrations([path.join(root, "integrations"), ownFolder], log);
  const known = configurables(discovered);
  const { configFile, listen, variables } = environment;
  const overrides = integrationOverrides(known, variables);
  const knownIntegrations = known.map(({ domain }) => domain);
  const loadOptions = { path: configFile, knownIntegrations, listen, variables, overrides };
  const checked = await checkBlocks(loadConfig(loadOptions), known);
  refuseProblems(checked.problems);
  const loading = discovered.flatMap((integration) => {
    const block = checked.blocks.get(integration.manifest.domain);
    return block ? [loadIntegration(integration, block)] : [];
  });
  return { checked, loadOptions, discovered, integrations: await Promise.all(loading) };
}

async function load(hub: DependencyContainer, environmentKey: string | undefined): Promise<string | undefined> {
  await hub.resolve(DeviceRegistry).load();
  await hub.resolve(RemovedMachines).load();
  await hub.resolve(MachineRegistry).load();
  await hub.resolve(ExpectedServices).load();
  await hub.resolve(EntityRegistry).load();
  await hub.resolve(StateStore).load();
  await hub.resolve(Problems).load();
  await hub.resolve(Notifications).load();
  const keys = hub.resolve(Keys);
  await keys.load(environmentKey);
  await hub.resolve(AgentCredentials).load();
  await hub.resolve(EnrolmentTokens).load();
  await hub.resolve(Sessions).load((keyHash) => keys.has(keyHash));
  return keys.ensureAdminKey();
}

function startRecording(hub: DependencyContainer, log: RootLogger, undos: UndoStack): void {
  const [recorder, machines, liveness] = [hub.resolve(Recorder), hub.resolve(MachineRegistry), hub.resolve(Liveness)];
  const [entities, states, scheduler] = [hub.resolve(EntityRegistry), hub.resolve(StateStore), hub.resolve(Scheduler)];
  const devices = hub.resolve(DeviceRegistry);
  const save = async () => {
    const rooms = [devices, entities, machines, states];
    const results = await Promise.allSettled(rooms.map((room) => room.save()));
    // What one cannot write does not keep the others from it.
    for (const result of results) if (result.status === "rejected") throw result.reason;
  };
  undos.add(save);
  undos.add(hub.resolve(RecentEvents).start());
  undos.add(() => recorder.committed());
  const succession = hub.resolve(SuccessionWatch);
  const watch = () => {
    liveness.check();
    machines.endPauses();
    succession.check();
  };
  undos.add(hub.resolve(Housekeeping).start(scheduler));
  const notifications = hub.resolve(Notifications);
  undos.add(scheduler.every(pruneSeconds, () => notifications.prune(), log));
  undos.add(scheduler.every(digestCheckSeconds, () => notifications.sendDigests(), log));
  undos.add(scheduler.every(saveSeconds, save, log));
  undos.add(scheduler.every(commitSeconds, () => recorder.committed().catch(() => {}), log));
  undos.add(scheduler.every(livenessCheckSeconds, watch, log));
}

/** Watches over the database, and copies it on schedule. */
function startStorage(hub: DependencyContainer, { settings, log, database }: Ground, undos: UndoStack): void {
  const [backups, scheduler] = [hub.resolve(Backups), hub.resolve(Scheduler)];
  const { schedule, includeKey } = settings.config.backup;
  database.observe(hub.resolve(StorageHealth));
  undos.add(hub.resolve(ThoroughCheck).start(scheduler));
  undos.add(() => backups.stop());
  if (schedule !== null) undos.add(scheduler.cron(schedule, () => backups.run(includeKey), log));
}

async function startServer(hub: DependencyContainer, ground: Ground, undos: UndoStack): Promise<number> {
  const routes = hub.resolve(Routes);
  const house = houseOf(ground, (token) => hub.resolve(token));
  const config = hub.resolve(LiveConfig);
  addConfigRoutes(routes, { config, fields: hub.resolve(ConfigFields) }, owner);
  addIntegrationSwitchRoutes(routes, house, config, owner);
  for (const addRoutes of coreRoutes) addRoutes(routes, house, owner);
  const server = hub.resolve(HttpServer);
  const live = hub.resolve(LiveStream);
  undos.add(() => server.stop());
  live.start();
  undos.add(() => live.stop());
  return server.listen(ground.settings.config.hub.listen);
}

async function startIntegrations(
  hub: DependencyContainer,
  integrations: readonly LoadedIntegration[],
  clock: HubClock,
  undos: UndoStack,
): Promise<void> {
  const host = hub.resolve(IntegrationHost);
  undos.add(() => host.stop());
  let undo = () => {};
  const patience = new Promise<void>((resolve) => {
    undo = clock.after(readyMilliseconds, resolve);
  });
  await Promise.race([host.start(integrations), patience]);
  undo();
}

function welcome(
  hub: DependencyContainer,
  { config, version }: RunSettings,
  { port }: RunProgress,
  adminKey: string | undefined,
): Welcome {
  const { listen, publicUrl } = config.hub;
  const [served = ""] = servedUrls([localUrl(listen.host, port)], config);
  const url = publicUrl?.replace(/\/$/, "") ?? served;
  const otherUrls = publicUrl === null ? servedUrls(networkUrls(listen.host, port), config) : [];
  const { token } = hub.resolve(LoginLinks).create({ name: "login link", scope: "admin" });
  return { url, otherUrls, loginPath: `/login#${token}`, adminKey, version };
}

async function readVersion(root: string): Promise<string> {
  return JSON.parse(await readFile(path.join(root, "package.json"), "utf8")).version;
}
