import path from "node:path";
import { Agent } from "../../agent/agent.ts";
import { DiskOutbox } from "../../agent/outbox/disk-outbox.ts";
import type { Heartbeat } from "../../agent/protocol.ts";
import type { Reporter } from "../../agent/reporters/reporter.ts";
import type { Clock } from "../../core/sdk/index.ts";
import { LogSpy } from "../agent/log-spy.ts";
import { NumberedHost } from "./numbered-host.ts";

/** What an agent measured: when (Unix ms, its own clock), and the load. */
export type Measured = readonly [at: number, load: number];

/** An agent of which every measurement is known. */
export interface OutboxAgentOptions {
  readonly number: number;
  /** Where all agents of the test have their outboxes. */
  readonly folder: string;
  readonly clock: Clock;
  readonly reporter: Reporter;
  readonly onMeasured: (measured: Measured) => void;
  /** The load that the first measurement reads. */
  readonly first?: number;
  /** 0 ≤ random() < 1. */
  readonly random?: () => number;
}

/** The GUID of an agent by its number. */
export function guidOf(number: number): string {
  return `a1b2c3d4-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/** Where the agent of that number keeps what waits. */
export function outboxOf(folder: string, number: number): string {
  return path.join(folder, `outbox-${number}`);
}

/** A real agent with its outbox on a real disk. Only its machine is made up: `pi-<number>`. */
export function createOutboxAgent(options: OutboxAgentOptions): Agent {
  const { number, folder, clock, reporter, first = 1, random = () => 0.5 } = options;
  const guid = guidOf(number);
  const log = new LogSpy();
  return new Agent({
    host: new NumberedHost(guid.replace("a1b2c3d4", "b007b007"), first),
    clock,
    log,
    head: { guid, serverId: `pi-${number}`, version: "0.1.0", mode: "readonly" },
    intervalSeconds: 60,
    reporter,
    keepToken: async () => {},
    monitoredServices: [],
    outbox: new NotingOutbox(outboxOf(folder, number), clock, options.onMeasured),
    renewGuid: async () => guid,
    random,
  });
}

/** Tells of everything that is put into it. */
class NotingOutbox extends DiskOutbox {
  readonly #onMeasured: (measured: Measured) => void;

  constructor(folder: string, clock: Clock, onMeasured: (measured: Measured) => void) {
    super({ folder, mostBytes: 32 * 1024 * 1024, clock, log: new LogSpy() });
    this.#onMeasured = onMeasured;
  }

  override add(heartbeat: Heartbeat): Promise<void> {
    this.#onMeasured([Date.parse(heartbeat.timestamp), heartbeat.metrics?.load_1m ?? Number.NaN]);
    return super.add(heartbeat);
  }
}
