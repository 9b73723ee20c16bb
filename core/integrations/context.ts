import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Keys } from "../auth/keys.ts";
import type { EventBus } from "../bus/event-bus.ts";
import type { HubClock } from "../clock/hub-clock.ts";
import type { Costs } from "../costs/costs.ts";
import type { DeviceRegistry } from "../devices/registry.ts";
import { messageOf, PlatformError } from "../errors.ts";
import type { RecentEvents } from "../events/recent-events.ts";
import type { Handle, Routes } from "../http/routes.ts";
import type { UndoStack } from "../lifecycle/undo-stack.ts";
import type { RootLogger } from "../log/logger.ts";
import type { Liveness } from "../machines/liveness.ts";
import type { MachineRegistry } from "../machines/registry.ts";
import type { Problems } from "../problems/problems.ts";
import type { Recorder } from "../recorder/recorder.ts";
import type { Scheduler } from "../schedule/scheduler.ts";
import type { Check, Validation } from "../schemas/validation.ts";
import type {
  Device,
  DeviceClaim,
  HubFacts,
  IntegrationContext,
  Json,
  JsonObject,
  ServiceHandler,
} from "../sdk/index.ts";
import type { ServiceRegistry } from "../services/registry.ts";
import type { EntityRegistry } from "../states/entity-registry.ts";
import type { States } from "../states/states.ts";
import type { Database } from "../storage/database.ts";
import { LiveEntitySet } from "./entity-set.ts";
import { NotReady } from "./signals.ts";

/** The rooms that contexts open on to. */
export interface ContextRooms {
  readonly bus: EventBus;
  readonly clock: HubClock;
  readonly costs: Costs;
  readonly database: Database;
  readonly dataFolder: string;
  readonly devices: DeviceRegistry;
  readonly entities: EntityRegistry;
  readonly events: RecentEvents;
  readonly hub: () => Omit<HubFacts, "dataFolder">;
  readonly keys: Keys;
  readonly liveness: Liveness;
  readonly log: RootLogger;
  readonly machines: MachineRegistry;
  readonly problems: Problems;
  readonly recorder: Recorder;
  readonly routes: Routes;
  readonly scheduler: Scheduler;
  readonly services: ServiceRegistry;
  readonly states: States;
  readonly validation: Validation;
}

/** Whose context it is, and where what it adds is to be undone. */
export interface ContextOwner {
  readonly domain: string;
  readonly config: JsonObject;
  readonly signal: AbortSignal;
  readonly undos: UndoStack;
}

/** Makes the only thing that an integration may touch. */
export function createContext(rooms: ContextRooms, owner: ContextOwner): IntegrationContext {
  const { domain, config, signal, undos } = owner;
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
    seen: (device, { intervalSeconds }) => rooms.liveness.seen(device.slug, intervalSeconds),
    entities: (device, table) => new LiveEntitySet(rooms, { device: device.slug, integration: domain }, table),
    machines: rooms.machines,
    states: rooms.states,
    recorded: () => rooms.recorder.committed(),
    validator: (schema) => complaintOf(rooms.validation.body(schema)),
    on: (filter, handler) => undos.add(rooms.bus.on(filter, handler, domain)),
    emit: ({ type, data }) => emitEvent(rooms, `${domain}.${type}`, data),
    addService: (definition, run) => undos.add(rooms.services.add(owner, definition, run as ServiceHandler)),
    call: (service, input) => rooms.services.call(service, input, domain),
    problem: (id, problem) => undos.add(rooms.problems.report(domain, id, problem)),
    addRoute: (definition, handle) => undos.add(rooms.routes.add(definition, handle as Handle, domain)),
    every: (seconds, task) => undos.add(rooms.scheduler.every(seconds, task, log)),
    cron: (expression, task) => undos.add(rooms.scheduler.cron(expression, task, log)),
    agentTokens: rooms.keys,
    refuse: (code, message) => {
      throw new PlatformError(code, message);
    },
    notReady: (why) => {
      throw new NotReady(why);
    },
    onStop: (cleanup) => void undos.add(cleanup),
  };
}

function emitEvent(rooms: ContextRooms, name: string, data: Json): void {
  rooms.costs.of(name.slice(0, name.indexOf("."))).events++;
  const copy = structuredClone(data);
  rooms.events.add(name, copy);
  rooms.bus.emit("integration_event", { name, data: copy });
}

async function takeClaim(rooms: ContextRooms, source: string, claim: DeviceClaim): Promise<Device> {
  const { device, changed, store, revert } = rooms.devices.claim(source, claim);
  if (!changed) return device;
  const machine = rooms.machines.admit(device, claim);
  try {
    await rooms.database.write(async (transaction) => {
      await store(transaction);
      if (machine) await rooms.machines.store(machine.id, transaction);
    });
  } catch (error) {
    revert();
    if (device.created && machine) rooms.machines.forget(machine.id);
    throw error;
  }
  return device;
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
