import type { Clock, Logger, Undo } from "../core/sdk/index.ts";
import { backOffSeconds } from "./back-off.ts";
import type { Outbox } from "./outbox/outbox.ts";
import type { Heartbeat } from "./protocol.ts";
import type { HubAnswer, Reporter, SendOutcome } from "./reporters/reporter.ts";

/** Most heartbeats in one request: a hundred are about half a MiB. */
const batchSize = 100;
/** What one message of MQTT carries, and what web servers before a hub let through unasked. */
const mostBatchBytes = 900_000;
/** The least mean pause between two batches. A hub that needs longer for one gets more time. */
const leastPauseMilliseconds = 500;
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
  /** Says in whose name a heartbeat goes out: it may have changed since it was measured. `null`: it is not this host's to send. */
  readonly stamp: (heartbeat: Heartbeat) => Heartbeat | null;
  /** Acts on an answer. True: the same heartbeats are to go out once more, for the name has changed. */
  readonly onAnswer: (answer: HubAnswer) => Promise<boolean>;
}

/**
 * Brings the outbox to the hub, oldest first, and waits between attempts while the hub is away. What waited goes out in batches with
 * pauses between them, of which half is random: the hub has a whole fleet to hear.
 */
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
    await this.#options.outbox.keep();
  }

  async #drain(): Promise<void> {
    const { outbox, reporter, stamp, clock } = this.#options;
    const { signal } = this.#abort;
    while (this.#isWoken && !signal.aborted) {
      const batch = withinBytes(await outbox.oldest(this.#batchSize));
      this.#isWoken = batch.length > 0;
      const stamped = batch.flatMap((heartbeat) => stamp(heartbeat) ?? []);
      if (stamped.length === 0) {
        await outbox.forget(batch);
        continue;
      }
      const began = clock.monotonic();
      const outcome = await reporter.send(stamped, signal);
      if (signal.aborted && outcome.kind !== "accepted") return;
      if (!(await this.#settle(batch, outcome))) return;
      if (batch.length > 1 && outcome.kind === "accepted") await this.#pause(clock.monotonic() - began);
    }
  }

  /** About as long as the hub took for the last batch, so that one that is busy is left in peace for half of the time. */
  async #pause(tookMilliseconds: number): Promise<void> {
    const { clock, random } = this.#options;
    const mean = Math.max(leastPauseMilliseconds, tookMilliseconds);
    const isStopped = () => {};
    await clock.sleep(mean * (0.5 + random()), this.#abort.signal).catch(isStopped);
  }

  /** Acts on an outcome; true when the next batch can go. */
  async #settle(batch: readonly Heartbeat[], outcome: SendOutcome): Promise<boolean> {
    switch (outcome.kind) {
      case "accepted":
        if (!(await this.#accepted(outcome.answer))) await this.#options.outbox.forget(batch);
        return true;
      case "rejected":
        return this.#rejected(batch, outcome.reason);
      case "unavailable":
        await this.#lost(outcome.kind, outcome.reason);
        this.#retryLater(longestAwaySeconds, outcome.retryAfterSeconds);
        return false;
      case "forbidden":
        await this.#lost(outcome.kind, outcome.reason);
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
  async #rejected(batch: readonly Heartbeat[], reason: string): Promise<boolean> {
    if (batch.length > 1) {
      this.#batchSize = Math.ceil(batch.length / 2);
      return true;
    }
    this.#say("rejected", `${reason}. Agent and hub may be too far apart in version: update the older one`);
    await this.#options.outbox.forget(batch);
    return true;
  }

  /** It may be long until the hub takes what waits, so that is kept where it survives this process. */
  async #lost(trouble: "unavailable" | "forbidden", reason: string): Promise<void> {
    this.#say(trouble, reason);
    await this.#options.outbox.keep();
  }

  #say(trouble: Exclude<SendOutcome["kind"], "accepted">, reason: string): void {
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

/** As many of the first as one request carries; at least one. */
function withinBytes(heartbeats: readonly Heartbeat[]): readonly Heartbeat[] {
  let room = mostBatchBytes;
  const end = heartbeats.findIndex((heartbeat, index) => {
    room -= heartbeats.length === 1 ? 0 : Buffer.byteLength(JSON.stringify(heartbeat));
    return room < 0 && index > 0;
  });
  return end < 0 ? heartbeats : heartbeats.slice(0, end);
}
