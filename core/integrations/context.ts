import { mkdirSync } from "node:fs";
import path from "node:path";
import type { AgentCredentials } from "../auth/agent-credentials.ts";
import type { Enrolment } from "../auth/enrolment.ts";
import type { Keys } from "../auth/keys.ts";
import type { EventBus } from "../bus/event-bus.ts";
import { causedAnew } from "../causes/causes.ts";
import type { HubClock } from "../clock/hub-clock.ts";
import type { Costs } from "../costs/costs.ts";
import type { DeviceRegistry } from "../devices/registry.ts";
import { messageOf, PlatformError } from "../errors.ts";
import type { RecentEvents } from "../events/recent-events.ts";
import type { PublicFiles } from "../http/public-files.ts";
import type { Handle, Routes } from "../http/routes.ts";
import type { UndoStack } from "../lifecycle/undo-stack.ts";
import type { RootLogger } from "../log/logger.ts";
import type { MachineContributions } from "../machines/contributions.ts";
import type { ExpectedServices } from "../machines/expected-services.ts";
import type { Liveness } from "../machines/liveness.ts";
import type { MachineRegistry } from "../machines/registry.ts";
import type { RemovedMachines } from "../machines/removed.ts";
import type { Notifications } from "../notifications/notifications.ts";
import type { Problems } from "../problems/problems.ts";
import type { HistoryReader } from "../recorder/history.ts";
import type { Recorder } from "../recorder/recorder.ts";
import type { Scheduler } from "../schedule/scheduler.ts";
import type { Check, Validation } from "../schemas/validation.ts";
import type {
  HubFacts,
  IntegrationContext,
  Json,
  JsonObject,
  MachineReader,
  Manifest,
  ServiceHandler,
  StateReader,
} from "../sdk/index.ts";
import type { ServiceRegistry } from "../services/registry.ts";
import type { EntityRegistry } from "../states/entity-registry.ts";
import type { States } from "../states/states.ts";
import type { Database } from "../storage/database.ts";
import type { Mqtt } from "../transport/mqtt/mqtt.ts";
import { dropClaim, readDevices, takeClaim } from "./claims.ts";
import { type ConfigurationRooms, permittedConfiguration } from "./configuration.ts";
import { integrationDatabase } from "./database.ts";
import { LiveEntitySet } from "./entity-set.ts";
import { brokeredFetch, permitsHost } from "./fetch.ts";
import { readEntityChanges, readEntityHistory, readEntityReadings } from "./history.ts";
import { permittedMqtt } from "./mqtt.ts";
import { AuthFailed, NotReady } from "./signals.ts";
import { IntegrationStorage } from "./storage.ts";

/** The rooms that contexts open on to. */
export interface ContextRooms extends ConfigurationRooms {
  readonly agentCredentials: AgentCredentials;
  readonly bus: EventBus;
  readonly clock: HubClock;
  readonly contributions: MachineContributions;
  readonly costs: Costs;
  readonly database: Database;
  readonly dataFolder: string;
  readonly devices: DeviceRegistry;
  readonly enrolment: Enrolment;
  readonly entities: EntityRegistry;
  readonly events: RecentEvents;
  readonly expectedServices: ExpectedServices;
  readonly history: HistoryReader;
  readonly hub: () => Omit<HubFacts, "dataFolder">;
  readonly keys: Keys;
  readonly liveness: Liveness;
  readonly log: RootLogger;
  readonly machines: MachineRegistry;
  readonly mqtt: Mqtt;
  readonly notifications: Notifications;
  readonly problems: Problems;
  readonly publicFiles: PublicFiles;
  readonly recorder: Recorder;
  readonly removed: RemovedMachines;
  readonly routes: Routes;
  readonly scheduler: Scheduler;
  readonly services: ServiceRegistry;
  readonly states: States;
  readonly validation: Validation;
  /** Puts something between integrations and their context: tests, to see what crosses it. */
  readonly wrapContext?: ((context: IntegrationContext) => IntegrationContext) | undefined;
}

/** Whose context it is, and where what it adds is to be undone. */
export interface ContextOwner {
  readonly manifest: Manifest;
  readonly config: JsonObject;
  readonly signal: AbortSignal;
  readonly undos: UndoStack;
}

/** Makes the only thing that an integration may touch. */
export function createContext(rooms: ContextRooms, owner: ContextOwner): IntegrationContext {
  const { manifest, config, signal, undos } = owner;
  const { domain } = manifest;
  const log = rooms.log.child(domain);
  return {
    config,
    log,
    signal,
    clock: rooms.clock,
    get hub() {
      const dataFolder = path.join(rooms.dataFolder, domain);
      mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
      return { ...rooms.hub(), dataFolder };
    },
    claim: (claim) => takeClaim(rooms, domain, claim),
    unclaim: (ref) => dropClaim(rooms, domain, ref),
    devices: readDevices(rooms.devices, domain),
    seen: (device, { intervalSeconds }) => rooms.liveness.seen(device.slug, intervalSeconds),
    entities: (device, table) => new LiveEntitySet(rooms, { device: device.slug, integration: domain }, table),
    machines: readMachines(rooms),
    contributeMachineFields: (fields) => undos.add(rooms.contributions.add(fields, domain)),
    states: readStates(rooms),
    recorded: () => rooms.recorder.committed(),
    validator: (schema) => complaintOf(rooms.validation.body(schema)),
    on: (filter, handler) => undos.add(rooms.bus.on(filter, handler, domain)),
    emit: ({ type, data }) => emitEvent(rooms, `${domain}.${type}`, data),
    addService: (definition, run) =>
      undos.add(rooms.services.add({ domain, signal }, definition, run as ServiceHandler)),
    call: (service, input) => {
      requirePermission(manifest, `call:${service}`);
      return rooms.services.call(service, input, domain);
    },
    problem: (id, problem) => undos.add(rooms.problems.report(domain, id, problem)),
    problems: { list: () => rooms.problems.list() },
    addRoute: (definition, handle) => undos.add(rooms.routes.add(definition, handle as Handle, domain)),
    addFile: (file) => undos.add(rooms.publicFiles.add(file)),
    every: (seconds, task) => undos.add(rooms.scheduler.every(seconds, scheduled(domain, task), log)),
    cron: (expression, task) => undos.add(rooms.scheduler.cron(expression, scheduled(domain, task), log)),
    get agentTokens() {
      requirePermission(manifest, "agent-tokens");
      return rooms.keys;
    },
    get agentCredentials() {
      requirePermission(manifest, "agent-tokens");
      return rooms.agentCredentials;
    },
    get agentEnrolment() {
      requirePermission(manifest, "agent-tokens");
      return rooms.enrolment;
    },
    refuse: (code, message) => {
      throw new PlatformError(code, message);
    },
    history: {
      read: (query) => readEntityHistory(rooms, query),
      readings: (query) => readEntityReadings(rooms, query),
      changes: (query) => readEntityChanges(rooms, query),
    },
    storage: new IntegrationStorage(rooms.database, domain),
    get database() {
      requirePermission(manifest, "database");
      return integrationDatabase(rooms.database, rooms.notifications);
    },
    notify: (notification) => rooms.notifications.send(notification),
    addChannel: async (channel) => void undos.add(await rooms.notifications.addChannel(channel, domain)),
    testChannel: (name) => {
      requirePermission(manifest, "test-channel");
      return rooms.notifications.test(name);
    },
    configuration: permittedConfiguration(rooms, manifest, undos),
    mqtt: permittedMqtt(rooms.mqtt, manifest, undos),
    fetch: (url, request = {}) =>
      brokeredFetch(url, request, { clock: rooms.clock, signal, checkHost: hostCheck(manifest, config) }),
    authFailed: (why) => {
      throw new AuthFailed(why);
    },
    notReady: (why) => {
      throw new NotReady(why);
    },
    onStop: (cleanup) => void undos.add(cleanup),
  };
}

function readMachines({ machines, expectedServices }: ContextRooms): MachineReader {
  return {
    get: (id) => machines.get(id),
    list: () => machines.list(),
    expectedServices: (id) => expectedServices.of(id),
  };
}

function readStates({ states, entities }: ContextRooms): StateReader {
  return {
    get: (entityId) => states.get(entityId),
    entity: (entityId) => entities.get(entityId),
    entitiesOf: (device) => [...entities.ofDevice(device)],
  };
}

/** What an integration may do beyond its own things stands in its manifest, where the user can read it. */
export function requirePermission({ domain, permissions = [] }: Manifest, needed: string): void {
  if (permissions.includes(needed)) return;
  throw new PlatformError("FORBIDDEN", `${domain} needs the permission "${needed}" in its manifest.yaml`);
}

function hostCheck({ domain, permissions = [] }: Manifest, config: JsonObject): (host: string) => void {
  return (host) => {
    if (permitsHost(permissions, host, config)) return;
    throw new PlatformError("FORBIDDEN", `${domain} needs the permission "net:${host}" in its manifest.yaml`);
  };
}

type Task = () => Promise<void> | void;

function scheduled(domain: string, task: Task): Task {
  return () => causedAnew(`schedule of ${domain}`, task);
}

function emitEvent(rooms: ContextRooms, name: string, data: Json): void {
  rooms.costs.of(name.slice(0, name.indexOf("."))).events++;
  const copy = structuredClone(data);
  rooms.events.add(name, copy);
  rooms.bus.emit("integration_event", { name, data: copy });
}

function complaintOf(check: Check): (value: Json) => string | null {
  return (value) => {
    try {
      check(value);
      return null;
    } catch (error) {
      return messageOf(error);
    }
  };
}
