import type { Clock, Logger, Undo } from "../core/sdk/index.ts";
import { backOffSeconds } from "./back-off.ts";
import type { Outbox, OutboxEntry } from "./outbox.ts";
import type { Heartbeat } from "./protocol.ts";
import type { HubAnswer, Reporter, SendOutcome } from "./reporters/reporter.ts";

/** Most heartbeats in one request: a hundred are about half a MiB. */
const batchSize = 100;
/** Below the 180 s after which the hub takes a machine for lost. */
const longestAwaySeconds = 60;
const longestForbiddenSeconds = 300;
/** That it is refused, an agent says again and again: its log may be all that anybody looks at. */
const repeatMilliseconds = 3_600_000;

/** What a delivery works with. */
export interface DeliveryOptions {
  readonly outbox: Outbox;
  readonly reporter: Reporter;
  readonly clock: Clock;
  readonly log: Logger;
  /** 0 ≤ random() < 1. */
  readonly random: () => number;
  /** Says in whose name a heartbeat goes out: it may have changed since it was measured. */
  readonly stamp: (heartbeat: Heartbeat) => Heartbeat;
  /** Acts on an answer. True: the same heartbeats are to go out once more, for the name has changed. */
  readonly onAnswer: (answer: HubAnswer) => Promise<boolean>;
}

/** Brings the outbox to the hub, oldest first, and waits between attempts while the hub is away. */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #abort = new AbortController();
  #running: Promise<void> | null = null;
  #isWoken = false;
  #undoRetry: Undo | null = null;
  #batchSize = batchSize;
  #failures = 0;
  /** What is wrong at present, so that each trouble is logged once. */
  #trouble: Exclude<SendOutcome["kind"], "accepted"> | null = null;
  /** When the present trouble was logged last, monotonic ms. */
  #saidAt = 0;
  #isConnected = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Something is in the outbox. Does nothing while an attempt runs or waits for its time. */
  wake(): void {
    this.#isWoken = true;
    if (this.#running || this.#undoRetry || this.#abort.signal.aborted) return;
    this.#running = this.#drain().finally(() => {
      this.#running = null;
    });
  }

  /** Ends the attempt that is going on; what it did not deliver stays in the outbox. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#undoRetry?.();
    await this.#running;
  }

  async #drain(): Promise<void> {
    const { outbox, reporter, stamp } = this.#options;
    const { signal } = this.#abort;
    while (this.#isWoken && !signal.aborted) {
      const batch = await outbox.oldest(this.#batchSize);
      this.#isWoken = batch.length > 0;
      if (batch.length === 0) continue;
      const outcome = await reporter.send(
        batch.map(({ heartbeat }) => stamp(heartbeat)),
        signal,
      );
      if (signal.aborted && outcome.kind !== "accepted") return;
      if (!(await this.#settle(batch, outcome))) return;
    }
  }

  /** Acts on an outcome; true when the next batch can go at once. */
  async #settle(batch: readonly OutboxEntry[], outcome: SendOutcome): Promise<boolean> {
    switch (outcome.kind) {
      case "accepted":
        if (!(await this.#accepted(outcome.answer))) await this.#forget(batch);
        return true;
      case "rejected":
        return this.#rejected(batch, outcome.reason);
      case "unavailable":
        this.#lost(outcome.kind, outcome.reason);
        this.#retryLater(longestAwaySeconds, outcome.retryAfterSeconds);
        return false;
      case "forbidden":
        this.#lost(outcome.kind, outcome.reason);
        this.#retryLater(longestForbiddenSeconds, null);
        return false;
    }
  }

  #accepted(answer: HubAnswer): Promise<boolean> {
    const { log, reporter, onAnswer } = this.#options;
    const details = { hub: reporter.target, server_id: answer.serverId };
    if (!this.#isConnected) log.info("The hub takes the heartbeats", details);
    else if (this.#trouble) log.info("The hub takes the heartbeats again", details);
    this.#isConnected = true;
    this.#trouble = null;
    this.#failures = 0;
    this.#batchSize = batchSize;
    return onAnswer(answer);
  }

  /** Halves the batch until the one bad heartbeat stands alone, and drops that one: it must not hold up the others. */
  async #rejected(batch: readonly OutboxEntry[], reason: string): Promise<boolean> {
    if (batch.length > 1) {
      this.#batchSize = Math.ceil(batch.length / 2);
      return true;
    }
    this.#lost("rejected", `${reason}. Agent and hub may be too far apart in version: update the older one`);
    await this.#forget(batch);
    return true;
  }

  async #forget(batch: readonly OutboxEntry[]): Promise<void> {
    const last = batch.at(-1);
    if (last) await this.#options.outbox.forgetThrough(last.id);
  }

  #lost(trouble: Exclude<SendOutcome["kind"], "accepted">, reason: string): void {
    const { log, reporter, clock } = this.#options;
    const isDue = trouble === "forbidden" && clock.monotonic() - this.#saidAt >= repeatMilliseconds;
    if (this.#trouble === trouble && !isDue) return;
    this.#trouble = trouble;
    this.#saidAt = clock.monotonic();
    const details = { hub: reporter.target, reason };
    if (trouble === "unavailable") log.warn("The hub cannot be reached; heartbeats are kept", details);
    else log.error(trouble === "forbidden" ? "The hub refuses this agent" : "A heartbeat was dropped", details);
  }

  #retryLater(longestSeconds: number, retryAfterSeconds: number | null): void {
    const { clock, random } = this.#options;
    this.#failures++;
    const seconds = backOffSeconds({ failures: this.#failures, longestSeconds, retryAfterSeconds, random: random() });
    this.#undoRetry = clock.after(seconds * 1000, () => {
      this.#undoRetry = null;
      this.wake();
    });
  }
}
