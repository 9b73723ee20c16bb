import { PlatformError } from "../errors.ts";
import type { Clock, Logger, Notification, NotificationChannel, Problem, Undo } from "../sdk/index.ts";
import type { Database, Statement } from "../storage/database.ts";
import { BacklogStore } from "./backlog-store.ts";
import { ChannelQueue } from "./channel-queue.ts";
import { additions, type Delivery, type DeliveryFilter, DeliveryStore } from "./delivery-store.ts";
import { makeDigests } from "./digests.ts";
import type { Routing } from "./routing.ts";
import { testMessage } from "./test-message.ts";
import { UnknownChannels } from "./unknown-channels.ts";

/** How long messages are remembered that wait nowhere, in milliseconds. */
const rememberedFor = 90 * 24 * 3600 * 1000;

/** What the notification service needs. */
export interface NotificationRooms {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly routing: Routing;
  /** Where people reach the hub; `null` when that is not known. */
  readonly hubUrl: () => string | null;
  readonly report: (id: string, problem: Problem) => Undo;
}

/** A channel, and how it is. */
export interface ChannelReport {
  readonly name: string;
  readonly title: string;
  /** waiting: it is away, and tried again. broken: it refuses everything until the user does something. lost: its integration does not run. */
  readonly state: "ok" | "waiting" | "broken" | "lost";
  readonly waiting: number;
  /** How many wait for the digest. */
  readonly gathered: number;
  readonly dead: number;
}

/** A delivery, and when it is tried next, in Unix milliseconds; `null` when that depends on something else than time. */
export interface ListedDelivery extends Delivery {
  readonly nextAt: number | null;
}

interface Running {
  readonly channel: NotificationChannel;
  readonly queue: ChannelQueue;
}

/**
 * Messages for people. Each is on disk, for every channel that is to have it, before anything is sent, in the same transaction as what it
 * tells of; so nothing is lost, whatever ends the hub, and at most the one that was under way is sent twice.
 */
export class Notifications {
  readonly #rooms: NotificationRooms;
  readonly #store: DeliveryStore;
  readonly #backlog: BacklogStore;
  readonly #unknown: UnknownChannels;
  readonly #queues = new Map<string, Running>();
  #routing: Routing;
  /** By name, the integration of every channel that there is or was; one that restarts just now gets its messages too. */
  #domains = new Map<string, string>();
  /** Whether integrations had their time to bring channels, so that one which is not there is not to be expected. */
  #isComplete = false;

  constructor(rooms: NotificationRooms) {
    this.#rooms = rooms;
    this.#routing = rooms.routing;
    this.#store = new DeliveryStore(rooms.database);
    this.#backlog = new BacklogStore(rooms.database);
    this.#unknown = new UnknownChannels(rooms.report);
  }

  async load(): Promise<void> {
    this.#domains = new Map(await this.#store.channels());
  }

  /** Routes messages in another way, from now on. */
  follow(routing: Routing): void {
    this.#routing = routing;
    this.#checkNames();
  }

  /** What writes a message, for the transaction of what it tells of. Call `wake` once that is committed. */
  statements(notification: Notification): readonly Statement[] {
    const now = this.#rooms.clock.now();
    return additions(notification, this.#routing.plan(notification, [...this.#domains.keys()], now), now);
  }

  /** Has the channels look for what is new. */
  wake(): void {
    for (const { queue } of this.#queues.values()) queue.wake();
  }

  /** Sends a message that belongs to no other change. Resolves once it is on disk. */
  async send(notification: Notification): Promise<void> {
    await this.#rooms.database.runAll(this.statements(notification));
    this.wake();
  }

  /** Sends the digests that are due, also those that were while the hub did not run. */
  async sendDigests(): Promise<void> {
    if (await makeDigests(this.#backlog, this.#rooms.clock.now())) this.wake();
  }

  /** Takes a channel into use, and sends what waits for it. Throws `CONFLICT` for a name that another integration has. */
  async addChannel(channel: NotificationChannel, domain: string): Promise<() => Promise<void>> {
    const { name } = channel;
    const owner = this.#domains.get(name);
    if (this.#queues.has(name) || (owner !== undefined && owner !== domain)) {
      throw new PlatformError("CONFLICT", `There is a channel '${name}' already`);
    }
    await this.#store.addChannel(name, domain);
    this.#domains.set(name, domain);
    this.#checkNames();
    const { clock, log, hubUrl, report } = this.#rooms;
    const parts = { channel, store: this.#store, backlog: this.#backlog, clock, log, hubUrl };
    const queue = new ChannelQueue({ ...parts, report: (problem) => report(`channel ${name}`, problem) });
    this.#queues.set(name, { channel, queue });
    queue.wake();
    return async () => {
      this.#queues.delete(name);
      await queue.stop();
    };
  }

  /** Forgets the channels of integrations other than these: the user took them out of the configuration. All have had their first try. */
  async keepOnly(domains: readonly string[]): Promise<void> {
    const gone = new Set([...this.#domains.values()].filter((domain) => !domains.includes(domain)));
    for (const domain of gone) await this.forget(domain);
    this.#isComplete = true;
    this.#checkNames();
  }

  /** Forgets the channels of an integration; what waits on them is dead. */
  async forget(domain: string): Promise<void> {
    for (const [name, owner] of this.#domains) {
      if (owner !== domain) continue;
      this.#domains.delete(name);
      await this.#store.removeChannel(name, "The channel was removed from the configuration", this.#rooms.clock.now());
    }
    this.#checkNames();
  }

  /** Every channel, and how it is. */
  async channels(): Promise<readonly ChannelReport[]> {
    const counts = await this.#store.counts();
    return [...this.#domains.keys()].toSorted().map((name) => {
      const running = this.#queues.get(name);
      const state = running ? (running.queue.trouble ?? "ok") : "lost";
      const { waiting = 0, gathered = 0, dead = 0 } = counts.get(name) ?? {};
      return { name, title: running?.channel.title ?? name, state, waiting, gathered, dead };
    });
  }

  /** What became of messages, newest first. */
  async list(
    filter: DeliveryFilter,
  ): Promise<{ readonly deliveries: readonly ListedDelivery[]; readonly total: number }> {
    const { deliveries, total } = await this.#store.list(filter);
    return { deliveries: deliveries.map((delivery) => ({ ...delivery, nextAt: this.#nextAt(delivery) })), total };
  }

  /** Tries a dead message again. Throws `NOT_FOUND` when there is none, or its channel is gone. */
  async retry(channel: string, sequence: number): Promise<void> {
    const found = this.#domains.has(channel) && (await this.#store.revive(channel, sequence, this.#rooms.clock.now()));
    if (!found) throw new PlatformError("NOT_FOUND", "There is no such message that could be sent again");
    this.#queues.get(channel)?.queue.resume();
  }

  /** Sends a test, past what waits; a channel that takes it goes on with the rest. Throws `NOT_FOUND`, or `UPSTREAM_ERROR` with the reason. */
  async test(name: string): Promise<void> {
    const running = this.#queues.get(name);
    if (!running) throw new PlatformError("NOT_FOUND", `There is no channel '${name}' that runs`);
    const outcome = await running.queue.attempt(testMessage(this.#rooms.clock.now()));
    if (outcome.kind !== "sent") {
      throw new PlatformError("UPSTREAM_ERROR", `${running.channel.title} did not take the test: ${outcome.reason}`);
    }
    running.queue.resume();
  }

  /** Forgets old messages that wait nowhere. */
  prune(): Promise<void> {
    return this.#store.prune(this.#rooms.clock.now() - rememberedFor);
  }

  #checkNames(): void {
    if (this.#isComplete) this.#unknown.check(this.#routing.named, [...this.#domains.keys()]);
  }

  #nextAt({ state, channel, notBefore }: Delivery): number | null {
    if (state === "gathered") return notBefore;
    const queue = this.#queues.get(channel)?.queue;
    if (state !== "waiting" || !queue || queue.trouble === "broken") return null;
    return Math.max(notBefore, queue.pausedUntil);
  }
}
