import { messageOf } from "../errors.ts";
import type { Clock, DeliveryOutcome, Logger, Notification, NotificationChannel, Problem, Undo } from "../sdk/index.ts";
import type { BacklogStore } from "./backlog-store.ts";
import { catchUp } from "./catch-up.ts";
import type { DeliveryStore, WaitingDelivery } from "./delivery-store.ts";
import { safeReason } from "./safe-reason.ts";
import { wordingOf } from "./wording.ts";

const firstRetrySeconds = 5;
const longestRetrySeconds = 600;
/** A try that takes longer has failed. */
const deadlineSeconds = 30;
/** What could not be sent for so long is of no use any more, in milliseconds. */
const givenUpAfter = 3 * 24 * 3600 * 1000;

/** What a queue needs. */
export interface QueueParts {
  readonly channel: NotificationChannel;
  readonly store: DeliveryStore;
  readonly backlog: BacklogStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly hubUrl: () => string | null;
  readonly report: (problem: Problem) => Undo;
}

/**
 * Sends what waits on one channel: one message at a time, those of one subject in their order. A channel that is away is tried again with
 * back-off; one that refuses everything stands still, with a problem, until the user did something.
 */
export class ChannelQueue {
  readonly #parts: QueueParts;
  readonly #abort = new AbortController();
  #running: Promise<void> | null = null;
  #isWoken = false;
  #isBroken = false;
  #failures = 0;
  /** The try that is under way, as messages come one at a time. */
  #trying: Promise<unknown> = Promise.resolve();
  /** No message goes out before, on the clock that never steps. */
  #pausedUntil = 0;
  #undoTimer: Undo = () => {};
  #undoProblem: Undo = () => {};

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  /** Why nothing is sent, or `null`. */
  get trouble(): "broken" | "waiting" | null {
    if (this.#isBroken) return "broken";
    return this.#failures > 0 ? "waiting" : null;
  }

  /** Before when nothing is sent, in Unix milliseconds; 0 when nothing holds it up. */
  get pausedUntil(): number {
    const { clock } = this.#parts;
    const pause = this.#pausedUntil - clock.monotonic();
    return pause > 0 ? clock.now() + pause : 0;
  }

  /** Looks whether there is something to send. */
  wake(): void {
    if (this.#isBroken || this.#abort.signal.aborted) return;
    this.#isWoken = true;
    this.#running ??= this.#drain()
      .catch((error: unknown) => this.#retryStore(error))
      .finally(() => {
        this.#running = null;
        if (this.#isWoken) this.wake();
      });
  }

  /** Tries again at once: the user did something about it. */
  resume(): void {
    this.#undoProblem();
    this.#isBroken = false;
    this.#failures = 0;
    this.#pausedUntil = 0;
    this.wake();
  }

  /** Tries once to deliver a message, past what waits. */
  attempt(notification: Notification): Promise<DeliveryOutcome> {
    const outcome = this.#trying.then(() => this.#deliver(notification));
    this.#trying = outcome;
    return outcome;
  }

  /** Resolves when no message is under way any more. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#undoTimer();
    this.#undoProblem();
    this.#isWoken = false;
    await Promise.all([this.#running, this.#trying]);
  }

  async #drain(): Promise<void> {
    const { clock, store, backlog, channel } = this.#parts;
    while (this.#isWoken && !this.#abort.signal.aborted) {
      this.#isWoken = false;
      const pause = this.#pausedUntil - clock.monotonic();
      if (pause > 0) return this.#wakeIn(pause);
      const now = clock.now();
      // Not while it is away: what is over when it is back is looked at then, all at once.
      if (this.#failures === 0) await catchUp(backlog, channel.name, now);
      const next = await store.next(channel.name, now);
      if (next) await this.#send(next);
      else return this.#wakeAt(await store.nextAt(channel.name, now));
      this.#isWoken = !this.#isBroken;
    }
  }

  async #send(delivery: WaitingDelivery): Promise<void> {
    const { clock, store, channel, log } = this.#parts;
    const outcome = await this.attempt(delivery.notification);
    // Stopped in the middle: whether it arrived is not known, and it goes out again with the next start.
    if (this.#abort.signal.aborted && outcome.kind !== "sent") return;
    const now = clock.now();
    const { sequence } = delivery;
    this.#pausedUntil = clock.monotonic() + (channel.spacingSeconds ?? 0) * 1000;
    switch (outcome.kind) {
      case "later":
        return this.#postpone(delivery, outcome);
      case "broken":
        // It is not the message's fault: it goes out first when the channel works again.
        await store.noteFailure(channel.name, sequence, outcome.reason);
        return this.#break(outcome.reason);
      case "refused":
        log.error(`${channel.title} refuses the message ${delivery.notification.id}: ${outcome.reason}`);
        return store.end(channel.name, sequence, { state: "dead", reason: outcome.reason, at: now });
      case "sent":
        await store.end(channel.name, sequence, { state: "sent", reason: null, at: now });
        if (this.#failures > 0) log.info(`${channel.title} takes messages again`);
        this.#failures = 0;
    }
  }

  async #deliver(notification: Notification): Promise<DeliveryOutcome> {
    const { channel, clock, hubUrl } = this.#parts;
    const signal = clock.deadline(deadlineSeconds * 1000, this.#abort.signal);
    try {
      const outcome = await channel.deliver(notification, { signal, ...wordingOf(notification, hubUrl()) });
      return outcome.kind === "sent" ? outcome : { ...outcome, reason: safeReason(outcome.reason) };
    } catch (error) {
      return { kind: "later", reason: safeReason(messageOf(error)) };
    }
  }

  async #postpone(
    delivery: WaitingDelivery,
    { reason, retryAfterSeconds }: DeliveryOutcome & { kind: "later" },
  ): Promise<void> {
    const { clock, store, channel, log } = this.#parts;
    const now = clock.now();
    if (this.#failures === 0) log.warn(`${channel.title} cannot be reached: ${reason}. Messages wait`);
    const backOff = Math.min(longestRetrySeconds, firstRetrySeconds * 2 ** Math.min(this.#failures, 10));
    this.#failures++;
    this.#pausedUntil = clock.monotonic() + Math.max(retryAfterSeconds ?? 0, backOff) * 1000;
    if (now - delivery.createdAt < givenUpAfter) {
      return store.noteFailure(channel.name, delivery.sequence, reason);
    }
    const end = { state: "dead", reason: `Given up after three days: ${reason}`, at: now } as const;
    return store.end(channel.name, delivery.sequence, end);
  }

  #break(reason: string): void {
    const { channel, log, report } = this.#parts;
    this.#isBroken = true;
    log.error(`${channel.title} takes no messages: ${reason}`);
    this.#undoProblem = report({
      severity: "error",
      title: `${channel.title} takes no messages: ${reason}`,
      advice: "Correct its settings, then send a test. What waits is sent then; what was refused can be sent again.",
    });
  }

  #retryStore(error: unknown): void {
    this.#parts.log.error("The messages that wait cannot be read; trying again", { error });
    this.#wakeIn(firstRetrySeconds * 1000);
  }

  #wakeAt(at: number | null): void {
    // Not for longer than an hour: the clock by which they are planned may be set.
    if (at !== null) this.#wakeIn(Math.min(3_600_000, at - this.#parts.clock.now()));
  }

  #wakeIn(milliseconds: number): void {
    this.#undoTimer();
    if (this.#abort.signal.aborted) return;
    this.#undoTimer = this.#parts.clock.after(Math.max(0, milliseconds), () => this.wake());
  }
}
