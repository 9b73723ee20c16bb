import { createAjv } from "../../../../core/schemas/ajv.ts";
import type {
  Clock,
  Entity,
  EntityState,
  EventName,
  IntegrationContext,
  Machine,
  MachineStatus,
  PlatformEvents,
} from "../../../../core/sdk/index.ts";
import { type AlertsConfig, alertsConfig } from "../../../../integrations/alerts/config.ts";
import { AlertEngine } from "../../../../integrations/alerts/engine/engine.ts";
import { allRules } from "../../../../integrations/alerts/rules/all-rules.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { LogSpy } from "../../../support/log-spy.ts";
import { MemoryDatabase } from "./memory-database.ts";

const minute = 60_000;
const reviewSeconds = 10;
const offlineAfter = 180_000;
const figures = ["cpu_percent", "memory_percent"] as const;

/** What a machine reports: percentages; `null` that it is silent. */
export type Reading = Readonly<Record<(typeof figures)[number], number>> | null;

type Handler = (event: never) => void;

/** As much of a hub as the engine of alerts sees, without any I/O: machines that report two figures once a minute. */
export class FakeHouse {
  readonly clock = new FakeClock();
  readonly database = new MemoryDatabase();
  readonly #machines = new Map<string, Machine>();
  readonly #states = new Map<string, EntityState>();
  readonly #heardAt = new Map<string, number>();
  #handlers: { readonly type: EventName; readonly handle: Handler }[] = [];
  #tasks: { readonly seconds: number; readonly task: () => unknown }[] = [];
  #stops: (() => unknown)[] = [];
  #startedAt = 0;
  #run = 0;
  #engine: AlertEngine | undefined;

  static async start(machineIds: readonly string[]): Promise<FakeHouse> {
    const house = new FakeHouse();
    for (const id of machineIds) house.#machines.set(id, machineOf(id, house.clock.now()));
    await house.#startEngine();
    return house;
  }

  get engine(): AlertEngine {
    if (!this.#engine) throw new Error("The engine does not run");
    return this.#engine;
  }

  machine(id: string): Machine {
    return this.#machines.get(id) as Machine;
  }

  /** A minute passes, at whose end each machine reports what is given for it. */
  async minute(readings: ReadonlyMap<string, Reading>): Promise<void> {
    for (let passed = 0; passed < 60; passed += reviewSeconds) {
      await this.clock.advance(reviewSeconds * 1000);
      this.#checkLiveness();
      for (const { seconds, task } of this.#tasks) if (seconds === reviewSeconds) task();
    }
    for (const [id, reading] of readings) if (reading) this.#report(id, reading);
    await this.engine.ledger.written();
  }

  pause(id: string, isPaused: boolean): void {
    this.#change(id, { pausedAt: isPaused ? this.clock.now() : null });
  }

  /** Stops the engine, or kills it, and starts another on the same database. */
  async restart(isClean: boolean): Promise<void> {
    const stops = this.#stops;
    [this.#handlers, this.#tasks, this.#stops] = [[], [], []];
    if (isClean) for (const stop of stops) await stop();
    else await this.engine.ledger.written();
    await this.#startEngine();
  }

  async #startEngine(): Promise<void> {
    this.#startedAt = this.clock.monotonic();
    this.#run++;
    const context = this.#context();
    this.#engine = new AlertEngine(
      context,
      allRules(context.config, () => undefined),
    );
    await this.#engine.start();
  }

  #report(id: string, reading: NonNullable<Reading>): void {
    const now = this.clock.now();
    this.#heardAt.set(id, this.clock.monotonic());
    for (const key of figures) this.#set(`${id}.${key}`, reading[key], now);
    const { status } = this.machine(id);
    if (status !== "online") this.#change(id, { status: "online", statusChangedAt: now, lastSeen: now });
    this.#machines.set(id, { ...this.machine(id), lastSeen: now });
    this.#emit("machine_seen", { id, at: now });
  }

  #set(id: string, value: number, now: number): void {
    const previous = this.#states.get(id);
    const isSame = previous?.available && previous.value === value;
    const changedAt = isSame ? previous.changedAt : now;
    const state = { id, value, available: true, changedAt, updatedAt: now, attributes: {}, causeId: null };
    this.#states.set(id, state);
    if (!isSame) this.#emit("state_changed", { entityId: id, state, ...(previous ? { previous } : {}) });
  }

  /** As the hub does: after a start every machine gets a full period first. */
  #checkLiveness(): void {
    for (const { id, status } of this.#machines.values()) {
      const silent = this.clock.monotonic() - Math.max(this.#startedAt, this.#heardAt.get(id) ?? 0);
      if (status !== "online" || silent <= offlineAfter) continue;
      this.#change(id, { status: "offline" satisfies MachineStatus, statusChangedAt: this.clock.now() });
      for (const key of figures) this.#lose(`${id}.${key}`);
    }
  }

  #lose(id: string): void {
    const previous = this.#states.get(id);
    if (!previous) return;
    const state = { ...previous, available: false, changedAt: this.clock.now() };
    this.#states.set(id, state);
    this.#emit("state_changed", { entityId: id, state, previous });
  }

  #change(id: string, changes: Partial<Machine>): void {
    const previous = this.machine(id);
    const machine = { ...previous, ...changes };
    this.#machines.set(id, machine);
    this.#emit("machine_changed", { machine, previous });
  }

  #emit<Name extends EventName>(type: Name, event: PlatformEvents[Name]): void {
    for (const { type: wanted, handle } of this.#handlers) if (wanted === type) handle(event as never);
  }

  /** Whose timers are gone with the engine that set them. */
  #clockOfRun(): Clock {
    const [{ clock }, run] = [this, this.#run];
    const after: Clock["after"] = (milliseconds, task) =>
      clock.after(milliseconds, () => {
        if (run === this.#run) task();
      });
    return {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      after,
      sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal),
      deadline: (milliseconds, signal) => clock.deadline(milliseconds, signal),
    };
  }

  #context(): IntegrationContext<AlertsConfig> {
    const context = {
      config: defaultConfig(),
      log: new LogSpy(),
      clock: this.#clockOfRun(),
      hub: { timeZone: "UTC" },
      database: this.database,
      devices: { list: () => [] },
      machines: { get: (id: string) => this.#machines.get(id), list: () => [...this.#machines.values()] },
      problems: { list: () => [] },
      states: {
        get: (id: string) => this.#states.get(id),
        entity: (id: string) => (this.#states.has(id) ? entityOf(id) : undefined),
        entitiesOf: (device: string) => figures.map((key) => entityOf(`${device}.${key}`)),
      },
      history: {},
      emit: () => {},
      on: ({ type }: { type: EventName }, handle: Handler) => this.#handlers.push({ type, handle }),
      every: (seconds: number, task: () => unknown) => this.#tasks.push({ seconds, task }),
      onStop: (stop: () => unknown) => this.#stops.push(stop),
    };
    return context as unknown as IntegrationContext<AlertsConfig>;
  }
}

function defaultConfig(): AlertsConfig {
  const config = {};
  createAjv({ useDefaults: true, validateFormats: false }).compile(alertsConfig)(config);
  return config as AlertsConfig;
}

function entityOf(id: string): Entity {
  const [device = "", key = ""] = id.split(".");
  return { id, device, key, name: key, originalName: key, unit: "%", integration: "agent" } as Entity;
}

function machineOf(id: string, now: number): Machine {
  const machine = { id, displayName: null, expectedOnline: true, tags: [], facts: {}, intervalSeconds: minute / 1000 };
  const state = { pausedAt: null, pausedUntil: null, status: "unknown", statusChangedAt: now, lastSeen: null };
  return { ...machine, ...state, createdAt: now, updatedAt: now } as unknown as Machine;
}
