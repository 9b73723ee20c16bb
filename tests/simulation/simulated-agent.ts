import type { Heartbeat } from "../../agent/protocol.ts";
import { type Character, SimulatedMachine } from "../support/simulated-fleet.ts";
import type { Report } from "./scenario.ts";

/** Most heartbeats that an agent sends at once of those that it kept. */
const mostAtOnce = 20;

interface Kept {
  readonly heartbeat: Heartbeat;
  readonly clockAhead: number;
}

/** A machine with its agent: reports once a minute, and keeps what it cannot send. */
export class SimulatedAgent {
  readonly id: string;
  readonly #machine: SimulatedMachine;
  #kept: Kept[] = [];
  #isConnected = true;

  constructor(character: Character, number: number) {
    this.id = character.id;
    this.#machine = new SimulatedMachine(character, number);
  }

  /** Measures. `behave` says what becomes of it; `null` that the machine is off. */
  measure(at: number, behave: (report: Report) => Report | null): void {
    const report = behave({ heartbeat: this.#machine.heartbeat(at), arrives: true, clockAhead: 0 });
    this.#isConnected = report?.arrives ?? false;
    if (!report) return;
    const { heartbeat, clockAhead } = report;
    this.#kept.push({ heartbeat: { ...heartbeat, timestamp: time(at + clockAhead) }, clockAhead });
  }

  /** Remembers what it measured so many minutes ago, as if it had kept that. */
  recall(now: number, minutesAgo: number, behave: (report: Report) => Report | null): void {
    const report = behave({ heartbeat: this.#machine.heartbeat(now), arrives: true, clockAhead: 0 });
    if (!report) return;
    const { heartbeat, clockAhead } = report;
    const timestamp = time(now - minutesAgo * 60_000 + clockAhead);
    this.#kept.push({ heartbeat: { ...heartbeat, timestamp }, clockAhead });
  }

  /** What it sends now, the oldest first; with nothing to say, or nobody to say it to, nothing. */
  send(now: number): readonly Heartbeat[] {
    if (!this.#isConnected) return [];
    const sent = this.#kept.slice(0, mostAtOnce);
    this.#kept = this.#kept.slice(mostAtOnce);
    return sent.map(({ heartbeat, clockAhead }) => ({ ...heartbeat, sent_at: time(now + clockAhead) }));
  }
}

function time(at: number): string {
  return new Date(at).toISOString();
}
