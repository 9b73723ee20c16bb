import type { Heartbeat } from "../../agent/protocol.ts";
import { HttpReporter } from "../../agent/reporters/http.ts";
import type { SendOutcome } from "../../agent/reporters/reporter.ts";
import { SystemClock } from "../../agent/runtime/clock.ts";
import { createOutboxAgent } from "./outbox-agent.ts";

/*
 * An agent in a process of its own, which is there to be killed. Its one parameter is JSON: who it is, the time that it believes to
 * be now, and after which batch it never hears the hub's answer. It prints a line of JSON for each measurement and each batch.
 */

interface Orders {
  readonly number: number;
  readonly folder: string;
  readonly hubUrl: string;
  readonly token: string;
  readonly now: number;
  readonly first: number;
  /** The batch, from 1, whose answer gets lost; 0: none. */
  readonly deafFrom: number;
}

/** Real time, counted from another moment. */
class ShiftedClock extends SystemClock {
  readonly #offset: number;

  constructor(now: number) {
    super();
    this.#offset = now - super.now();
  }

  override now(): number {
    return super.now() + this.#offset;
  }
}

/** Stops to hear the hub at a certain batch: what the hub took, the agent then still takes for unsent. */
class HardOfHearing extends HttpReporter {
  batches = 0;

  override async send(heartbeats: readonly Heartbeat[], signal: AbortSignal): Promise<SendOutcome> {
    const outcome = await super.send(heartbeats, signal);
    say({ batch: ++this.batches, outcome: outcome.kind });
    return this.batches === orders.deafFrom ? new Promise(() => {}) : outcome;
  }
}

const orders: Orders = JSON.parse(process.argv[2] ?? "{}");
const clock = new ShiftedClock(orders.now);
const { hubUrl, token } = orders;
const agent = createOutboxAgent({
  ...orders,
  clock,
  reporter: new HardOfHearing({ hubUrl, token, clock }),
  onMeasured: (measured) => say({ measured }),
});
process.once("SIGTERM", () => void agent.stop());
agent.start();

function say(what: object): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
