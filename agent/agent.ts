import type { Undo } from "../core/sdk/index.ts";
import { Delivery } from "./delivery.ts";
import { buildHeartbeat, type HeartbeatHead } from "./heartbeat.ts";
import { HostReader } from "./host-reader.ts";
import type { Outbox } from "./outbox/outbox.ts";
import { PackageNews } from "./package-news.ts";
import type { Heartbeat } from "./protocol.ts";
import type { HubAnswer, Reporter } from "./reporters/reporter.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Updates } from "./update/updates.ts";

/** What one agent is made of. Everything that touches the world is passed in, so that a fleet can run in one process. */
export interface AgentOptions extends Surroundings {
  readonly head: Pick<HeartbeatHead, "guid" | "serverId" | "version" | "mode">;
  /** Makes a new GUID and keeps it. Rejects when it cannot be kept. */
  readonly renewGuid: (identityClaim: string) => Promise<string>;
  /** Takes a new token into use, and keeps it. Rejects when it cannot be kept. */
  readonly keepToken: (token: string) => Promise<void>;
  /** How often it reports until the hub asks for another interval. */
  readonly intervalSeconds: number;
  /** systemd units to report, beside those that the hub asks for. */
  readonly monitoredServices: readonly string[];
  readonly reporter: Reporter;
  readonly outbox: Outbox;
  /** Absent: nothing is said of updates, and none is taken. */
  readonly updates?: Updates;
  /** 0 ≤ random() < 1; spreads the retries of a fleet. */
  readonly random: () => number;
}

/** Measures the host at its interval and reports to the hub. Measuring goes on while the hub is away. */
export class Agent {
  readonly #options: AgentOptions;
  readonly #reader: HostReader;
  readonly #delivery: Delivery;
  readonly #packageNews: PackageNews;
  readonly #abort = new AbortController();
  #intervalSeconds: number;
  #guid: string | null;
  /** What the hub gave to this host, a clone, to come in under a new GUID. */
  #identityClaim: string | null = null;
  #bootId: string | null = null;
  #sequence = 0;
  #servicesOfHub: readonly string[] = [];
  /** Monotonic ms. */
  #lastMeasuredAt = 0;
  #measuring: Promise<void> | null = null;
  #undoTimer: Undo | null = null;
  #isConflictLogged = false;

  constructor(options: AgentOptions) {
    this.#options = options;
    this.#guid = options.head.guid;
    this.#intervalSeconds = options.intervalSeconds;
    this.#reader = new HostReader(options);
    this.#packageNews = new PackageNews(options.clock);
    const { outbox, reporter, clock, log, random } = options;
    this.#delivery = new Delivery({
      outbox,
      reporter,
      clock,
      log,
      random,
      stamp: (heartbeat) => this.#stamp(heartbeat),
      onAnswer: (answer) => this.#obey(answer),
    });
  }

  /** Measures at once and then at every interval. */
  start(): void {
    this.#startMeasuring();
  }

  /** Resolves when nothing of the agent runs any more. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#undoTimer?.();
    await Promise.all([this.#measuring, this.#delivery.stop()]);
    this.#options.reporter.close();
  }

  #startMeasuring(): void {
    this.#lastMeasuredAt = this.#options.clock.monotonic();
    this.#measuring = this.#measure()
      .catch((error: unknown) => this.#options.log.error("A heartbeat could not be made", { error }))
      .finally(() => {
        this.#measuring = null;
        this.#schedule();
      });
  }

  async #measure(): Promise<void> {
    const { clock, head, outbox, monitoredServices } = this.#options;
    const units = [...monitoredServices, ...this.#servicesOfHub];
    const readings = await this.#reader.read(this.#abort.signal, { units });
    if (this.#abort.signal.aborted) return;
    const intervalSeconds = this.#intervalSeconds;
    const tellsPackages = this.#packageNews.isNews(readings.packages);
    const moment = { measuredAt: clock.now(), sequence: ++this.#sequence, intervalSeconds, tellsPackages };
    const { dropped } = outbox;
    this.#bootId = readings.system?.bootId ?? null;
    await outbox.add(buildHeartbeat({ ...head, ...moment, dropped }, readings));
    this.#delivery.wake();
  }

  /** The next measurement is one interval after the last one began. */
  #schedule(): void {
    if (this.#measuring || this.#abort.signal.aborted) return;
    this.#undoTimer?.();
    const due = this.#lastMeasuredAt + this.#intervalSeconds * 1000;
    this.#undoTimer = this.#options.clock.after(due - this.#options.clock.monotonic(), () => this.#startMeasuring());
  }

  /** What was measured before this host had its GUID, on another boot, is the original's of this clone: the disk was copied with it. */
  #stamp(heartbeat: Heartbeat): Heartbeat | null {
    if (heartbeat.server_guid !== this.#guid && heartbeat.boot_id !== this.#bootId) return null;
    const claim = this.#identityClaim === null ? {} : { identity_claim: this.#identityClaim };
    return { ...heartbeat, server_guid: this.#guid, ...claim, ...this.#options.updates?.report() };
  }

  /** Resolves with true when this host has a new GUID now, under which the heartbeats are to be sent again. */
  async #obey(answer: HubAnswer): Promise<boolean> {
    this.#takeInterval(answer.intervalSeconds);
    this.#options.updates?.accepted(answer.update);
    if (answer.apiToken !== null) await this.#takeToken(answer.apiToken);
    this.#servicesOfHub = answer.monitoredServices ?? this.#servicesOfHub;
    if (!answer.identityConflict) {
      this.#isConflictLogged = false;
      this.#identityClaim = null;
      return false;
    }
    const isForThisHost = this.#bootId !== null && answer.bootId === this.#bootId;
    if (answer.identityClaim !== null && isForThisHost && (await this.#renewGuid(answer.identityClaim))) return true;
    if (!this.#isConflictLogged) {
      this.#options.log.error("Another host reports with this server_guid: one of them is a clone of the other", {
        server_guid: this.#guid,
      });
    }
    this.#isConflictLogged = true;
    return false;
  }

  /** The old one goes on as long as the new one is not used. */
  async #takeToken(token: string): Promise<void> {
    const { log, keepToken } = this.#options;
    try {
      await keepToken(token);
      log.info("The hub gave this agent a new token");
    } catch (error) {
      log.error("The new token of the hub cannot be written to the config; the old one stays", { error });
    }
  }

  #takeInterval(intervalSeconds: number | null): void {
    if (intervalSeconds === null || intervalSeconds === this.#intervalSeconds) return;
    this.#options.log.info(`Reporting every ${intervalSeconds} s from now on, as the hub wishes`);
    this.#intervalSeconds = intervalSeconds;
    this.#schedule();
  }

  /** False when the new GUID cannot be kept: with one for this run only, every start would make another machine. */
  async #renewGuid(claim: string): Promise<boolean> {
    const { log, renewGuid } = this.#options;
    const before = this.#guid;
    try {
      this.#guid = await renewGuid(claim);
    } catch (error) {
      log.error("This host is a clone, and cannot keep a server_guid of its own", { error });
      return false;
    }
    this.#identityClaim = claim;
    log.warn("This host is a clone of another one: it has a new server_guid", { before, server_guid: this.#guid });
    return true;
  }
}
