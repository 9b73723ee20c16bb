import { EventEmitter } from "node:events";
import { EventBus } from "../../core/bus/event-bus.ts";
import { SystemClock } from "../../core/clock/system-clock.ts";
import type { EntityState } from "../../core/sdk/index.ts";
import { States } from "../../core/states/states.ts";
import { LogSpy } from "../support/log-spy.ts";
import { perSecond, printFigures } from "./figures.ts";

const rounds = 400_000;
const entities = 10_000;

function rate(work: (round: number) => void): number {
  for (let round = 0; round < rounds / 10; round++) work(round);
  const startedAt = performance.now();
  for (let round = 0; round < rounds; round++) work(round);
  return (rounds * 1000) / (performance.now() - startedAt);
}

const idOf = (number: number) => `machine-${number}.cpu_percent`;

function stateOf(id: string): EntityState {
  return { id, value: 1, available: true, changedAt: 0, updatedAt: 0, attributes: {}, causeId: null };
}

/** One listener on the entity that changes, and so many on others. */
function busRate(others: number): number {
  const bus = new EventBus(new LogSpy());
  bus.on({ type: "state_changed", entityId: "nas.cpu_percent" }, () => {}, "bench");
  for (let number = 0; number < others; number++) {
    bus.on({ type: "state_changed", entityId: idOf(number) }, () => {}, "bench");
  }
  const event = { entityId: "nas.cpu_percent", state: stateOf("nas.cpu_percent") };
  return rate(() => bus.emit("state_changed", event));
}

/** The peer: one emitter, every listener compares the id. */
function emitterRate(others: number): number {
  const emitter = new EventEmitter().setMaxListeners(0);
  for (let number = 0; number <= others; number++) {
    const id = number === 0 ? "nas.cpu_percent" : idOf(number);
    emitter.on("state_changed", (event: { entityId: string }) => event.entityId === id);
  }
  const event = { entityId: "nas.cpu_percent", state: stateOf("nas.cpu_percent") };
  if (others <= 100) return rate(() => emitter.emit("state_changed", event));
  const few = 400;
  const startedAt = performance.now();
  for (let round = 0; round < few; round++) emitter.emit("state_changed", event);
  return (few * 1000) / (performance.now() - startedAt);
}

function stateRate(isChanging: boolean): number {
  const states = new States(new EventBus(new LogSpy()), new SystemClock());
  const ids = Array.from({ length: entities }, (_, number) => idOf(number));
  return rate((round) => states.set(ids[round % entities] as string, isChanging ? round : 1));
}

/** Events and states in one process, without a network or a disk. */
export function kernelBench(): Promise<void> {
  printFigures("EventEmitter, listeners compare", [
    { what: "events, 1 listener", ours: perSecond(busRate(0)), peer: perSecond(emitterRate(0)) },
    { what: "events, 100 more on other entities", ours: perSecond(busRate(100)), peer: perSecond(emitterRate(100)) },
    { what: "events, 10,000 more on others", ours: perSecond(busRate(10_000)), peer: perSecond(emitterRate(10_000)) },
    { what: `changed states, ${entities} entities`, ours: perSecond(stateRate(true)) },
    { what: "equal states, which fire nothing", ours: perSecond(stateRate(false)) },
  ]);
  return Promise.resolve();
}
