import type { Heartbeat, HeartbeatAnswer } from "../../../agent/protocol.ts";
import type { IntegrationContext, Json, Undo } from "../../../core/sdk/index.ts";
import type { AgentConfig } from "../config.ts";
import { nextStep } from "./rollout.ts";
import { shippedPath } from "./shipped-agent.ts";
import {
  advanced,
  isGoingOn,
  isOpen,
  moved,
  offerName,
  readRecord,
  type ShippedAgent,
  type UpdateRecord,
} from "./update-record.ts";

const keyPrefix = "update ";
const sweepSeconds = 60;

/** Which agents are to be updated, and how far each is. Kept on disk, so that a restart of the hub changes nothing. */
export class AgentUpdates {
  readonly #context: IntegrationContext<AgentConfig>;
  /** By machine id. */
  readonly #records = new Map<string, UpdateRecord>();
  readonly #problems = new Map<string, Undo>();

  constructor(context: IntegrationContext<AgentConfig>) {
    this.#context = context;
  }

  /** Takes over what the last run of the hub knew. What that one offered and this one does not ship is off. */
  async start(): Promise<void> {
    const { storage, hub, log } = this.#context;
    for (const key of (await storage.keys()).filter((name) => name.startsWith(keyPrefix))) {
      const id = key.slice(keyPrefix.length);
      const record = readRecord(await storage.get(key));
      const isStale = !record || (isGoingOn(record) && record.version !== hub.version);
      if (isStale) {
        log.info(`The update of the agent on ${id} is off: the hub ships another version now`);
        await storage.delete(key);
      } else this.#take(id, record);
    }
    this.#context.every(sweepSeconds, () => this.#goOn());
  }

  of(machineId: string): UpdateRecord | undefined {
    return this.#records.get(machineId);
  }

  /** What an answer to this machine's agent says. */
  offerFor(machineId: string): NonNullable<HeartbeatAnswer["agent_update"]> | null {
    const record = this.#records.get(machineId);
    if (!record || !isOpen(record)) return null;
    const { version, sha256, sizeBytes } = record;
    return { version, sha256, size_bytes: sizeBytes, path: shippedPath, offered_at: offerName(record) };
  }

  /** Follows what a machine's agent says of its update. */
  heard(machineId: string, heartbeat: Heartbeat): void {
    const record = this.#records.get(machineId);
    if (!record) return;
    const next = advanced(record, heartbeat, this.#context.clock.now());
    if (next === record) return;
    this.#put(machineId, next);
    this.#goOn();
  }

  /** Asks for the update of these machines, one group after the other. Those that have one going on stay with it. */
  async request(machineIds: readonly string[], agent: ShippedAgent): Promise<void> {
    const now = this.#context.clock.now();
    for (const id of machineIds) {
      const known = this.#records.get(id);
      if (known && isGoingOn(known) && known.sha256 === agent.sha256) continue;
      this.#put(id, { ...agent, state: "queued", offeredAt: now, since: now, reason: null });
    }
    this.#goOn();
  }

  /** Takes the offer back, also the memory of one that ended. False when there is none. */
  async withdraw(machineId: string): Promise<boolean> {
    const isKnown = this.#records.delete(machineId);
    this.#closeProblem(machineId);
    if (isKnown) await this.#context.storage.delete(`${keyPrefix}${machineId}`);
    return isKnown;
  }

  /** Brings each request as far as it may go now. */
  #goOn(): void {
    const { machines, clock, log } = this.#context;
    const waiting = [...this.#records.values()].filter(({ state }) => state === "queued");
    for (const offeredAt of new Set(waiting.map((record) => record.offeredAt))) {
      const records = [...this.#records].filter(([, record]) => record.offeredAt === offeredAt);
      const isOnline = (id: string) => machines.get(id)?.status === "online";
      const step = nextStep(records.map(([id, { state }]) => ({ id, state, isOnline: isOnline(id) })));
      for (const [id, record] of records)
        if (step.offer.includes(id)) this.#put(id, moved(record, "offered", null, clock.now()));
      for (const id of step.stop) {
        log.warn(`The agent on ${id} is not updated, since another machine's update came to nothing`);
        this.withdraw(id).catch((error: unknown) => log.error("An offer could not be taken back on disk", { error }));
      }
    }
  }

  #put(machineId: string, record: UpdateRecord): void {
    const { storage, log } = this.#context;
    this.#take(machineId, record);
    storage.set(`${keyPrefix}${machineId}`, record as unknown as Json).catch((error: unknown) => {
      log.error(`How far the update of the agent on ${machineId} is could not be stored`, { error });
    });
  }

  #take(machineId: string, record: UpdateRecord): void {
    this.#records.set(machineId, record);
    this.#closeProblem(machineId);
    if (record.state === "failed" || record.state === "rolled_back") this.#openProblem(machineId, record);
  }

  #openProblem(machineId: string, { version, state, reason }: UpdateRecord): void {
    const what = state === "failed" ? "did not take" : "went back from";
    const undo = this.#context.problem(`update ${machineId}`, {
      severity: "warning",
      title: `The agent on ${machineId} ${what} version ${version}`,
      advice:
        `${reason ?? "It does not say why"}. It goes on with the version before, and the machines that were to follow are left ` +
        "as they are. Look into its log, then update it again, or take the offer back.",
      machineId,
    });
    this.#problems.set(machineId, undo);
  }

  #closeProblem(machineId: string): void {
    this.#problems.get(machineId)?.();
    this.#problems.delete(machineId);
  }
}
