import type { Heartbeat } from "../../agent/protocol.ts";
import type { IntegrationContext, Undo } from "../../core/sdk/index.ts";
import { readTime } from "./heartbeat-time.ts";
import { allowedSkew } from "./moments.ts";

/** A difference of clocks moves with the network: it is told anew when it became different by so much, in seconds. */
const tellingSeconds = 2;
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** A time that says how far from UTC it is. */
const hasZone = /(?:z|[+-]\d\d(?::?\d\d)?)$/i;

/**
 * By how many milliseconds the agent's clock is ahead of the hub's; `undefined` when the heartbeat does not tell. An agent that says no
 * `sent_at` sends at once what it measured, but may leave out which zone its time is of.
 */
export function skewOf({ sent_at: sentAt, timestamp }: Heartbeat, receivedAt: number): number | undefined {
  if (sentAt != null) return readTime(sentAt) - receivedAt;
  return hasZone.test(timestamp) ? readTime(timestamp) - receivedAt : undefined;
}

/** Watches the clock of one machine. One that is too far off is a problem, until it is right again. */
export class ClockWatch {
  readonly #context: Pick<IntegrationContext, "problem">;
  readonly #machineId: string;
  #seconds: number | undefined;
  #title = "";
  #close: Undo = () => {};

  constructor(context: Pick<IntegrationContext, "problem">, machineId: string) {
    this.#context = context;
    this.#machineId = machineId;
  }

  /** Takes note of a heartbeat; the answer is by how many seconds the clock is ahead, `undefined` when that is not known. */
  examine(heartbeat: Heartbeat, receivedAt: number): number | undefined {
    const skew = skewOf(heartbeat, receivedAt);
    if (skew === undefined) return this.#seconds;
    const seconds = Math.round(skew / 1000);
    if (this.#seconds === undefined || Math.abs(seconds - this.#seconds) >= tellingSeconds) this.#seconds = seconds;
    if (Math.abs(skew) > allowedSkew) this.#complain(skew / 1000);
    else this.end();
    return this.#seconds;
  }

  /** Takes the problem back. */
  end(): void {
    this.#close();
    this.#close = () => {};
    this.#title = "";
  }

  #complain(seconds: number): void {
    const direction = seconds > 0 ? "ahead" : "behind";
    const title = `The clock of ${this.#machineId} is ${inWords(Math.abs(seconds))} ${direction}`;
    if (title === this.#title) return;
    const closeBefore = this.#close;
    this.#title = title;
    this.#close = this.#context.problem(`clock ${this.#machineId}`, {
      severity: "warning",
      title,
      advice:
        "Set it, and have it kept right: `timedatectl set-ntp true` on the machine. Until then the hub places its readings by its own " +
        "clock. When several machines show this, the hub's clock is the wrong one.",
      machineId: this.#machineId,
    });
    closeBefore();
  }
}

/** In the unit that says enough: `45 s`, `12 min`, `3 h`, `365 days`. */
function inWords(seconds: number): string {
  if (seconds >= 2 * day) return `${Math.round(seconds / day)} days`;
  if (seconds >= 2 * hour) return `${Math.round(seconds / hour)} h`;
  if (seconds >= 2 * minute) return `${Math.round(seconds / minute)} min`;
  return `${Math.round(seconds)} s`;
}
