import type { Heartbeat, HeartbeatAnswer } from "../../agent/protocol.ts";
import type { Device, EntitySet, IntegrationContext, Machine } from "../../core/sdk/index.ts";
import type { AgentConfig } from "./config.ts";
import { machineEntities } from "./entities.ts";
import { claimOf } from "./facts.ts";
import { AgentTime } from "./moments.ts";
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

interface Reporter {
  readonly entities: EntitySet<Reading>;
  readonly time: AgentTime;
  readonly readings: ReadingMaker;
  newest: number;
}

/** The machines whose agents report here, and what each heartbeat means for them. */
export class Fleet {
  readonly #context: IntegrationContext<AgentConfig>;
  readonly #reporters = new Map<string, Reporter>();

  constructor(context: IntegrationContext<AgentConfig>) {
    this.#context = context;
  }

  /** Takes in one valid heartbeat. It is not yet on disk when this resolves: wait for `context.recorded()`. */
  async receive(heartbeat: Heartbeat, sender: Sender): Promise<HeartbeatAnswer> {
    const { clock } = this.#context;
    const device = await this.#context.claim(claimOf(heartbeat, sender.guid, sender.address));
    const reporter = this.#reporterOf(device);
    const { measuredAt, isLate } = reporter.time.place(heartbeat, clock.now());
    const reading = reporter.readings.read(heartbeat, measuredAt);
    if (isLate || measuredAt <= reporter.newest) reporter.entities.backfill(reading, measuredAt);
    else {
      reporter.newest = measuredAt;
      reporter.entities.update(reading, measuredAt);
    }
    this.#context.seen(device, { intervalSeconds: sender.intervalSeconds });
    return {
      status: "ok",
      received: true,
      server_time: new Date(clock.now()).toISOString(),
      server_registered: device.created,
      server_id: device.slug,
      pending_commands: [],
      results_acknowledged: [],
      config: { heartbeat_interval_seconds: sender.intervalSeconds, monitored_services: [] },
      agent_update: null,
      identity_conflict: false,
    };
  }

  /** Marks everything that a machine's agent reported as lost. */
  lost({ id, deviceId }: Machine): void {
    this.#reporterOf({ id: deviceId, slug: id, created: false }).entities.unavailable();
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
