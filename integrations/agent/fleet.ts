import type { Heartbeat, HeartbeatAnswer } from "../../agent/protocol.ts";
import type { Device, DeviceClaim, EntitySet, IntegrationContext, Machine } from "../../core/sdk/index.ts";
import { bootOf, type CloneGuard } from "./clone-guard.ts";
import type { Boot } from "./clone-watch.ts";
import type { AgentConfig } from "./config.ts";
import { machineEntities } from "./entities.ts";
import { claimOf } from "./facts.ts";
import { AgentTime, isLate } from "./moments.ts";
import { type Reading, ReadingMaker } from "./reading.ts";

/** Who sent a heartbeat. */
export interface Sender {
  /** From the request; `null` when the transport has none. */
  readonly address: string | null;
  /** How often this agent is to report, in seconds. */
  readonly intervalSeconds: number;
  /** The GUID, lower case, that the heartbeat may speak for; `undefined` for an agent from before GUIDs. */
  readonly guid: string | undefined;
}

/** A host that reports under another's GUID. */
interface Clone {
  readonly guid: string;
  readonly boot: Boot;
}

interface Reporter {
  readonly entities: EntitySet<Reading>;
  readonly time: AgentTime;
  readonly readings: ReadingMaker;
  newest: number;
}

/** The machines whose agents report here, and what each heartbeat means for them. */
export class Fleet {
  readonly #context: IntegrationContext<AgentConfig>;
  readonly #guard: CloneGuard;
  readonly #reporters = new Map<string, Reporter>();

  constructor(context: IntegrationContext<AgentConfig>, guard: CloneGuard) {
    this.#context = context;
    this.#guard = guard;
  }

  /** Takes in one valid heartbeat. It is not yet on disk when this resolves: wait for `context.recorded()`. */
  async receive(heartbeat: Heartbeat, sender: Sender): Promise<HeartbeatAnswer> {
    const { clock } = this.#context;
    const claim = claimOf(heartbeat, sender.guid, sender.address);
    const clone = await this.#cloneOf(heartbeat, claim, sender);
    if (clone) return this.#conflict(heartbeat, clone, sender);
    const device = await this.#context.claim(claim);
    const reporter = this.#reporterOf(device);
    const { measuredAt, isLate: isPast } = reporter.time.place(heartbeat, clock.now());
    const reading = reporter.readings.read(heartbeat, measuredAt);
    if (isPast || measuredAt <= reporter.newest) reporter.entities.backfill(reading, measuredAt);
    else {
      reporter.newest = measuredAt;
      reporter.entities.update(reading, measuredAt);
    }
    this.#context.seen(device, { intervalSeconds: sender.intervalSeconds });
    return { ...this.#answer(heartbeat, sender), server_registered: device.created, server_id: device.slug };
  }

  /** Marks everything that a machine's agent reported as lost. */
  lost({ id, deviceId }: Machine): void {
    this.#reporterOf({ id: deviceId, slug: id, created: false }).entities.unavailable();
  }

  /**
   * The other host that sent it in this machine's name, if one did. Refuses the heartbeat, so that the agent keeps it, as long as that
   * cannot be told.
   */
  async #cloneOf(heartbeat: Heartbeat, claim: DeviceClaim, { guid, intervalSeconds }: Sender): Promise<Clone | null> {
    const boot = bootOf(claim);
    if (guid === undefined || boot === undefined) return null;
    if (heartbeat.identity_claim) await this.#guard.redeem(heartbeat.identity_claim, guid);
    const verdict = await this.#guard.examine({ guid, boot, intervalSeconds, isLate: isLate(heartbeat) });
    if (verdict === "suspect" || verdict === "rival") {
      const message = `Two hosts may report as ${guid}; it is not clear yet whether this one is a clone`;
      this.#context.refuse("UNAVAILABLE", message);
    }
    return verdict === "clone" ? { guid, boot } : null;
  }

  /** For the clone alone: that it is one, and how it comes in. Nothing of it is kept. */
  async #conflict(heartbeat: Heartbeat, { guid, boot }: Clone, sender: Sender): Promise<HeartbeatAnswer> {
    const identity_claim = await this.#guard.offer(guid, boot);
    return { ...this.#answer(heartbeat, sender), identity_conflict: true, identity_claim };
  }

  #answer(heartbeat: Heartbeat, { intervalSeconds }: Sender): HeartbeatAnswer {
    return {
      status: "ok",
      received: true,
      server_time: new Date(this.#context.clock.now()).toISOString(),
      server_registered: false,
      server_id: heartbeat.server_id,
      boot_id: heartbeat.boot_id ?? null,
      pending_commands: [],
      results_acknowledged: [],
      config: { heartbeat_interval_seconds: intervalSeconds, monitored_services: [] },
      agent_update: null,
      identity_conflict: false,
    };
  }

  #reporterOf(device: Device): Reporter {
    const known = this.#reporters.get(device.slug);
    if (known) return known;
    const entities = this.#context.entities(device, machineEntities);
    const reporter = { entities, time: new AgentTime(), readings: new ReadingMaker(), newest: 0 };
    this.#reporters.set(device.slug, reporter);
    return reporter;
  }
}
