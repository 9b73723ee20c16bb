import type { Heartbeat, HeartbeatAnswer } from "../../agent/protocol.ts";
import type { Device, DeviceClaim, IntegrationContext, Machine } from "../../core/sdk/index.ts";
import { bootOf, type CloneGuard } from "./clone-guard.ts";
import type { Boot } from "./clone-watch.ts";
import type { AgentConfig } from "./config.ts";
import { claimOf } from "./facts.ts";
import type { KnownSkews } from "./known-skews.ts";
import { MachineReporter } from "./machine-reporter.ts";
import { isLate } from "./moments.ts";
import type { NamedSighting, Namesakes } from "./older-agents/namesakes.ts";
import type { PackageLists } from "./packages/package-lists.ts";
import type { WatchedUnits } from "./watched-units.ts";

/** Who sent a heartbeat. */
export interface Sender {
  /** From the request; `null` when the transport has none. */
  readonly address: string | null;
  /** How often this agent is to report, in seconds. */
  readonly intervalSeconds: number;
  /** The GUID, lower case, that the heartbeat may speak for; `undefined` for an agent from before GUIDs. */
  readonly guid: string | undefined;
  /** It came through a broker that keeps messages while the hub is away. */
  readonly mayHaveWaited?: boolean;
}

/** A host that reports under another's GUID. */
interface Clone {
  readonly guid: string;
  readonly boot: Boot;
}

/** What a fleet asks about each heartbeat. */
export interface FleetParts {
  readonly guard: CloneGuard;
  readonly namesakes: Namesakes;
  readonly packages: PackageLists;
  readonly skews: KnownSkews;
  readonly units: WatchedUnits;
}

/** The machines whose agents report here, and what each heartbeat means for them. */
export class Fleet {
  readonly #context: IntegrationContext<AgentConfig>;
  readonly #guard: CloneGuard;
  readonly #namesakes: Namesakes;
  readonly #packages: PackageLists;
  readonly #skews: KnownSkews;
  readonly #units: WatchedUnits;
  readonly #reporters = new Map<string, MachineReporter>();

  constructor(context: IntegrationContext<AgentConfig>, { guard, namesakes, packages, skews, units }: FleetParts) {
    this.#context = context;
    this.#guard = guard;
    this.#namesakes = namesakes;
    this.#packages = packages;
    this.#skews = skews;
    this.#units = units;
  }

  /** Takes in one valid heartbeat. It is not yet on disk when this resolves: wait for `context.recorded()`. */
  async receive(heartbeat: Heartbeat, sender: Sender): Promise<HeartbeatAnswer> {
    const { clock } = this.#context;
    const claim = claimOf(heartbeat, sender.guid, sender.address);
    if (sender.guid === undefined) this.#namesakes.examine(heartbeat.server_id, named(heartbeat, sender));
    const clone = await this.#cloneOf(heartbeat, claim, sender);
    if (clone) return this.#conflict(heartbeat, clone, sender);
    const device = await this.#context.claim(claim);
    if (sender.guid !== undefined) this.#namesakes.heardWithGuid(device.slug, heartbeat.hostname);
    else this.#namesakes.refuseOvertaken(device.slug, named(heartbeat, sender));
    const { mayHaveWaited = false } = sender;
    const { measuredAt, hasWaited } = await this.#reporterOf(device).take(heartbeat, clock.now(), mayHaveWaited);
    if (heartbeat.packages) await this.#packages.take(device.slug, heartbeat, measuredAt);
    if (!hasWaited) this.#context.seen(device, { intervalSeconds: sender.intervalSeconds });
    const answer = this.#answer(heartbeat, sender);
    const config = { ...answer.config, ...this.#unitsFor(device.slug) };
    return { ...answer, config, server_registered: device.created, server_id: device.slug };
  }

  /** Marks everything that a machine's agent reported as lost. */
  lost({ id, deviceId }: Machine): void {
    this.#reporterOf({ id: deviceId, slug: id, created: false }).lost();
  }

  /** Forgets a machine that was removed. */
  async removed(id: string): Promise<void> {
    this.#reporters.get(id)?.end();
    this.#reporters.delete(id);
    await this.#packages.forget(id).catch((error: unknown) => {
      this.#context.log.error(`What packages ${id} had could not be deleted`, { error });
    });
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
      config: { heartbeat_interval_seconds: intervalSeconds },
      agent_update: null,
      identity_conflict: false,
    };
  }

  #unitsFor(machineId: string): Pick<HeartbeatAnswer["config"], "monitored_services"> {
    const units = this.#units.of(machineId);
    return units === undefined ? {} : { monitored_services: units };
  }

  #reporterOf(device: Device): MachineReporter {
    const known = this.#reporters.get(device.slug);
    if (known) return known;
    const reporter = new MachineReporter(this.#context, device, this.#skews);
    this.#reporters.set(device.slug, reporter);
    return reporter;
  }
}

/** Without a GUID only the hostname tells a machine from another one of the same id. */
function named({ hostname }: Heartbeat, { intervalSeconds }: Sender): NamedSighting {
  return { hostname, intervalSeconds };
}
